"""What holds a buyer's claim back from payment: which doubt, since when, and who can lift it? Nobody is accused here.

A hold stops the payment, not the acceptance: accepting only settles a claim's place in the order in which the yearly cap is filled
(沈科发〔2018〕23号), and a claim does not lose its place because somebody else names the same invoice.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.core.text import number_key
from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.queries.grants import standing_subsidy
from zhuanhua.programmes.contracts.queries.stacking import NAMED
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.programmes.contracts.states_subsidy import UNIQUE, Scheme, SubsidyState
from zhuanhua.shared.payments.models import OfferedPaper, OfferState, Paper
from zhuanhua.shared.payments.queries import (
    Clash,
    case_named,
    clashes_by_number,
    clashes_for,
    papers_of_others,
)
from zhuanhua.shared.workflow.models import Publicity

HELD_BY = ("is_used_once", "is_free_of_fraud")  # the rule's conditions that these holds are about
HOLDABLE = (SubsidyState.SUBMITTED, SubsidyState.RETURNED, SubsidyState.ACCEPTED)


@dataclass(frozen=True)
class Hold:
    """One reason: what stands, since which day, who lifts it; the other case is named only to those who may see it."""

    words: str
    since: date
    lifted: str
    title: Any = ""
    number: str = ""
    url: str = ""


def holds_of(person: Any, claim: Subsidy) -> list[Hold]:
    """Give everything that holds a claim today, oldest first; nothing for a claim that was decided."""
    if claim.scheme != Scheme.BUYER or claim.state not in HOLDABLE:
        return []
    clashes = clashes_for(person, claim.case_kind, claim.number)
    found = [*map(_of_paper, clashes), *_of_contract(person, claim), *_of_firm(claim)]
    return sorted(found, key=lambda hold: hold.since)


def holds_of_contract(person: Any, contract: Contract) -> list[Hold]:
    """Give what holds the seller's subsidy of a contract today, oldest first: what a person has to look at."""
    if standing_subsidy(contract, Scheme.SELLER) is not None:
        return []
    found = [*_of_entry(contract), *_of_buyer(person, contract), *_elsewhere(person, contract)]
    return sorted(found, key=lambda hold: hold.since)


def clashing_claims() -> set[str]:
    """Name the undecided claims one of whose papers stands in another case too: what a list marks."""
    numbers = clashes_by_number(Subsidy.case_kind, papers=(Paper.INVOICE, Paper.SLIP))
    return set(
        Subsidy.objects.filter(number__in=numbers, state__in=HOLDABLE).values_list("number", flat=True)
    )


def _of_paper(clash: Clash) -> Hold:
    words = {"paper": clash.paper.get_paper_display(), "number": clash.paper.typed}  # type: ignore[attr-defined]
    since = max(clash.paper.offered_on, clash.other.offered_on)
    return Hold(
        _("%(paper)s%(number)s也在另一项申请里。") % words,
        since,
        _lifted(clash.other.state),
        clash.title,
        clash.number,
        clash.url,
    )


def _lifted(state: str) -> str:
    if state == OfferState.USED:
        return _("那一项已经用它享受过补贴，同一凭证不再享受：请申领单位换一份凭证，或者不予补贴。")
    return _("由科技局补贴经办核实。其中一项改正、撤回或者不予办理以后，疑点自动消除。")


def _of_contract(person: Any, claim: Subsidy) -> list[Hold]:
    """The contract itself: paid to its seller, or behind a case of another programme."""
    contract = claim.contract
    sold = Subsidy.objects.filter(contract=contract, scheme=Scheme.SELLER, state__in=UNIQUE).first()
    found = []
    if sold is not None:
        assert sold.judged_on is not None  # the database keeps granted subsidies on a sheet
        found.append(
            Hold(_("这份合同的输出方已经享受补贴。"), sold.judged_on, _("同一合同不重复享受，请不予补贴。"))
        )
    return found + _elsewhere(person, contract)


def _elsewhere(person: Any, contract: Contract) -> list[Hold]:
    """Cases of other programmes that rest on the contract."""
    key = number_key(contract.registration_number or "")
    return [
        Hold(
            _("这份合同也在另一项申请里。"),
            other.offered_on,
            _lifted(other.state),
            *case_named(person, other),
        )
        for other in papers_of_others(Contract.case_kind, paper=Paper.CONTRACT, key=key)
    ]


def _of_entry(contract: Contract) -> list[Hold]:
    """One person entered the registration, and no second one has confirmed it."""
    if contract.state != ContractState.REGISTERED or not contract.awaits_confirmation:
        return []
    words = _("这份登记从全国系统导入，还没有第二人核对。")
    return [
        Hold(words, contract.state_since.astimezone(CITY_ZONE).date(), _("由复核员核对，核对以后自动恢复。"))
    ]


def _of_buyer(person: Any, contract: Contract) -> list[Hold]:
    """The buyer's claim upon the contract, handed in and not decided."""
    claims = Subsidy.objects.filter(contract=contract, scheme=Scheme.BUYER, state__in=NAMED)
    offered = OfferedPaper.objects.filter(
        case_kind=Subsidy.case_kind, case_number__in=claims.values("number")
    ).exclude(state=OfferState.ENDED)
    paper = offered.order_by("offered_on", "id").first()
    if paper is None:
        return []
    words = _("这份合同的受让方已经申领补贴。")
    return [Hold(words, paper.offered_on, _lifted(paper.state), *case_named(person, paper))]


def _of_firm(claim: Subsidy) -> list[Hold]:
    """A registration of the firm is about to be revoked for fraud."""
    bought = Contract.objects.filter(buyer=claim.payee_id).values("number")
    cases = Publicity.objects.filter(
        kind="contract_revocation", closed_on__isnull=True, case_number__in=bought
    )
    return [
        Hold(
            _("申领单位有一份合同正在公示，拟撤销登记。"),
            case.starts_on,
            _("由技术合同登记机构办结，办结以后自动恢复。"),
        )
        for case in cases.order_by("starts_on")
    ]
