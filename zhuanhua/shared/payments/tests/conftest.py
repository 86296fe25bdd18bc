"""Which money is on its way in the tests? A programme that notes what it is told, a budget, three payees with accounts."""

from datetime import timedelta

import pytest

from tests.support.cast import make_organisation
from zhuanhua.core.dates import city_today
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.payments import actions, programmes
from zhuanhua.shared.payments.models import BankAccount
from zhuanhua.shared.workflow.models import Publicity

DAYS = 7


@pytest.fixture
def told(monkeypatch):
    """Register a paying programme, give the list of what it was told."""
    heard: list[tuple[str, str]] = []

    def hears(what):
        return lambda payment, *, by, on: heard.append((what, payment.case_number))

    test = programmes.Paying(
        "test",
        "测试项目",
        publicity_days=lambda on: DAYS,
        on_paid=hears("paid"),
        on_dropped=hears("dropped"),
        on_recovered=hears("recovered"),
        address=lambda number: f"/test/{number}/",
    )
    monkeypatch.setitem(programmes._PAYING, "test", test)
    return heard


@pytest.fixture
def account(finance, told):
    """Give a source with 10,000 yuan."""
    budget = open_budget(
        code="T-1", programme="test", year=city_today().year, name="测试", sources={"市级财政": 1_000_000},
        by=finance, key="open", on=city_today(),
    )  # fmt: skip
    return budget.accounts.get()


@pytest.fixture
def payees(officer):
    """Give three organisations, each with its account."""
    found = [make_organisation(f"收款单位{n}有限公司", number=700 + n) for n in range(3)]
    for place, payee in enumerate(found):
        BankAccount.objects.create(
            organisation=payee, account_name=payee.name, bank_name="启明银行", bank_account=f"6222000000{place}",
            entered_by=officer,
        )  # fmt: skip
    return found


@pytest.fixture
def items(payees):
    """Give three payments of 1,000, 2,000 and 3,000 yuan."""
    return [
        actions.Item("test", f"C-{n}", f"test:C-{n}", payee, (n + 1) * 100_000, f"事项{n}")
        for n, payee in enumerate(payees)
    ]


@pytest.fixture
def batch(officer, account, items):
    """Give a batch as it was made."""
    return actions.make_batch(
        programme="test",
        title="测试批次",
        account=account,
        items=items,
        by=officer,
        key="one",
        on=city_today(),
    )


def publicity_ends(batch) -> None:
    """Let a notice's days pass, and close it."""
    past = city_today() - timedelta(days=1)
    Publicity.objects.filter(pk=batch.publicity_id).update(
        starts_on=past - timedelta(days=DAYS), ends_on=past
    )
    Publicity.objects.filter(pk=batch.publicity_id).update(closed_on=city_today())
    batch.publicity.refresh_from_db()


@pytest.fixture
def approved(batch, officer, leader):
    """Give the batch approved by another person."""
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    publicity_ends(batch)
    actions.submit_batch(batch=batch, by=officer, on=city_today())
    return actions.approve_batch(batch=batch, by=leader, on=city_today())


@pytest.fixture
def sent(approved, finance):
    """Give the batch when its file has gone to the treasury."""
    actions.send_batch(batch=approved, by=finance, on=city_today())
    approved.refresh_from_db()
    return approved


def answer(payment, result="paid", **more) -> actions.Answer:
    """Give the bank's line for a payment."""
    facts = {"number": payment.number, "amount_fen": payment.amount_fen, "result": result}
    if result == "paid":
        facts |= {"paid_on": city_today(), "bank_reference": f"REF{payment.pk}"}
    else:
        facts |= {"reject_reason": "账号不存在"}
    return actions.Answer(**facts | more)


@pytest.fixture
def paid(sent, finance):
    """Give the first payment, paid."""
    payment = sent.payments.first()
    actions.take_answers(answers=[answer(payment)], by=finance)
    payment.refresh_from_db()
    return payment
