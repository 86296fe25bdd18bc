"""Royalties arrive for a provisional contract: the verified amounts grow and the certificate is issued anew."""

from copy import copy
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.contracts import permissions
from zhuanhua.programmes.contracts.actions.certificates import issue_certificate
from zhuanhua.programmes.contracts.actions.deciding import needs_review, repeated
from zhuanhua.programmes.contracts.actions.judging import judged
from zhuanhua.programmes.contracts.models import Contract, RoyaltyReceipt
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial

PAPER = "bank_slip"


@transaction.atomic
def record_royalty(  # noqa: PLR0913 - what the bank's receipt says, and the receipt
    *,
    contract: Contract,
    by: Any,
    on: date,
    received_on: date,
    base_fen: int,
    amount_fen: int,
    file: Any = None,
) -> RoyaltyReceipt:
    """Verify a royalty that arrived; refused when it differs from base × ratio, or was entered before.

    When it brings the contract to the threshold of the second review, the second reviewer enters it, as at registration,
    and attaches the bank's receipt or statement as `file`: nobody else looks at it again.
    """
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    verdict = may_enter(by, contract, on=on)
    if not verdict:
        raise Forbidden(verdict.reason)
    require_impartial(by, permissions.matter_of(contract))
    if contract.state != ContractState.REGISTERED or not contract.is_provisional:
        raise Refusal(_("只有已登记、金额待提成到账后再核定的合同可以登记提成。"))
    if received_on > on or (contract.registered_on and received_on < contract.registered_on):
        raise Refusal(
            _("到账日期不在登记日期和今天之间。"), field="received_on", way_out=_("请照银行回单填写。")
        )
    row = {"entry_fee_fen": contract.total_fen, "base_fen": base_fen, "royalty_bp": contract.royalty_bp or 0}
    [answer] = judged("royalty", [row], on=contract.accepted_on or on)
    if answer["due_fen"] != amount_fen:
        raise Refusal(
            _("按提成比例应为%(due)d分，填的是%(typed)d分。")
            % {"due": answer["due_fen"], "typed": amount_fen},
            field="amount_fen",
            way_out=_("请核对提成基数和到账金额。"),
        )
    is_second = needs_review(_grown(copy(contract), amount_fen), on=on)
    verdict = may_enter(by, contract, on=on, amount_fen=amount_fen)
    if not verdict:
        raise Forbidden(verdict.reason, code="needs_review")
    if is_second and not file:
        raise Refusal(
            _("计入提成后的金额达到复核起点，须附银行凭证。"),
            field="file",
            way_out=_("请上传银行回单或者对账单。"),
            code="paper",
        )
    try:
        with transaction.atomic():
            receipt = RoyaltyReceipt.objects.create(
                contract=contract,
                received_on=received_on,
                base_fen=base_fen,
                amount_fen=amount_fen,
                verified_by=by,
                verified_at=city_now(),
            )
    except IntegrityError as fault:
        raise Refusal(_("这笔提成已经登记过。"), field="received_on") from fault
    before = {"total_fen": contract.total_fen, "verified_trade_fen": contract.verified_trade_fen}
    _grown(contract, amount_fen)
    if is_second and not contract.awaits_confirmation:  # a royalty confirms nothing that was entered
        contract.reviewed_by = by
    try:
        with transaction.atomic():
            contract.save(update_fields=["total_fen", "verified_trade_fen", "reviewed_by"])
    except IntegrityError as fault:
        raise repeated(contract) from fault
    if file:
        store_file(upload=file, kind=PAPER, case=contract, by=by)
    record(
        "contract:royalty",
        case_kind=contract.case_kind,
        case_number=contract.number,
        by=by,
        before=before,
        after={"total_fen": contract.total_fen, "verified_trade_fen": contract.verified_trade_fen},
    )
    issue_certificate(contract=contract, by=by, on=on)
    return receipt


def may_enter(person: Any, contract: Contract, *, on: date, amount_fen: int = 0) -> Verdict:
    """Whether the person may enter a royalty of this amount: from the threshold on only a second reviewer.

    That is neither who examined the contract nor who registered it alone; below the threshold the desk or a reviewer.
    """
    if not needs_review(_grown(copy(contract), amount_fen), on=on):
        return allows(person, Permission.CONTRACT_REVIEW) or allows(person, Permission.CONTRACT_EXAMINE)
    verdict = permissions.may_review(person, contract)
    if verdict and contract.registered_by_id == person.pk != contract.reviewed_by_id:
        verdict = Verdict(allowed=False, reason=_("登记人不能复核自己登记的合同。"))
    if verdict:
        return verdict
    reason = _("计入提成后的金额达到复核起点，请由另一位复核员登记。%(why)s") % {"why": verdict.reason}
    return Verdict(allowed=False, reason=reason)


def _grown(contract: Contract, amount_fen: int) -> Contract:
    contract.total_fen = (contract.total_fen or 0) + amount_fen
    contract.verified_trade_fen = (contract.verified_trade_fen or 0) + amount_fen
    return contract
