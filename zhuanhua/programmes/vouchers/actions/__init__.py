"""What can be done with innovation vouchers? Every write, one function each."""

from zhuanhua.programmes.vouchers.actions.applying import (
    attach_paper,
    detach_paper,
    reapply_voucher,
    save_voucher,
    start_voucher,
    submit_voucher,
    withdraw_voucher,
)
from zhuanhua.programmes.vouchers.actions.ending import ask_outcome, lapse_voucher
from zhuanhua.programmes.vouchers.actions.holding import clear_hold
from zhuanhua.programmes.vouchers.actions.outcomes import answer_outcome
from zhuanhua.programmes.vouchers.actions.paying import grant_vouchers, recover_voucher
from zhuanhua.programmes.vouchers.actions.providers import (
    list_provider,
    refuse_provider,
    remove_provider,
    return_provider,
    save_provider,
    start_provider,
    submit_provider,
)
from zhuanhua.programmes.vouchers.actions.redeeming import (
    accept_redemption,
    deny_redemption,
    redeem_voucher,
    save_redemption,
    send_back_redemption,
)
from zhuanhua.programmes.vouchers.actions.reviewing import (
    issue_voucher,
    pass_voucher,
    refuse_voucher,
    turn_down_voucher,
)
from zhuanhua.programmes.vouchers.actions.using import begin_voucher, give_back_voucher

__all__ = [
    "accept_redemption",
    "answer_outcome",
    "ask_outcome",
    "attach_paper",
    "begin_voucher",
    "clear_hold",
    "deny_redemption",
    "detach_paper",
    "give_back_voucher",
    "grant_vouchers",
    "issue_voucher",
    "lapse_voucher",
    "list_provider",
    "pass_voucher",
    "reapply_voucher",
    "recover_voucher",
    "redeem_voucher",
    "refuse_provider",
    "refuse_voucher",
    "remove_provider",
    "return_provider",
    "save_provider",
    "save_redemption",
    "save_voucher",
    "send_back_redemption",
    "start_provider",
    "start_voucher",
    "submit_provider",
    "submit_voucher",
    "turn_down_voucher",
    "withdraw_voucher",
]
