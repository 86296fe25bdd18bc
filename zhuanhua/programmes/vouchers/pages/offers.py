"""Which buttons stand on a voucher's page, and which stages are behind it?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.programmes.vouchers import permissions
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.states import VoucherState
from zhuanhua.shared.payments.queries import is_called_back, payment_of
from zhuanhua.shared.workflow.moves import moves_for
from zhuanhua.ui.offers import Offer

_S = VoucherState
HOLDER = {"submit", "withdraw", "reapply", "begin", "give_back", "redeem"}
DISTRICT = {"pass", "turn_down"}
BY_CLOCK = {
    "lapse",
    "grant",
    "release",
    "pay",
    "keep",
    "recovered",
}  # not a button: the clock, the batch and the bank do it
PLACES = {"pass": "pass_on"}
AT_ONCE = {"submit", "withdraw", "reapply", "begin", "pass", "accept"}
MAIN = {"submit", "reapply", "begin", "redeem", "pass", "issue", "accept"}
HARSH = {"turn_down", "refuse", "deny", "recover"}


def offers_for(voucher: Voucher, person: Any, partial: str = "") -> list[Offer]:
    """Give the buttons for this person in this state, the main one first; what may not be pressed says why.

    `partial` says why whoever has to stand aside takes no step of the desks.
    """
    offers = []
    if voucher.state == _S.DRAFT and permissions.may_edit(person, voucher):
        offers.append(Offer(_("填写申领"), reverse("vouchers:edit", args=[voucher.number])))
    for each in moves_for(voucher, person):
        verb = each.move.verb
        if verb in BY_CLOCK or not each.allowed or not _is_theirs(verb, voucher, person):
            continue
        offers.append(
            Offer(
                str(each.move.label),
                reverse(f"vouchers:{PLACES.get(verb, verb)}", args=[voucher.number]),
                tone="primary" if verb in MAIN else "danger" if verb in HARSH else "plain",
                posts=verb in AT_ONCE,
                why="" if verb in HOLDER else partial or _why(verb, voucher, person),
            )
        )
    return sorted(offers, key=lambda offer: offer.tone != "primary")


def _is_theirs(verb: str, voucher: Voucher, person: Any) -> bool:
    if verb in HOLDER:
        return permissions.is_holder(person, voucher)
    if verb in DISTRICT:
        return bool(permissions.may_review(person, voucher))
    return True


def _why(verb: str, voucher: Voucher, person: Any) -> str:
    if verb == "issue":
        verdict = permissions.may_issue(person, voucher)
        if not verdict:
            return verdict.reason
    if verb == "recover" and (payment := payment_of(voucher.case_kind, voucher.number)):
        return _("这张券已经追缴过一次，见“付款”。") if is_called_back(payment) else ""
    if verb in {"issue", "accept"} and voucher.holds.filter(cleared_on__isnull=True).exists():
        return _("有疑点没有核实。")
    return ""


ORDER = {
    _S.DRAFT: 0,
    _S.SUBMITTED: 1,
    _S.TURNED_DOWN: 1,
    _S.IN_REVIEW: 2,
    _S.REFUSED: 2,
    _S.WITHDRAWN: 2,
    _S.ISSUED: 3,
    _S.RETURNED: 3,
    _S.IN_USE: 3,
    _S.LAPSED: 3,
    _S.REDEEMING: 4,
    _S.INCOMPLETE: 4,
    _S.DENIED: 4,
    _S.ACCEPTED: 5,
    _S.GRANTED: 5,
    _S.PAID: 6,
    _S.RECOVERING: 6,
    _S.RECOVERED: 6,
}


def route_of(voucher: Voucher) -> list[dict[str, Any]]:
    """Give the stages of a voucher for the line above it."""
    stages = (
        (_("填报"), voucher.applied_on),
        (_("区县审核"), voucher.district_on),
        (_("市级审核"), voucher.issued_on),
        (_("使用"), voucher.began_on),
        (_("兑付"), voucher.accepted_on),
        (_("拨付"), voucher.paid_on),
    )
    place = ORDER[VoucherState(voucher.state)]
    return [
        {
            "label": label,
            "on": on,
            "phase": "was" if number < place else "is" if number == place else "",
            "note": "" if on else voucher.state_label if number == place else _("未到"),
        }
        for number, (label, on) in enumerate(stages)
    ]
