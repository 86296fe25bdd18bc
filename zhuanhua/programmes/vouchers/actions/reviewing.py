"""How is an application decided? The district passes it or not; the city issues the voucher out of the budget, or refuses."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.vouchers import notices, permissions, policy, queries
from zhuanhua.programmes.vouchers.actions.holding import refuse_held, stand_still
from zhuanhua.programmes.vouchers.actions.years import count_years, limit_of
from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.ledger.actions import lock_money, reserve
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments.actions import end_papers
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.policy.actions import keep_verdict
from zhuanhua.shared.policy.verdicts import Sheet
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number

PROGRAMME = "vouchers"


@transaction.atomic
def pass_voucher(*, voucher: Voucher, by: Any, on: date) -> Voucher:
    """The district agrees: the city decides next. Only for firms of the officer's own district."""
    _district(voucher, by)
    voucher.district_by, voucher.district_on = by, on
    move(voucher, "pass", by=by, fields=("district_by", "district_on"))
    close_tasks(voucher, by=by, permission=Permission.VOUCHER_DISTRICT)
    open_task(
        case=voucher,
        title=noop("审核创新券申领（市级）"),
        about=voucher.contract_name,
        permission=Permission.VOUCHER_DECIDE,
        url=f"/vouchers/{voucher.number}/",
    )
    return voucher


@transaction.atomic
def turn_down_voucher(*, voucher: Voucher, by: Any, on: date, reason: str) -> Voucher:
    """The district does not pass it; the holder may correct it and apply again."""
    _district(voucher, by)
    voucher.district_by, voucher.district_on = by, on
    move(voucher, "turn_down", by=by, reason=reason, fields=("district_by", "district_on"))
    close_tasks(voucher, by=by)
    open_task(
        case=voucher,
        title=noop("修改后重新申领创新券"),
        about=voucher.contract_name,
        permission=Permission.VOUCHER_APPLY,
        organisation=voucher.holder,
        url=f"/vouchers/{voucher.number}/",
    )
    notices.turned_down(voucher, reason)
    return voucher


@transaction.atomic
def issue_voucher(
    *, voucher: Voucher, account: Account, by: Any, on: date, is_checked: bool = False
) -> Voucher:
    """Issue what the rule gives on that day: number, deadlines, the limit of the year and the money, all in one transaction.

    Refused while a doubt is open, a condition is not met, a value is not confirmed, or the budget has not enough; and while
    nobody has checked (`is_checked`) what the holder changed by itself and the rule asks for.
    """
    verdict = permissions.may_issue(by, voucher)
    if not verdict:
        raise Forbidden(verdict.reason)
    require_impartial(by, permissions.matter_of(voucher))
    refuse_held(voucher)
    _refuse_unchecked(voucher, is_checked=is_checked)
    _refuse_other_budget(account, on)
    lock_money(account)
    stand_still(voucher)
    allowance = _allowance(voucher, on)
    sheet = queries.application_sheet(voucher, on)
    _refuse_sheet(sheet)
    _take(allowance, sheet.amount_fen)
    voucher.voucher_number = next_number("Q", on=on)
    voucher.face_fen, voucher.issued_by, voucher.issued_on = sheet.amount_fen, by, on
    days = policy.deadlines({"issued_on": on}, queries.values_on(on))
    voucher.use_by, voucher.redeem_by = days["use_by"], days["redeem_by"]
    voucher.verdict = keep_verdict(
        sheet=sheet, case_kind=voucher.case_kind, case_number=voucher.number, by=by
    )
    voucher.reservation = reserve(
        account=account,
        amount_fen=voucher.face_fen,
        case_kind=voucher.case_kind,
        case_number=voucher.number,
        business_key=business_key(voucher),
        by=by,
        key=f"voucher:issue:{voucher.number}",
        on=on,
    )
    move(
        voucher,
        "issue",
        by=by,
        fields=(
            "voucher_number",
            "face_fen",
            "issued_by",
            "issued_on",
            "use_by",
            "redeem_by",
            "verdict",
            "reservation",
        ),
        after={"voucher_number": voucher.voucher_number, "face_fen": voucher.face_fen}
        | ({"is_checked": True} if is_checked else {}),
    )
    close_tasks(voucher, by=by)
    notices.issued(voucher)
    return voucher


@transaction.atomic
def refuse_voucher(*, voucher: Voucher, by: Any, on: date, reason: str) -> Voucher:
    """The city does not issue it: that is the end of this application."""
    require_impartial(by, permissions.matter_of(voucher))
    voucher.ended_on = on
    move(voucher, "refuse", by=by, reason=reason, fields=("ended_on",))
    end_papers(cases=[(voucher.case_kind, voucher.number)])
    close_tasks(voucher, by=by)
    notices.refused(voucher, reason)
    return voucher


def business_key(voucher: Voucher) -> str:
    """What the money of a voucher is for: alive once, from issue to payment."""
    return f"voucher:{voucher.number}"


def lock_room(voucher: Voucher) -> None:
    """Lock the year that `give_room_back` will change, before a line is written."""
    if voucher.issued_on is not None:
        years = Allowance.objects.filter(holder=voucher.holder_id, year=voucher.issued_on.year)
        list(years.select_for_update().values_list("pk"))


def give_room_back(voucher: Voucher, amount_fen: int) -> None:
    """Let an amount of a voucher count no longer against the limit of its holder's year."""
    if voucher.issued_on is None or not amount_fen:
        return
    holder = Voucher.objects.values_list("holder", flat=True).get(pk=voucher.pk)  # perhaps merged meanwhile
    years = Allowance.objects.select_for_update()
    allowance = years.filter(holder=holder, year=voucher.issued_on.year).first()
    if allowance is None:
        count_years([holder])  # with the voucher as it stands now
        return
    allowance.taken_fen -= amount_fen
    allowance.save(update_fields=["taken_fen"])


def _district(voucher: Voucher, by: Any) -> None:
    verdict = permissions.may_review(by, voucher)
    if not verdict:
        raise Forbidden(verdict.reason)
    require_impartial(by, permissions.matter_of(voucher))


def _allowance(voucher: Voucher, on: date) -> Allowance:
    """Lock the holder's year, so that two vouchers of one holder are issued one after the other."""
    limit = limit_of(voucher, on)
    Allowance.objects.get_or_create(holder=voucher.holder, year=on.year, defaults={"limit_fen": limit})
    allowance = Allowance.objects.select_for_update().get(holder=voucher.holder, year=on.year)
    allowance.limit_fen = max(limit, allowance.taken_fen)
    return allowance


def _take(allowance: Allowance, amount_fen: int) -> None:
    if allowance.taken_fen + amount_fen > allowance.limit_fen:
        raise Conflict(_("年度额度刚被用完。"), way_out=_("请刷新后再看余额。"), code="limit")
    allowance.taken_fen += amount_fen
    allowance.save(update_fields=["limit_fen", "taken_fen"])


def _refuse_unchecked(voucher: Voucher, *, is_checked: bool) -> None:
    told = queries.told_of_holder(voucher)
    if told and not is_checked:
        raise Refusal(
            told,
            field="is_checked",
            way_out=_("请对照证明材料核对，勾选“已核对”再发券；不属实的不予发券。"),
            code="unchecked",
        )


def _refuse_other_budget(account: Account, on: date) -> None:
    if account.budget.programme != PROGRAMME or account.budget.year != on.year:
        raise Refusal(
            _("这不是本年度创新券的预算。"),
            field="account",
            way_out=_("请选择%(year)s年的创新券预算。") % {"year": on.year},
        )


def _refuse_sheet(sheet: Sheet) -> None:
    if not sheet.amount_fen:
        raise Refusal(
            _("按今天的规则不能发券。"),
            way_out=queries.said_of_waiting(sheet) or _("请看判定表里不满足或者待定的条件。"),
            code="unmet",
        )
    if sheet.unconfirmed:
        raise Refusal(
            ngettext(
                "有%(count)s个规则值没有核对过原文，也没有本地确认。",
                "有%(count)s个规则值没有核对过原文，也没有本地确认。",
                len(sheet.unconfirmed),
            )
            % {"count": len(sheet.unconfirmed)},
            way_out=_("请先由领导在“规则 → 本地确认”里确认。"),
            code="unconfirmed",
        )
