"""A small firm with three registered contracts of 2018, a budget, confirmed values: what tests about subsidies begin with."""

from datetime import date, timedelta
from typing import Any

import pytest

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.tests.factories import registered
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.actions import confirm_value
from zhuanhua.shared.workflow.models import Publicity

ON = date(2018, 12, 10)
PRICES = (900_000, 900_000, 2_000_000)  # yuan; 10 %, at most 100,000 each: 90,000 + 90,000 + 100,000


@pytest.fixture
def sold(applicant: Any, university: Any, registrar: Any) -> list[Any]:
    """Give the firm's contracts, sold to a university in the city."""
    made = []
    for place, price in enumerate(PRICES):
        on = date(2018, 3 + place, 5)
        facts = {
            "total_fen": price * 100,
            "project_name": f"装置开发{place}",
            "signed_on": on,
            "starts_on": on,
        }
        contract = registered(by=applicant, buyer=university, registrar=registrar, on=on, **facts)
        contract.seller_district = contract.buyer_district = "210112"
        contract.save(update_fields=["seller_district", "buyer_district"])
        made.append(contract)
    return made


@pytest.fixture
def confirmed(leader: Any) -> None:
    """Let the leader stand by every value that the rules use."""
    for code in ("contracts.subsidy.seller", "contracts.subsidy.buyer"):
        rule = rules.find(code)
        for value in rules.values_used(rule, rule.values(ON)):
            if not value.is_verified:
                confirm_value(
                    value_id=value.id, effective_from=value.effective_from, ground="局党组会议定",
                    document="会议纪要〔2018〕3号", by=leader,
                )  # fmt: skip


@pytest.fixture
def account(finance: Any) -> Any:
    """Give a source with 300,000 yuan."""
    budget = open_budget(
        code="CT-2018", programme="contracts", year=2018, name="技术合同补贴", sources={"市级财政": 30_000_000},
        by=finance, key="open", on=date(2018, 1, 2),
    )  # fmt: skip
    return budget.accounts.get()


@pytest.fixture
def make(account: Any, officer: Any) -> Any:
    """Give a function that makes the batch an officer sees."""

    def batch(scheme: str = "seller", *, key: str = "one", on: date = ON, **change: Any) -> Any:
        digest = queries.proposal(scheme, year=2018, on=on).digest
        facts = {"scheme": scheme, "year": 2018, "on": on, "account": account, "title": "2018年补贴"}
        return actions.grant_subsidies(**facts | {"digest": digest, "by": officer, "key": key} | change)

    return batch


def pay(batch: Any, *, officer: Any, leader: Any, finance: Any, account_of: Any) -> None:
    """Carry a batch to the end: notice, approval, file, the bank's answer, reconciliation."""
    today = city_today()
    payee = account_of.organisation
    payments.set_bank_account(
        organisation=payee,
        account_name=payee.name,
        bank_name="启明银行",
        bank_account="622200001234",
        by=account_of,
    )
    payments.publish_batch(batch=batch, by=officer, on=today)
    past = today - timedelta(days=1)
    Publicity.objects.filter(pk=batch.publicity_id).update(starts_on=past, ends_on=past, closed_on=today)
    batch.publicity.refresh_from_db()
    payments.submit_batch(batch=batch, by=officer, on=today)
    payments.approve_batch(batch=batch, by=leader, on=date(2018, 12, 24))
    payments.send_batch(batch=batch, by=finance, on=today)
    lines = [
        payments.Answer(each.number, each.amount_fen, "paid", date(2018, 12, 26), f"REF{each.pk}")
        for each in batch.payments.filter(state="sent")
    ]
    payments.take_answers(answers=lines, by=finance)
    payments.reconcile_batch(batch=batch, by=finance, on=today)
