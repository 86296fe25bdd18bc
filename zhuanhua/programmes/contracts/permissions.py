"""Who may do what with this contract, and if not, why not?"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuanhua.programmes.contracts.states import EDITABLE_STATES, ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows
from zhuanhua.shared.people.avoidance import Matter

if TYPE_CHECKING:
    from zhuanhua.programmes.contracts.models import Change, Contract, Subsidy

YES = Verdict(allowed=True, reason="")


def _no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=reason)


def may_edit(person: Any, contract: "Contract") -> Verdict:
    """The organisation that files may edit, while the contract is a draft or was returned."""
    allowed = allows(person, Permission.CONTRACT_FILE)
    if not allowed:
        return allowed
    if person.organisation is None or person.organisation.pk != contract.registrant_id:
        return _no(_("只有申请单位可以修改。"))
    if contract.state not in EDITABLE_STATES:
        return _no(_("合同已提交，退回补正时才能修改。"))
    return YES


def is_party(person: Any, contract: "Contract") -> bool:
    """Whether the person acts for the applicant, the seller or the buyer."""
    organisation = person.organisation
    return organisation is not None and organisation.pk in {
        contract.registrant_id,
        contract.seller_id,
        contract.buyer_id,
    }


def matter_of(contract: "Contract", *asked_by: int) -> Matter:
    """The contract as its judges see it: a case of the applicant, the seller and the buyer, and of who asked for a change or objected."""
    parties = (contract.registrant_id, contract.seller_id, contract.buyer_id)
    return Matter.of(contract, parties=parties, begun_by=asked_by)


def matter_of_claim(claim: "Subsidy") -> Matter:
    """A claim is a case of the organisation that is paid, and of who began it."""
    return Matter.of(claim, parties=(claim.payee_id,), begun_by=(claim.claimed_by_id,))


def may_read_papers(person: Any, contract: "Contract") -> Verdict:
    """Contract texts are for the parties and for those who examine (促进科技成果转化法第三十条)."""
    if is_party(person, contract):
        return YES
    if allows(person, Permission.CONTRACT_EXAMINE) or allows(person, Permission.CONTRACT_REVIEW):
        return YES
    return _no(_("合同文本只有双方和登记机构可以看。"))


def may_review(person: Any, contract: "Contract") -> Verdict:
    """The second reviewer is another person than the examiner, and than who entered what the national system registered."""
    allowed = allows(person, Permission.CONTRACT_REVIEW)
    if not allowed:
        return allowed
    if contract.examined_by_id == person.pk:
        return _no(_("审核人不能复核自己审核的合同，请另一位复核员办理。"))
    verdict = may_register(person, contract)
    if verdict and contract.is_entered and contract.registered_by_id == person.pk:
        return _no(_("导入登记的人不能核对自己导入的登记，请另一位复核员办理。"))
    return verdict


def may_register(person: Any, contract: "Contract") -> Verdict:
    """Who handed a contract in by a workbook does not register it: nobody vouches for his own rows."""
    if contract.handed_in_by_id == person.pk:
        return _no(_("导入申请的人不能核准登记自己导入的合同，请另一位办理。"))
    return YES


def may_agree(person: Any, change: "Change") -> Verdict:
    """Who entered a registration does not agree to a change of its amounts."""
    contract = change.contract
    if contract.is_entered and contract.registered_by_id == person.pk and change.touches_amounts:
        return _no(_("导入这份登记的人不能同意变更它的金额，请另一位办理。"))
    return YES


def may_object(person: Any, contract: "Contract") -> Verdict:
    """A party, or finance and tax, may object to a decision."""
    allowed = allows(person, Permission.CONTRACT_OBJECT)
    if not allowed:
        return allowed
    if contract.state not in {ContractState.REGISTERED, ContractState.REFUSED}:
        return _no(_("作出登记或者不予登记的决定后才能提出异议。"))
    if (
        person.organisation is not None
        and person.organisation.kind != "government"
        and not is_party(person, contract)
    ):
        return _no(_("只有合同双方和财政、税务部门可以提出异议。"))
    return YES


def may_request_change(person: Any, contract: "Contract") -> Verdict:
    """The organisation that filed asks for a change or cancellation of what is registered."""
    allowed = allows(person, Permission.CONTRACT_FILE)
    if not allowed:
        return allowed
    if person.organisation is None or person.organisation.pk != contract.registrant_id:
        return _no(_("由原申请单位提出变更。"))
    if contract.state != ContractState.REGISTERED:
        return _no(_("已登记的合同才能申请变更。"))
    return YES
