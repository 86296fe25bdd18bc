"""How is money paid in the demo city? Three years of batches by the ordinary rules and actions: paid, clawed back, at every desk.

Nothing is entered as a result: the rule finds who is entitled to how much.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from zhuanhua.core.dates import city_today
from zhuanhua.demo import claims
from zhuanhua.demo.bank_accounts import give_accounts
from zhuanhua.demo.days import on_day
from zhuanhua.demo.names import Firm
from zhuanhua.demo.register import YUAN
from zhuanhua.demo.subsidies import JUDGED, KNOWN_YEAR
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.shared.ledger.actions import close_year, open_budget
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.actions import confirm_value
from zhuanhua.shared.policy.queries import confirmation_of
from zhuanhua.shared.workflow.actions import close_publicity, file_public_objection

RULES = ("contracts.subsidy.seller", "contracts.subsidy.buyer")
SOURCE = "市级财政"


@dataclass(frozen=True)
class Desk:
    """Who acts: each step by the person whose step it is."""

    officer: Any
    leader: Any
    finance: Any
    firm: Any


def tell(people: dict[str, Any], small: Sequence[Firm], *, day: date, seed: int) -> dict[str, int]:
    """Tell three years: the letter's, the last one with a claw-back, this one with a batch at every desk.

    This year one batch is at the bank with two rejected payments, one waits for approval, two are announced: of one the
    notice has run out, so that it can be carried on today.
    """
    desk = Desk(*(people[name] for name in ("officer", "leader", "finance", "firm")))
    chance = Random(f"{seed}/money")
    Organisation.objects.filter(uscc__in=[firm.uscc for firm in small]).update(size="small")
    with on_day(day - timedelta(days=110)):
        confirm(desk, RULES, days=(JUDGED, city_today()))
        known = _whole_batch(desk, year=KNOWN_YEAR, on=JUDGED, chance=chance)
        last = _whole_batch(desk, year=day.year - 1, on=date(day.year - 1, 12, 10), chance=chance)
    with on_day(day - timedelta(days=31)):
        this = _made(desk, year=day.year, on=day - timedelta(days=31), chance=chance)
    if this is not None:
        _at_the_bank(desk, this, day=day, chance=chance)
        _waiting_for_approval(desk, day=day, chance=chance)
    if last is not None:
        _claw_back(desk, last, day=day)
    buyers = [
        person for name, person in people.items() if name in {"firm", "rival"} or name.startswith("clerk")
    ]
    if this is None:
        claims.tell(desk.officer, buyers, day=day)
    else:
        claims.tell(
            desk.officer, buyers, day=day, announce=lambda on: _announced(desk, on=on, day=day, chance=chance)
        )
    return {"known": known.payments.count() if known else 0}


def confirm(desk: Desk, codes: Sequence[str], *, days: Sequence[date]) -> None:
    """The leader stands by every value that the rules use on those days and nobody could verify."""
    for code in codes:
        rule = rules.find(code)
        for value in {
            value.id: value for on in days for value in rules.values_used(rule, rule.values(on))
        }.values():
            if confirmation_of(value) is None and not value.is_verified:
                confirm_value(
                    value_id=value.id,
                    effective_from=value.effective_from,
                    ground="原文未能取得，按局长办公会议定的数值执行；取得原文后再核对。",
                    document="沈阳市科学技术局（演示）局长办公会议纪要〔2018〕7号",
                    by=desk.leader,
                )


def _made(desk: Desk, *, year: int, on: date, chance: Random) -> Batch | None:
    """Open the year's budget, let the rule find who is entitled, and make the batch; None when nobody is."""
    seen = queries.proposal("seller", year=year, on=on)
    if not seen.grants:
        return None
    room = (seen.total_fen * 5 // 4) // (1_000_000 * YUAN) * 1_000_000 * YUAN + 2_000_000 * YUAN
    if year > KNOWN_YEAR + 1:  # of a year that runs, more is to come
        room += seen.total_fen // 4 // (1_000_000 * YUAN) * 1_000_000 * YUAN
    budget = open_budget(
        code=f"CT-{year}",
        programme="contracts",
        year=year,
        name="技术合同补贴",
        sources={SOURCE: room},
        by=desk.finance,
        key=f"demo-{year}",
        on=date(year, 1, 8),
    )
    batch = actions.grant_subsidies(
        scheme="seller", year=year, on=on, account=budget.accounts.get(source=SOURCE),
        title=f"{year}年技术合同输出方补贴", digest=seen.digest, by=desk.officer, key=f"demo-{year}",
    )  # fmt: skip
    give_accounts(batch, desk, chance)
    return batch


def announced_and_sent(desk: Desk, batch: Batch, *, on: date, is_live: bool = False) -> date:
    """Public notice, its end, approval by the leader, the treasury's file; gives the day on which it went.

    Past years are entered afterwards, on one day; a live batch is carried on day by day.
    """

    def at(day: date) -> Any:
        return on_day(day) if is_live else nullcontext()

    with at(on):
        payments.publish_batch(batch=batch, by=desk.officer, on=on)
    assert batch.publicity is not None
    ends = batch.publicity.ends_on + timedelta(days=1)
    with at(ends):
        batch.publicity = close_publicity(publicity=batch.publicity, by=desk.officer, on=ends)
        payments.submit_batch(batch=batch, by=desk.officer, on=ends)
    approved_on, sent_on = ends + timedelta(days=1), ends + timedelta(days=2)
    with at(approved_on):
        payments.approve_batch(batch=batch, by=desk.leader, on=approved_on)
    with at(sent_on):
        payments.send_batch(batch=batch, by=desk.finance, on=sent_on)
    return sent_on


def answered(desk: Desk, batch: Batch, *, on: date, rejected: Sequence[Payment] = ()) -> None:
    bad = {payment.number for payment in rejected}
    lines = [
        payments.Answer(
            payment.number,
            payment.amount_fen,
            "rejected",
            reject_reason="账号与户名不符",
            sent_time=payment.sent_times,
        )
        if payment.number in bad
        else payments.Answer(
            payment.number,
            payment.amount_fen,
            "paid",
            on,
            f"{on:%Y%m%d}{payment.pk:08d}",
            sent_time=payment.sent_times,
        )
        for payment in batch.payments.filter(state="sent")
    ]
    payments.take_answers(answers=lines, by=desk.finance)


def _whole_batch(desk: Desk, *, year: int, on: date, chance: Random) -> Batch | None:
    """A batch from the rule to reconciliation within its year; the year is closed after it."""
    with transaction.atomic():
        batch = _made(desk, year=year, on=on, chance=chance)
        if batch is None:
            return None
        sent_on = announced_and_sent(desk, batch, on=on)
        answered(desk, batch, on=sent_on + timedelta(days=4))
        payments.reconcile_batch(batch=batch, by=desk.finance, on=sent_on + timedelta(days=6))
        budget = batch.account.budget
        close_year(budget=budget, into=None, by=desk.finance, key=f"demo-close-{year}", on=date(year, 12, 31))
    return batch


def _at_the_bank(desk: Desk, batch: Batch, *, day: date, chance: Random) -> None:
    """This year's batch has been sent; the bank has answered, and rejected two."""
    with transaction.atomic():
        sent_on = announced_and_sent(desk, batch, on=day - timedelta(days=31), is_live=True)
    sent = list(batch.payments.filter(state="sent"))
    answered_on = min(sent_on + timedelta(days=5), day)
    with on_day(answered_on), transaction.atomic():
        answered(desk, batch, on=answered_on, rejected=_sent_back(desk, sent, chance))


def _sent_back(desk: Desk, sent: Sequence[Payment], chance: Random) -> list[Payment]:
    """Two payments that the bank sends back: one of the firm that a visitor can be, who mends its account, and one of another."""
    own = [payment for payment in sent if payment.payee_id == desk.firm.organisation.pk][:1]
    others = [payment for payment in sent if payment.payee_id != desk.firm.organisation.pk]
    return own + chance.sample(others, min(2 - len(own), len(others)))


def _waiting_for_approval(desk: Desk, *, day: date, chance: Random) -> None:
    """A second batch of this year: announced, nobody objected, the leader has it on the desk."""
    on = day - timedelta(days=13)
    batch = _next_batch(
        desk, "seller", title=f"{day.year}年技术合同输出方补贴（第二批）", on=on, chance=chance
    )
    if batch is None:
        return
    with on_day(on), transaction.atomic():
        payments.publish_batch(batch=batch, by=desk.officer, on=on)
    assert batch.publicity is not None
    ends = min(batch.publicity.ends_on + timedelta(days=1), day)
    with on_day(ends), transaction.atomic():
        batch.publicity = close_publicity(publicity=batch.publicity, by=desk.officer, on=ends)
        payments.submit_batch(batch=batch, by=desk.officer, on=ends)


def _announced(desk: Desk, *, on: date, day: date, chance: Random) -> None:
    """Accepted claims of buyers, announced: the first notice has run out with an objection on file, the second still runs."""
    batch = _next_batch(
        desk,
        "buyer",
        title=f"{on.year}年技术交易受让企业补贴（{on.month}月{on.day}日）",
        on=on,
        chance=chance,
    )
    if batch is None:
        return
    with on_day(on), transaction.atomic():
        payments.publish_batch(batch=batch, by=desk.officer, on=on)
    assert batch.publicity is not None
    if batch.publicity.ends_on < day:
        with on_day(on + timedelta(days=4)), transaction.atomic():
            file_public_objection(
                publicity=batch.publicity, person_name="乔允谦", contact="024-00000002",
                text="名单里一家单位和卖方是同一控制人，请核实。", on=on + timedelta(days=4),
            )  # fmt: skip


def _next_batch(desk: Desk, scheme: str, *, title: str, on: date, chance: Random) -> Batch | None:
    """One more batch out of the year's open budget; None when the rule finds nobody or the money does not reach."""
    account = Account.objects.get(budget__code=f"CT-{on.year}", source=SOURCE)
    with on_day(on), transaction.atomic():
        seen = queries.proposal(scheme, year=on.year, on=on)
        if not seen.grants or seen.total_fen > account.available_fen:
            return None
        batch = actions.grant_subsidies(
            scheme=scheme, year=on.year, on=on, account=account, title=title, digest=seen.digest, by=desk.officer,
            key=f"demo-{scheme}-{on:%Y%m%d}",
        )  # fmt: skip
        give_accounts(batch, desk, chance)
    return batch


def _claw_back(desk: Desk, batch: Batch, *, day: date) -> None:
    """The demo firm cancels a contract whose subsidy it got last year; half has come back."""
    payment = batch.payments.filter(state="paid", payee=desk.firm.organisation).first()
    if payment is None:
        return
    subsidy = queries.subsidy_for(desk.officer, payment.case_number)
    with on_day(day - timedelta(days=40)), transaction.atomic():
        on = day - timedelta(days=40)
        change = actions.request_change(
            contract=subsidy.contract, by=desk.firm, kind="cancel", reason="技术路线改变，双方协议解除合同。"
        )
        actions.grant_change(change=change, by=desk.officer, on=on)
        payment.refresh_from_db()
        due = day + timedelta(days=20)
        recovery = payments.demand_recovery(recovery=payment.recovery, by=desk.officer, on=on, due_on=due)
    with on_day(day - timedelta(days=9)), transaction.atomic():
        half = recovery.amount_fen // 2 // YUAN * YUAN
        payments.receive_recovery(
            recovery=recovery,
            amount_fen=half,
            received_on=day - timedelta(days=9),
            bank_reference=f"{day:%Y}TH0001",
            by=desk.finance,
        )
