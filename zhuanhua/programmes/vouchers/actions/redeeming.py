"""How is a voucher redeemed? Invoices, slips and the result report are handed in against a receipt, judged once, and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.vouchers import notices, permissions, queries
from zhuanhua.programmes.vouchers.actions.holding import (
    doubts_against,
    raise_holds,
    refuse_held,
    stand_still,
    with_others,
)
from zhuanhua.programmes.vouchers.actions.outcomes import OUTCOME, keep_outcome
from zhuanhua.programmes.vouchers.actions.reviewing import give_room_back
from zhuanhua.programmes.vouchers.actions.using import free_money
from zhuanhua.programmes.vouchers.codes import Moment, PaperKind
from zhuanhua.programmes.vouchers.models import Voucher, VoucherInvoice, VoucherSlip
from zhuanhua.programmes.vouchers.states import REDEEMABLE, VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.ledger.actions import lock_money, void
from zhuanhua.shared.payments.actions import offer_papers, refuse_repeated
from zhuanhua.shared.payments.models import Paper
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.policy.actions import keep_verdict
from zhuanhua.shared.policy.wording import here
from zhuanhua.shared.workflow.actions import answer_return, close_tasks, open_task, return_fields
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number


@dataclass(frozen=True)
class Proof:
    """What is typed of a redemption: invoices, slips, and what the voucher brought; amounts are whole fen."""

    invoices: Sequence[Mapping[str, Any]]
    slips: Sequence[Mapping[str, Any]]
    outcome: Mapping[str, Any]


@transaction.atomic
def save_redemption(
    *,
    voucher: Voucher,
    invoices: Sequence[Mapping[str, Any]],
    slips: Sequence[Mapping[str, Any]],
    outcome: Mapping[str, Any],
    by: Any,
    on: date,
) -> Voucher:
    """Keep what is typed of the proof and of what the voucher brought; both are replaced as a whole. Amounts are whole fen."""
    voucher, proof = _writable(voucher, by), Proof(invoices, slips, outcome)
    _keep_proof(voucher, proof, by=by, on=on)
    _tell(voucher, proof, by=by)
    return voucher


@transaction.atomic
@with_others
def redeem_voucher(
    *, voucher: Voucher, by: Any, on: date, proof: Proof | None = None, held: frozenset[int] = frozenset()
) -> Voucher:
    """Hand the proof in; gives a receipt. Refused after the deadline, or while something is missing; the same paper elsewhere is held.

    With `proof` it is kept first, in the same transaction; its line is written when nothing else has to be locked any more.
    """
    voucher = _writable(voucher, by)
    if proof is not None:
        _keep_proof(voucher, proof, by=by, on=on)
    if on > _last_day(voucher):
        raise Refusal(
            _("兑付截止日期%(day)s已过，不再受理。") % {"day": _last_day(voucher)},
            way_out=_("这张券将失效；可以重新申领。"),
            code="late",
        )
    papers = _papers_of(voucher)
    _refuse_missing(voucher, papers)
    offer_papers(case=(voucher.case_kind, voucher.number), papers=papers, on=on)
    if voucher.receipt_number is None:
        voucher.receipt_number, voucher.redeem_asked_on = next_number("HZ", on=on), on
    found = doubts_against(voucher, on, held)
    if proof is not None:
        _tell(voucher, proof, by=by)
    move(
        voucher, "redeem", by=by, fields=("receipt_number", "redeem_asked_on"),
        after={"receipt": voucher.receipt_number},
    )  # fmt: skip
    raise_holds(voucher=voucher, found=found, on=on)
    answer_return(voucher, by=by)
    close_tasks(voucher, by=by, permission=Permission.VOUCHER_APPLY)
    open_task(
        case=voucher,
        title=noop("审核创新券兑付"),
        about=voucher.contract_name,
        permission=Permission.VOUCHER_DECIDE,
        url=f"/vouchers/{voucher.number}/",
    )
    return voucher


@transaction.atomic
def accept_redemption(*, voucher: Voucher, by: Any, on: date) -> Voucher:
    """Accept what the proof carries; the rest of the face is free again in the same transaction. Refused while a doubt is open."""
    require(by, Permission.VOUCHER_DECIDE)
    require_impartial(by, permissions.matter_of(voucher))
    refuse_held(voucher)
    lock_money(voucher.reservation)
    stand_still(voucher)
    sheet = queries.redemption_sheet(voucher, on)
    if sheet is None or not sheet.amount_fen:
        unmet = here(sheet.open_conditions[0]["text"]) if sheet and sheet.open_conditions else ""
        raise Refusal(
            _("按规则兑付额是零。%(what)s") % {"what": unmet},
            way_out=(queries.said_of_waiting(sheet) if sheet else "") or _("请退回补正，或者不予兑付。"),
            code="unmet",
        )
    if sheet.unconfirmed:
        raise Refusal(
            _("有规则值没有核对过原文，也没有本地确认。"),
            way_out=_("请先由领导在“规则 → 本地确认”里确认。"),
            code="unconfirmed",
        )
    rest = voucher.face_fen - sheet.amount_fen
    voucher.redeem_verdict = keep_verdict(
        sheet=sheet, case_kind=voucher.case_kind, case_number=voucher.number, by=by
    )
    voucher.redeem_fen, voucher.accepted_by, voucher.accepted_on = sheet.amount_fen, by, on
    move(
        voucher,
        "accept",
        by=by,
        fields=("redeem_verdict", "redeem_fen", "accepted_by", "accepted_on"),
        after={"redeem_fen": voucher.redeem_fen, "rest_fen": rest},
    )
    if rest:
        assert voucher.reservation is not None
        void(
            reservation=voucher.reservation, amount_fen=rest, by=by, key=f"voucher:rest:{voucher.number}", on=on,
            reason=noop("创新券部分兑付，余额退回"),
        )  # fmt: skip
        give_room_back(voucher, rest)
    close_tasks(voucher, by=by)
    notices.accepted(voucher)
    return voucher


@transaction.atomic
def send_back_redemption(*, voucher: Voucher, by: Any, on: date, reason: str) -> Voucher:
    """Ask for what is missing; there is always time to correct, also when the deadline passes meanwhile."""
    require_impartial(by, permissions.matter_of(voucher))
    days = queries.values_on(on).correct_days
    voucher.correct_by = max(voucher.redeem_by or on, on + timedelta(days=days))
    move(voucher, "send_back", by=by, reason=reason, fields=("correct_by",))
    return_fields(voucher, by=by, remark=reason, fields={})
    close_tasks(voucher, by=by)
    open_task(
        case=voucher,
        title=noop("补正创新券兑付材料"),
        about=voucher.contract_name,
        permission=Permission.VOUCHER_APPLY,
        organisation=voucher.holder,
        due_on=voucher.correct_by,
        url=f"/vouchers/{voucher.number}/",
    )
    notices.sent_back(voucher, reason)
    return voucher


@transaction.atomic
def deny_redemption(*, voucher: Voucher, by: Any, on: date, reason: str) -> Voucher:
    """Pay nothing: the voucher ends, its money is free again."""
    require_impartial(by, permissions.matter_of(voucher))
    lock_money(voucher.reservation)
    voucher.ended_on = on
    move(voucher, "deny", by=by, reason=reason, fields=("ended_on",))
    free_money(voucher, by=by, on=on, reason=reason)
    close_tasks(voucher, by=by)
    notices.denied(voucher, reason)
    return voucher


def _keep_proof(voucher: Voucher, proof: Proof, *, by: Any, on: date) -> None:
    refuse_repeated((each["number"] for each in proof.invoices), label=_("发票号码"))
    refuse_repeated((each["reference"] for each in proof.slips), label=_("银行流水号"))
    voucher.invoices.all().delete()
    voucher.slips.all().delete()
    VoucherInvoice.objects.bulk_create(VoucherInvoice(voucher=voucher, **each) for each in proof.invoices)
    VoucherSlip.objects.bulk_create(VoucherSlip(voucher=voucher, **each) for each in proof.slips)
    told = {name: proof.outcome.get(name) or 0 for name in OUTCOME}
    keep_outcome(voucher, Moment.REDEMPTION, told, by=by, on=on)


def _tell(voucher: Voucher, proof: Proof, *, by: Any) -> None:
    record(
        "voucher:proof", case_kind=voucher.case_kind, case_number=voucher.number, by=by,
        after={"invoices": len(proof.invoices), "slips": len(proof.slips)},
    )  # fmt: skip


def _papers_of(voucher: Voucher) -> list[tuple[str, str]]:
    return [
        *((Paper.INVOICE, each.number) for each in voucher.invoices.all()),
        *((Paper.SLIP, each.reference) for each in voucher.slips.all()),
        (Paper.CONTRACT, voucher.registration_number),
    ]


def _last_day(voucher: Voucher) -> date:
    """The deadline of redemption, or of a correction that was asked for."""
    last = voucher.redeem_by
    if voucher.state == VoucherState.INCOMPLETE:
        last = voucher.correct_by
    assert last is not None  # the database keeps issued vouchers whole
    return last


def _refuse_missing(voucher: Voucher, papers: list[tuple[str, str]]) -> None:
    named = {paper for paper, _number in papers}
    kinds = set(files_of(voucher).values_list("kind", flat=True))
    missing = [
        label
        for label, there in (
            (_("至少一张发票"), Paper.INVOICE in named),
            (_("至少一笔付款凭证"), Paper.SLIP in named),
            (_("成果报告（附件）"), PaperKind.REPORT in kinds),
            (_("发票（附件）"), PaperKind.INVOICE in kinds),
            (_("银行凭证（附件）"), PaperKind.SLIP in kinds),
            (_("成效"), voucher.outcomes.filter(moment=Moment.REDEMPTION).exists()),
        )
        if not there
    ]
    if missing:
        raise Refusal(
            _("还缺：%(what)s。") % {"what": _("、").join(map(str, missing))},
            way_out=_("补齐后再提交。"),
            code="missing",
        )


def _writable(voucher: Voucher, by: Any) -> Voucher:
    """Lock the row: of two who redeem at the same moment the second finds where it stands now."""
    verdict = permissions.may_act(by, voucher)
    if not verdict:
        raise Forbidden(verdict.reason)
    locked = Voucher.objects.select_for_update(of=("self",)).select_related(
        "holder", "provider", "reservation"
    )
    voucher = locked.get(pk=voucher.pk)
    if voucher.state not in REDEEMABLE:
        words = {"state": voucher.applicant_label, "receipt": voucher.receipt_number or ""}
        if voucher.receipt_number:
            raise Conflict(
                _("这张券已经申请过兑付，回执%(receipt)s，现在是“%(state)s”。") % words,
                way_out=_("不用再提交。"),
                code="redeemed",
            )
        raise Conflict(
            _("这张券现在是“%(state)s”，不能申请兑付。") % words, way_out=_("请刷新后再看。"), code="moved_on"
        )
    return voucher
