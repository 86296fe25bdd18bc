"""Which buttons stand on a contract's page, which of them may be pressed, and why the others may not?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions, permissions
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows, may
from zhuanhua.shared.people.avoidance import is_impartial
from zhuanhua.ui.offers import Offer

_S = ContractState
DESKS = (
    Permission.CONTRACT_EXAMINE,
    Permission.CONTRACT_REVIEW,
    Permission.CONTRACT_CHANGE_DECIDE,
    Permission.CONTRACT_REVOKE_DECIDE,
)


def offers_for(contract: Contract, person: Any) -> list[Offer]:
    """Give the buttons for this person in this state, the main one first."""
    offers: list[Offer] = []
    if (
        person.organisation is not None
        and person.organisation.pk == contract.registrant_id
        and allows(person, Permission.CONTRACT_FILE)
    ):
        offers += _applicant(contract)
    if any(may(person, desk) for desk in DESKS):
        partial = is_impartial(person, permissions.matter_of(contract)).reason
        offers += _deciding(contract, person, partial)
    if permissions.may_object(person, contract):
        offers.append(_open(_("提出异议"), "object", contract, "quiet"))
    return offers


def _deciding(contract: Contract, person: Any, partial: str) -> list[Offer]:
    """Give the steps of the bureau; who must stand aside reads why and presses none."""
    offers: list[Offer] = []
    if allows(person, Permission.CONTRACT_EXAMINE):
        offers += _desk(contract, partial)
    if allows(person, Permission.CONTRACT_REVIEW) and contract.state == _S.IN_REVIEW:
        why = permissions.may_review(person, contract).reason or partial
        offers.append(_post(_("复核通过并登记"), "approve", contract, "primary", why))
        offers.append(_open(_("退回登记员"), "send_back", contract, why=why))
    if contract.state == _S.REGISTERED and contract.is_provisional:
        offers += _royalty(contract, person, partial)
    if allows(person, Permission.CONTRACT_CHANGE_DECIDE) and contract.state == _S.REGISTERED:
        offers.append(_open(_("提出撤销"), "propose_revocation", contract, "quiet", partial))
    if allows(person, Permission.CONTRACT_REVOKE_DECIDE) and contract.state == _S.REGISTERED:
        offers.append(_open(_("撤销登记"), "revoke", contract, "danger", partial))
    return offers


def _applicant(contract: Contract) -> list[Offer]:
    if contract.state == _S.DRAFT:
        return [
            _open(_("继续填写"), "edit", contract, "primary"),
            _post(_("删除草稿"), "discard", contract, "danger"),
        ]
    if contract.state == _S.RETURNED:
        return [
            _open(_("补正"), "edit", contract, "primary"),
            _post(_("撤回申请"), "withdraw", contract, "danger"),
        ]
    if contract.state in {_S.SUBMITTED, _S.RESUBMITTED}:
        return [_post(_("撤回申请"), "withdraw", contract, "danger")]
    if contract.state == _S.REGISTERED:
        return [
            _open(_("下载证书"), "certificate", contract, "primary"),
            _open(_("申请变更或注销"), "request_change", contract),
        ]
    return []


def _desk(contract: Contract, partial: str) -> list[Offer]:
    if contract.state in {_S.SUBMITTED, _S.RESUBMITTED}:
        return [
            _post(_("受理"), "accept", contract, "primary", partial),
            _open(pgettext("verb", "退回补正"), "return", contract, why=partial),
        ]
    if contract.state == _S.ACCEPTED:
        unexamined = "" if contract.verified_trade_fen else _("先完成三项认定。")
        review = actions.deciding.needs_review(contract, on=city_today()) and not unexamined
        main = (
            _post(_("报请复核"), "refer", contract, "primary", partial or unexamined)
            if review
            else _post(_("核准登记"), "register", contract, "primary", partial or unexamined)
        )
        tone = "plain" if contract.verified_trade_fen else "primary"
        return [
            main,
            _open(_("三项认定"), "examine", contract, tone, partial),
            _open(pgettext("verb", "退回补正"), "return", contract, why=partial),
            _open(_("不予登记"), "refuse", contract, "danger", partial),
        ]
    if contract.state == _S.REGISTERED:
        return [_open(_("下载证书"), "certificate", contract)]
    return []


def _royalty(contract: Contract, person: Any, partial: str) -> list[Offer]:
    if not allows(person, Permission.CONTRACT_EXAMINE) and not allows(person, Permission.CONTRACT_REVIEW):
        return []
    verdict = actions.royalties.may_enter(person, contract, on=city_today())
    return [_open(_("登记提成到账"), "royalty", contract, why=partial or verdict.reason)]


def _open(label: str, page: str, contract: Contract, tone: str = "plain", why: str = "") -> Offer:
    return Offer(label, reverse(f"contracts:{page}", args=[contract.number]), tone, why=str(why))


def _post(label: str, page: str, contract: Contract, tone: str = "plain", why: str = "") -> Offer:
    return Offer(label, reverse(f"contracts:{page}", args=[contract.number]), tone, posts=True, why=str(why))
