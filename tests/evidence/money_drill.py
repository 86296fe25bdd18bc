"""How is a form about money drilled? Four browsers press it at once, then again, then with another body; which stories press which routes."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import resolve

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.ledger.models import Transfer
from zhuanhua.shared.payments.models import Batch, Payment, Receipt, Recovery
from zhuanhua.shared.workflow.models import Publicity

DESKS = 4
STORIES = {
    "budgets": {"ledger:open", "ledger:allocate", "ledger:close"},
    "subsidies": {
        "contracts:make_batch", "contracts:change", "payments:act", "payments:drop", "payments:receive", "payments:demand",
        "payments:waive", "workflow:close_publicity", "exchange:confirm",
    },
    "revocation": {"contracts:revoke", "payments:act"},
    "vouchers": {"vouchers:issue", "vouchers:give_back", "vouchers:accept", "vouchers:deny", "vouchers:batch"},
    "projects": {"projects:act_on_call", "projects:payable", "projects:act_on_project"},
}  # fmt: skip
VERBS = {  # what one address does depends on its last word: each of these words is pressed, too
    "payments:act": {"publish", "submit", "approve", "return", "reopen", "cancel", "send", "reconcile"},
    "projects:act_on_call": {"decide"},
    "projects:act_on_project": {"sign", "accept", "excuse", "fail"},
}
PRESSED = {
    "subsidies": {"publish", "submit", "approve", "return", "reopen", "send", "reconcile"},
    "revocation": {"cancel"},
    "projects": {"decide", "sign", "accept", "excuse", "fail"},
}


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

    def send(self, address: str, typed: dict[str, Any] | None = None) -> int:
        """Send a form once; gives the status."""
        return int(self.clients[0].post(address, typed or {}).status_code)


class Drill:
    """Press a button four times at once, then again, then with another body: its journal line is written once, money moves once."""

    def __init__(self, evidence: Any) -> None:
        self.evidence, self.routes, self.verbs = evidence, set(), set()

    def __call__(
        self, desks: Desks, address: str, typed: dict[str, Any] | None, event: str, **other: Any
    ) -> None:
        """Drill one form; `event` is the journal's line of its effect, `other` what another body says instead."""
        match = resolve(address)
        route = match.view_name
        self.routes.add(route)
        self.verbs |= {match.kwargs["verb"]} if "verb" in match.kwargs else set()
        before = self._events(event)
        answers = desks.press(address, typed)
        assert (route, self._events(event) - before, max(answers) < 500) == (route, 1, True), answers
        kept = self._money()
        told = [desks.send(address, typed)] + ([desks.send(address, (typed or {}) | other)] if other else [])
        assert (route, max(told) < 500, self._events(event) - before) == (route, True, 1)
        assert self._money() == kept
        self.evidence.figure("money forms sent four times at once", 1, "同时发出四次的资金表单")
        self.evidence.figure(
            "money forms sent again, or with another body", len(told), "又发或改了再发的资金表单"
        )

    @staticmethod
    def _events(name: str) -> int:
        return Entry.objects.filter(event=name).count()

    @staticmethod
    def _money() -> list[Any]:
        return [
            list(Transfer.objects.order_by("pk").values_list("kind", "amount_fen")),
            list(Payment.objects.order_by("pk").values_list("number", "state", "amount_fen")),
            list(Batch.objects.order_by("pk").values_list("number", "state", "title")),
            list(Receipt.objects.order_by("pk").values_list("bank_reference", "amount_fen")),
            list(Recovery.objects.order_by("pk").values_list("number", "state", "due_on")),
        ]


@pytest.fixture
def drill(shared_database, evidence):
    """Give a drill over a database that several browsers write to."""
    return Drill(evidence)


def on_postgres(test: Any) -> Any:
    """Mark a story: it needs a database on which several desks write at once."""
    return pytest.mark.proof("R5")(pytest.mark.postgres(test))


def let_the_notice_pass() -> None:
    yesterday = city_today() - timedelta(days=1)
    Publicity.objects.update(starts_on=yesterday, ends_on=yesterday)
