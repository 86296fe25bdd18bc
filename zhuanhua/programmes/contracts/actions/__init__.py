"""What can be done with a technology contract? Every write, one function each."""

from zhuanhua.programmes.contracts.actions.bulk import accept_contracts, assign_contracts, register_contracts
from zhuanhua.programmes.contracts.actions.changes import (
    decline_change,
    grant_change,
    propose_revocation,
    request_change,
    revoke_contract,
)
from zhuanhua.programmes.contracts.actions.deciding import (
    approve_contract,
    register_contract,
    send_back_contract,
)
from zhuanhua.programmes.contracts.actions.desk import (
    accept_contract,
    examine_contract,
    refer_contract,
    refuse_contract,
    return_contract,
)
from zhuanhua.programmes.contracts.actions.filing import (
    discard_draft,
    resubmit_contract,
    save_draft,
    start_draft,
    submit_contract,
    withdraw_contract,
)
from zhuanhua.programmes.contracts.actions.objections import (
    dismiss_objection,
    file_objection,
    uphold_objection,
)
from zhuanhua.programmes.contracts.actions.royalties import record_royalty

__all__ = [
    "accept_contract",
    "accept_contracts",
    "approve_contract",
    "assign_contracts",
    "decline_change",
    "discard_draft",
    "dismiss_objection",
    "examine_contract",
    "file_objection",
    "grant_change",
    "propose_revocation",
    "record_royalty",
    "refer_contract",
    "refuse_contract",
    "register_contract",
    "register_contracts",
    "request_change",
    "resubmit_contract",
    "return_contract",
    "revoke_contract",
    "save_draft",
    "send_back_contract",
    "start_draft",
    "submit_contract",
    "uphold_objection",
    "withdraw_contract",
]
