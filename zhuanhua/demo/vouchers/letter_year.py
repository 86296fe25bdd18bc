"""How were vouchers used in the demo city? The year of the letter, as the desk entered it from paper.

Nothing is entered as a result. The generator chooses who bought which service for how much and what holders answered; the rules find
face and redemption, and the ordinary room of payments carries the money.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from zhuanhua.core.dates import city_now
from zhuanhua.core.text import number_key
from zhuanhua.demo.bank_accounts import give_accounts
from zhuanhua.demo.days import on_day
from zhuanhua.demo.papers import pdf
from zhuanhua.demo.paying import SOURCE, Desk, announced_and_sent, answered, confirm
from zhuanhua.demo.vouchers.buyers import WAN, YEAR, Bought, draw
from zhuanhua.demo.vouchers.providers import list_providers
from zhuanhua.programmes.vouchers import actions, policy, queries
from zhuanhua.programmes.vouchers.actions.reviewing import business_key
from zhuanhua.programmes.vouchers.models import (
    Allowance,
    Outcome,
    Voucher,
    VoucherInvoice,
    VoucherSlip,
)
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.ledger.actions import close_year, open_budget, reserve_all
from zhuanhua.shared.ledger.actions.reserving import Wanted
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.actions import keep_verdicts
from zhuanhua.shared.policy.queries import confirmed
from zhuanhua.shared.policy.verdicts import Sheet, verdicts
from zhuanhua.shared.workflow.serials import numbers

RULES = ("vouchers.application", "vouchers.redemption")


def tell(people: dict[str, Any], *, day: date, seed: int) -> dict[str, int]:
    """Confirm the values, list providers, and enter the year of the letter; the budget of that year is closed after it."""
    desk = Desk(*(people[name] for name in ("officer", "leader", "finance", "firm")))
    chance = Random(f"{seed}/vouchers")
    with on_day(day - timedelta(days=109)), transaction.atomic():
        confirm(desk, RULES, days=(date(YEAR, 3, 1), day))
        providers = list_providers(people, chance)
        bought = draw(providers, chance)
        vouchers = issued(bought, people)
        redeemed(vouchers, bought, people)
        batch = actions.grant_vouchers(
            numbers=[voucher.number for voucher in vouchers], account=_account(), title=f"{YEAR}年科技创新券兑付",
            by=desk.officer, key=f"demo-vouchers-{YEAR}", on=date(YEAR, 12, 3),
        )  # fmt: skip
        give_accounts(batch, desk, chance)
        sent_on = announced_and_sent(desk, batch, on=date(YEAR, 12, 4))
        answered(desk, batch, on=sent_on + timedelta(days=3))
        payments.reconcile_batch(batch=batch, by=desk.finance, on=sent_on + timedelta(days=4))
        close_year(
            budget=batch.account.budget, into=None, by=desk.finance, key=f"demo-vouchers-close-{YEAR}",
            on=date(YEAR, 12, 31),
        )  # fmt: skip
        _a_year_later(vouchers, desk)
    return {"vouchers": len(vouchers), "providers": len(providers)}


def issued(bought: list[Bought], people: dict[str, Any]) -> list[Voucher]:
    """Judge every application on its day, set its face aside, number it."""
    officer, district, second = (people[name] for name in ("officer", "district", "district2"))
    names = numbers("CX", len(bought), on=date(YEAR, 2, 1))
    vouchers = [
        Voucher(
            number=name, state="in_review", holder=one.unit, holder_kind="enterprise", standing=one.standing,
            district=one.unit.district, provider=one.provider, service_kind=one.kind, contract_name=one.topic,
            contract_number=f"JF{YEAR}-{place:03d}", contract_key=number_key(f"JF{YEAR}-{place:03d}"),
            contract_fen=one.price_fen, signed_on=one.applied_on - timedelta(days=9), asked_fen=one.asked_fen,
            controller=one.unit.name, is_apart=True, is_service=True, applied_by=officer, applied_on=one.applied_on,
            district_by=second if one.unit.district == second.organisation.district else district, district_on=one.applied_on + timedelta(days=6),
        )
        for place, (name, one) in enumerate(zip(names, bought, strict=True), 1)
    ]  # fmt: skip
    made = Voucher.objects.bulk_create(vouchers)
    rows = {row["number"]: row for row in queries.application_rows(date(YEAR, 6, 30))}
    sheets = _judged("vouchers.application", [rows[each.number] for each in made], date(YEAR, 6, 30))
    account = _opened(people["finance"])
    kept = keep_verdicts(
        sheets=[(Voucher.case_kind, each.number, sheet) for each, sheet in zip(made, sheets, strict=True)],
        by=officer,
    )
    wanted = [
        Wanted(Voucher.case_kind, each.number, business_key(each), sheet.amount_fen)
        for each, sheet in zip(made, sheets, strict=True)
    ]
    held = reserve_all(
        account=account, wanted=wanted, by=officer, key=f"demo-vouchers-{YEAR}", on=date(YEAR, 6, 30)
    )
    for each, sheet, verdict, reservation, name in zip(
        made, sheets, kept, held, numbers("Q", len(made), on=date(YEAR, 2, 1)), strict=True
    ):
        each.state, each.voucher_number, each.face_fen = "issued", name, sheet.amount_fen
        each.issued_by, each.issued_on, each.verdict, each.reservation = (
            officer,
            _on(each),
            verdict,
            reservation,
        )
        days = policy.deadlines({"issued_on": each.issued_on}, queries.values_on(each.issued_on))
        each.use_by, each.redeem_by = days["use_by"], days["redeem_by"]
    Voucher.objects.bulk_update(
        made,
        [
            "state",
            "voucher_number",
            "face_fen",
            "issued_by",
            "issued_on",
            "verdict",
            "reservation",
            "use_by",
            "redeem_by",
        ],
    )
    taken: dict[int, int] = {}
    for each in made:
        taken[each.holder_id] = taken.get(each.holder_id, 0) + each.face_fen
    limit = queries.values_on(date(YEAR, 6, 30)).limit_enterprise_fen
    Allowance.objects.bulk_create(
        Allowance(holder_id=holder, year=YEAR, limit_fen=limit, taken_fen=sum_)
        for holder, sum_ in taken.items()
    )
    steps = [("submit", officer), ("pass", district), ("issue", officer)]
    _told(made, steps, lambda each: {"voucher_number": each.voucher_number, "face_fen": each.face_fen})
    return made


def redeemed(vouchers: list[Voucher], bought: list[Bought], people: dict[str, Any]) -> None:
    """Write the proof of each voucher, judge it on its day, accept what the rule gives."""
    officer = people["officer"]
    asked = {one.number: _on(one) + timedelta(days=150) for one in vouchers}
    VoucherInvoice.objects.bulk_create(
        VoucherInvoice(voucher=each, number=f"210018{place:06d}", issued_on=asked[each.number] - timedelta(days=12), amount_fen=each.contract_fen)
        for place, each in enumerate(vouchers, 1)
    )  # fmt: skip
    VoucherSlip.objects.bulk_create(
        VoucherSlip(voucher=each, reference=f"{YEAR}FK{place:05d}", paid_on=asked[each.number] - timedelta(days=8), amount_fen=each.contract_fen)
        for place, each in enumerate(vouchers, 1)
    )  # fmt: skip
    Outcome.objects.bulk_create(
        Outcome(
            voucher=each, moment="redemption", answered_on=asked[each.number], answered_by=officer,
            new_products=one.products, ip_rights=one.rights, **{f"{one.kind}_fen": one.spent_fen},
        )
        for each, one in zip(vouchers, bought, strict=True)
    )  # fmt: skip
    text = pdf("技术服务成果报告", ["本报告由服务机构出具，服务内容已经完成，经持券单位验收合格。"]).read()
    receipts = numbers("HZ", len(vouchers), on=date(YEAR, 9, 1))
    for each, receipt in zip(vouchers, receipts, strict=True):
        store_file(
            upload=SimpleUploadedFile("成果报告.pdf", text), kind="result_report", case=each, by=officer
        )
        each.state, each.receipt_number, each.redeem_asked_on = "redeeming", receipt, asked[each.number]
        each.began_on = _on(each) + timedelta(days=5)
    Voucher.objects.bulk_update(vouchers, ["state", "receipt_number", "redeem_asked_on", "began_on"])
    for each in vouchers:
        payments.offer_papers(
            case=(Voucher.case_kind, each.number),
            papers=[("invoice", each.invoices.get().number), ("slip", each.slips.get().reference)],
            on=asked[each.number],
        )
    rows = {row["number"]: row for row in queries.redemption_rows(date(YEAR, 12, 1))}
    sheets = _judged("vouchers.redemption", [rows[each.number] for each in vouchers], date(YEAR, 12, 1))
    kept = keep_verdicts(
        sheets=[
            (Voucher.case_kind, each.number, sheet) for each, sheet in zip(vouchers, sheets, strict=True)
        ],
        by=officer,
    )
    for each, sheet, verdict in zip(vouchers, sheets, kept, strict=True):
        each.state, each.redeem_fen, each.redeem_verdict = "accepted", sheet.amount_fen, verdict
        each.accepted_by, each.accepted_on = officer, date(YEAR, 12, 1)
    Voucher.objects.bulk_update(
        vouchers, ["state", "redeem_fen", "redeem_verdict", "accepted_by", "accepted_on"]
    )
    if any(each.redeem_fen != each.face_fen for each in vouchers):
        message = "a voucher of 2018 was not redeemed in full"
        raise ValueError(message)
    steps = [("begin", officer), ("redeem", officer), ("accept", officer)]
    _told(
        vouchers,
        steps,
        lambda each: {"receipt": each.receipt_number, "redeem_fen": each.redeem_fen, "rest_fen": 0},
    )


def _judged(code: str, rows: list[dict[str, Any]], on: date) -> list[Sheet]:
    return verdicts(rules.find(code), rows, on, confirmed=confirmed())


def _on(voucher: Voucher) -> date:
    """The day of issue: a fortnight after the application."""
    assert voucher.applied_on is not None
    return voucher.applied_on + timedelta(days=14)


def _opened(finance: Any) -> Account:
    budget = open_budget(
        code=f"CXQ-{YEAR}", programme="vouchers", year=YEAR, name="科技创新券", sources={SOURCE: 350 * WAN},
        by=finance, key=f"demo-vouchers-{YEAR}", on=date(YEAR, 1, 8),
    )  # fmt: skip
    return budget.accounts.get()


def _account() -> Account:
    return Account.objects.get(budget__code=f"CXQ-{YEAR}", source=SOURCE)


def _told(vouchers: Sequence[Voucher], steps: Sequence[tuple[str, Any]], after: Any) -> None:
    now = city_now()
    record_all(
        [
            Line(f"voucher:{verb}", Voucher.case_kind, each.number, by, after=after(each), at=now)
            for each in vouchers
            for verb, by in steps
        ]
    )


def _a_year_later(vouchers: Sequence[Voucher], desk: Desk) -> None:
    """What the holders of 2018 answered a year later."""
    first = {each.voucher_id: each for each in Outcome.objects.filter(voucher__in=vouchers)}
    Outcome.objects.bulk_create(
        Outcome(
            voucher=each, moment="year_later", answered_on=date(YEAR + 2, 1, 8), answered_by=desk.officer,
            research_fen=first[each.pk].research_fen, testing_fen=first[each.pk].testing_fen, ip_fen=first[each.pk].ip_fen,
            information_fen=first[each.pk].information_fen, ip_rights=first[each.pk].ip_rights + place % 3 // 2,
            new_products=first[each.pk].new_products + place % 5 // 4, saved_fen=each.redeem_fen, income_fen=each.contract_fen,
        )
        for place, each in enumerate(vouchers)
    )  # fmt: skip
