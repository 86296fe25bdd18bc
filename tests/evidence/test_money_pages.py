"""Does a form about money that is sent four times at once, from four browsers, have one effect and no broken page? (R5; PostgreSQL)"""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.ledger.models import Transfer
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments.actions import Answer, set_bank_account, take_answers
from zhuanhua.shared.payments.models import Batch, Payment, Recovery
from zhuanhua.shared.payments.queries import odd_payments
from zhuanhua.shared.workflow.models import Publicity

pytestmark = [pytest.mark.postgres, pytest.mark.proof("R5")]
DESKS = 4


class Desks:
    """Browsers in which one person is signed in, all pressing the same button at the same moment."""

    def __init__(self, person: Any) -> None:
        self.clients = [sign_in(Client(raise_request_exception=False), person) for _desk in range(DESKS)]

    def press(self, address: str, typed: dict[str, Any] | None = None) -> list[int]:
        """Send one form from every browser; gives the statuses, sorted."""
        start, answers = threading.Barrier(DESKS), []

        def work(client: Client) -> None:
            try:
                start.wait()
                answers.append(client.post(address, typed or {}).status_code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=(client,)) for client in self.clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(answers)


def events(name: str) -> int:
    """Count the journal's lines of one kind."""
    return Entry.objects.filter(event=name).count()


def steps(
    people: dict[str, Any], sold: list[Any], account: Any
) -> Iterator[tuple[str, Callable[[], Any], str]]:
    """Walk a subsidy from the list to the end of its claw-back: name, what to press, and the journal's event for it."""
    officer, leader, finance, applicant = (
        Desks(people[name]) for name in ("officer", "leader", "finance", "applicant")
    )
    seen = queries.proposal("seller", year=2018, on=ON)  # noqa: F405 - the day of the story
    asked = {"scheme": "seller", "year": 2018, "on": "2018-12-10", "digest": seen.digest, "key": "k"}
    form = asked | {"account": account.pk, "title": "2018年补贴"}
    yield "make", lambda: officer.press("/contracts/subsidies/proposal/make/", form), "payment_batch:make"
    batch = Batch.objects.get()
    own = {"account_name": people["applicant"].organisation.name, "bank_name": "启明银行中街支行"}
    set_bank_account(
        organisation=people["applicant"].organisation,
        bank_account="622200001234",
        by=people["applicant"],
        **own,
    )
    yield "publish", lambda: officer.press(f"/payments/{batch.number}/publish/"), "payment_batch:publish"
    first = batch.payments.first()
    drop = {"reason": "有异议"}
    yield (
        "drop",
        lambda: officer.press(f"/payments/{batch.number}/drop/{first.number}/", drop),
        "payment_batch:drop",
    )
    yesterday = city_today() - timedelta(days=1)
    Publicity.objects.update(starts_on=yesterday, ends_on=yesterday)
    notice = Publicity.objects.get()
    yield "close notice", lambda: officer.press(f"/publicity/{notice.pk}/close/"), "publicity:close"
    yield "submit", lambda: officer.press(f"/payments/{batch.number}/submit/"), "payment_batch:submit"
    yield "approve", lambda: leader.press(f"/payments/{batch.number}/approve/"), "payment_batch:approve"
    yield "send", lambda: finance.press(f"/payments/{batch.number}/send/"), "payment_batch:send"
    lines = [
        Answer(each.number, each.amount_fen, "paid", city_today(), f"REF{each.pk}")
        for each in Payment.objects.filter(state="sent")
    ]
    take_answers(answers=lines, by=people["finance"])
    yield (
        "reconcile",
        lambda: finance.press(f"/payments/{batch.number}/reconcile/"),
        "payment_batch:reconcile",
    )
    change = actions.request_change(
        contract=sold[2], by=people["applicant"], kind="cancel", reason="双方解除"
    )
    grant = {"decision": "grant", "reason": "同意"}
    place = f"/contracts/{sold[2].number}/changes/{change.number}/"
    yield "cancel a paid contract", lambda: officer.press(place, grant), "recovery:open"
    recovery = Recovery.objects.get()
    at = f"/payments/recoveries/{recovery.number}/"
    due = {"due_on": (city_today() + timedelta(days=30)).isoformat()}
    yield "demand", lambda: officer.press(f"{at}demand/", due), "recovery:demand"
    back = {"amount_fen": "40000", "received_on": city_today().isoformat(), "bank_reference": "BACK1"}
    yield "receive", lambda: finance.press(f"{at}receive/", back), "recovery:receive"
    yield "waive", lambda: leader.press(f"{at}waive/", {"reason": "破产终结"}), "recovery:waive"
    assert applicant.clients[0].get("/payments/mine/").status_code == 200


def test_every_button_pressed_four_times_at_once_counts_once(
    shared_database, sold, confirmed, account, officer, leader, finance, applicant, evidence
):
    people = {"officer": officer, "leader": leader, "finance": finance, "applicant": applicant}
    for name, press, event in steps(people, sold, account):
        before = events(event)
        answers = press()
        assert (name, events(event) - before, max(answers) < 500) == (name, 1, True), answers
        evidence.figure("money forms sent four times at once", 1, "同时发出四次的资金表单")

    assert list(Subsidy.objects.order_by("number").values_list("state", flat=True)) == [
        "dropped",
        "paid",
        "recovering",
    ]
    assert Transfer.objects.values_list("kind", flat=True).order_by("kind").distinct().count() == 5
    assert (verify().is_whole, list(odd_payments())) == (True, [])
