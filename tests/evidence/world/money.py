"""Which public money is under way to the firm, and which has to come back?"""

from datetime import timedelta
from typing import Any

from zhuanhua.core.dates import city_today
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.programmes import Paying
from zhuanhua.shared.payments.programmes import register as register_paying
from zhuanhua.shared.workflow.models import Publicity


def batches(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """One batch being prepared, one that was paid and has to come back; the firm is the payee of both."""
    own, officer, finance = people["own"], people["officer"], people["finance"]
    day = city_today()
    register_paying(Paying("evidence", "证明", publicity_days=lambda on: 0))
    budget = open_budget(
        code="EV-1", programme="evidence", year=day.year, name="证明", sources={"市级财政": 10_000}, by=finance,
        key="evidence", on=day,
    )  # fmt: skip
    payments.set_bank_account(
        organisation=own.organisation, account_name=own.organisation.name, bank_name="启明银行",
        bank_account="622200001234", by=own,
    )  # fmt: skip
    made = {}
    for name in ("paid", "draft"):
        item = payments.Item("evidence", name, f"evidence:{name}", own.organisation, 100, f"{name}事项")
        made[name] = payments.make_batch(
            programme="evidence", title=f"{name}批次", account=budget.accounts.get(), items=[item], by=officer,
            key=name, on=day,
        )  # fmt: skip
    paid = made["paid"]
    payments.publish_batch(batch=paid, by=officer, on=day)
    Publicity.objects.filter(pk=paid.publicity_id).update(
        starts_on=day - timedelta(days=1), ends_on=day - timedelta(days=1), closed_on=day
    )
    paid.publicity.refresh_from_db()
    payments.submit_batch(batch=paid, by=officer, on=day)
    payments.approve_batch(batch=paid, by=people["leader"], on=day)
    payments.send_batch(batch=paid, by=finance, on=day)
    payment = paid.payments.get()
    line = payments.Answer(payment.number, 100, "paid", day, "EV-REF")
    payments.take_answers(answers=[line], by=finance)
    payment.refresh_from_db()
    recovery = payments.open_recovery(payment=payment, amount_fen=100, ground="注销", by=None, on=day)
    draft = made["draft"]
    return {
        "budget": {"code": budget.code},
        "budget_source": {"code": budget.code, "source": budget.accounts.get().pk},
        "batch": {"number": paid.number},
        "batch_draft": {"number": draft.number, "verb": "publish"},
        "payment": {"number": draft.number, "payment": draft.payments.get().number},
        "recovery": {"number": recovery.number},
    }
