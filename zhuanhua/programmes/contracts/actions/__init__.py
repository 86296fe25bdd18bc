"""What can be done with a technology contract? Every write, one function each."""

from zhuanhua.programmes.contracts.actions.bulk import accept_contracts, assign_contracts, register_contracts
from zhuanhua.programmes.contracts.actions.changes import (
    decline_change,
    grant_change,
    propose_revocation,
    request_change,
    revoke_contract,
)
from zhuanhua.programmes.contracts.actions.claims import (
    accept_claim,
    attach_claim_paper,
    detach_claim_paper,
    refuse_claim,
    return_claim,
    save_claim,
    start_claim,
    submit_claim,
    withdraw_claim,
)
from zhuanhua.programmes.contracts.actions.confirming import confirm_registrations
from zhuanhua.programmes.contracts.actions.correcting import resubmit_contract
from zhuanhua.programmes.contracts.actions.deciding import (
    approve_contract,
    register_contract,
    send_back_contract,
)
from zhuanhua.programmes.contracts.actions.desk import (
    accept_contract,
    refuse_contract,
    return_contract,
)
from zhuanhua.programmes.contracts.actions.examining import examine_contract, refer_contract
from zhuanhua.programmes.contracts.actions.filing import (
    discard_draft,
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
from zhuanhua.programmes.contracts.actions.stopping import stop_subsidies
from zhuanhua.programmes.contracts.actions.subsidies import grant_subsidies

__all__ = [
    "accept_claim",
    "accept_contract",
    "accept_contracts",
    "approve_contract",
    "assign_contracts",
    "attach_claim_paper",
    "confirm_registrations",
    "decline_change",
    "detach_claim_paper",
    "discard_draft",
    "dismiss_objection",
    "examine_contract",
    "file_objection",
    "grant_change",
    "grant_subsidies",
    "propose_revocation",
    "record_royalty",
    "refer_contract",
    "refuse_claim",
    "refuse_contract",
    "register_contract",
    "register_contracts",
    "request_change",
    "resubmit_contract",
    "return_claim",
    "return_contract",
    "revoke_contract",
    "save_claim",
    "save_draft",
    "send_back_contract",
    "start_claim",
    "start_draft",
    "stop_subsidies",
    "submit_claim",
    "submit_contract",
    "uphold_objection",
    "withdraw_claim",
    "withdraw_contract",
]
