"""Can two money deeds wait for each other for ever? Every pair of deeds on one budget at the same moment, on PostgreSQL. (R3)"""

import threading
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement
from random import Random
from typing import Any

import pytest
from django.db import connections, transaction
from django.http import HttpRequest, HttpResponse

from tests.evidence.crash import deeds, deeds_paying, world
from tests.support.evidence import Evidence, size
from zhuanhua.core.deadlocks import once_more
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.vouchers.actions import withdraw_voucher
from zhuanhua.shared.ledger.verifying import tell, verify
from zhuanhua.shared.payments.actions import cancel_batch, waive_recovery
from zhuanhua.shared.payments.models import Batch, Payment, Recovery
from zhuanhua.shared.people.models import Person

pytestmark = [pytest.mark.postgres, pytest.mark.proof("R3")]
WALK = (
    deeds.do_pass, deeds.do_issue, deeds.do_begin, deeds.do_redeem, deeds.do_accept,
)  # fmt: skip
Facts = dict[str, Any]


class Cases:
    """Vouchers led to where a deed finds them, each of a firm of its own."""

    def __init__(self) -> None:
        self.firm = 100

    def at(self, steps: int, part: int = 8) -> Facts:
        """Lead a new voucher so many steps on."""
        self.firm += 1
        facts = deeds.do_apply({"firm": self.firm, "asked_fen": 3_000_003}) | {"part": part}
        for step in WALK[:steps]:
            step(facts)
        return facts

    def batch(self, verb: str) -> Facts:
        """Lead a batch of one voucher to where the verb is next."""
        facts = deeds_paying.do_grant({"numbers": [self.at(5)["number"]], "key": f"grant-{self.firm}"})
        for step in ("publish", "submit", "approve", "send"):
            if step == verb:
                break
            deeds_paying.do_carry({"batch": facts["batch"], "verb": step})
        return facts | {"rejected": False}

    def demanded(self) -> Facts:
        """Lead a voucher to the demand of its money."""
        facts = self.batch("answer")
        deeds_paying.do_answer(facts)
        deeds_paying.do_recover({"number": facts["numbers"][0]})
        recovery = Recovery.objects.get(payment__case_number=facts["numbers"][0])
        return {"recovery": recovery.number, "amount_fen": 1_000, "key": f"back-{self.firm}"}

    def payment(self) -> Facts:
        """A payment that may leave its batch."""
        batch = self.batch("publish")
        return {"payment": Payment.objects.get(batch__number=batch["batch"]).number}

    def prepared(self, name: str) -> tuple[Callable[[Facts], Facts], Facts]:
        """Give a deed with a case of its own."""
        return {
            "issue": lambda: (deeds.do_issue, self.at(1)),
            "accept": lambda: (deeds.do_accept, self.at(4)),
            "deny": lambda: (deeds.do_deny, self.at(4)),
            "give back": lambda: (deeds.do_give_back, self.at(2)),
            "grant": lambda: (deeds_paying.do_grant, {"numbers": [self.at(5)["number"]], "key": f"g-{self.firm}"}),
            "answer": lambda: (deeds_paying.do_answer, self.batch("answer")),
            "drop": lambda: (deeds_paying.do_drop, self.payment()),
            "cancel": lambda: (cancel, self.batch("publish")),
            "receive": lambda: (deeds_paying.do_receive, self.demanded()),
            "waive": lambda: (waive, self.demanded()),
        }[name]()  # fmt: skip


def cancel(facts: Facts) -> Facts:
    """Give a batch up."""
    cancel_batch(
        batch=Batch.objects.get(number=facts["batch"]),
        by=world.person("officer"),
        reason="重编",
        on=world.ON,
    )
    return facts


def waive(facts: Facts) -> Facts:
    """Write off what is left."""
    recovery = Recovery.objects.get(number=facts["recovery"])
    waive_recovery(recovery=recovery, by=world.person("leader"), reason="破产终结")
    return facts


NAMES = ("issue", "accept", "deny", "give back", "grant", "answer", "drop", "cancel", "receive", "waive")


def at_once(*prepared: tuple[Callable[[Facts], Facts], Facts]) -> list[str]:
    """Do all at the same moment on lines of their own; give what broke off."""
    start, broken = threading.Barrier(len(prepared)), []

    def work(do: Callable[[Facts], Facts], facts: Facts) -> None:
        try:
            start.wait()
            do(facts)
        except Refusal as refusal:
            broken.append(f"{do.__name__} was refused: {refusal}")
        except Exception as fault:
            broken.append(f"{do.__name__}: {fault}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=each) for each in prepared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


@pytest.fixture
def cases(shared_database: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cases]:
    """Give vouchers, and forget who was who afterwards."""
    monkeypatch.setenv("ZHUANHUA_TODAY", world.ON.isoformat())
    world.forget()
    world.fill()
    yield Cases()
    world.forget()


def test_no_two_money_deeds_wait_for_each_other(cases: Cases, evidence: Evidence) -> None:
    pairs = list(combinations_with_replacement(NAMES, 2))
    for first, second in Random(evidence.seed).sample(pairs, size(6, len(pairs))):
        for _round in range(size(1, 6)):
            broken = at_once(cases.prepared(first), cases.prepared(second))
            assert (first, second, broken) == (first, second, [])
            evidence.figure("pairs of money deeds at the same moment", 1, "同时办理的两项资金事项")

    assert tell(verify())[0].startswith("资金账完好")


def withdraw(facts: Facts) -> Facts:
    """Take the application back."""
    voucher = deeds.at(facts)
    withdraw_voucher(voucher=voucher, by=world.holder_of(voucher), on=world.ON)
    return facts


def on_one_case(cases: Cases) -> list[tuple[str, Callable[[Facts], Facts], Callable[[Facts], Facts], Facts]]:
    """Give two deeds that want the same case; the second of them comes too late."""
    payment = cases.payment()
    payment["batch"] = payment["payment"].rpartition("-")[0]
    accepted = cases.at(5)["number"]
    return [
        ("issue, withdraw", deeds.do_issue, withdraw, cases.at(1)),
        ("accept, redeem", deeds.do_accept, deeds.do_redeem, cases.at(4)),
        ("accept, deny", deeds.do_accept, deeds.do_deny, cases.at(4)),
        ("begin, give back", deeds.do_begin, deeds.do_give_back, cases.at(2)),
        ("grant, grant", deeds_paying.do_grant, deeds_paying.do_grant, {"numbers": [accepted], "key": f"same-{accepted}"}),
        ("drop, cancel", deeds_paying.do_drop, cancel, payment),
        ("answer, answer", deeds_paying.do_answer, deeds_paying.do_answer, cases.batch("answer")),
        ("receive, receive", deeds_paying.do_receive, deeds_paying.do_receive, cases.demanded()),
        ("receive, waive", deeds_paying.do_receive, waive, cases.demanded()),
    ]  # fmt: skip


def test_of_two_deeds_on_one_case_the_second_is_refused_or_told_the_same(
    cases: Cases, evidence: Evidence
) -> None:
    for _round in range(size(1, 10)):
        for name, first, second, facts in on_one_case(cases):
            broken = at_once((first, facts), (second, facts))
            odd = [words for words in broken if "was refused" not in words]
            assert (name, odd, len(broken) < 2) == (name, [], True), broken
            evidence.figure("pairs of deeds on one case", 1, "争同一件事的两次办理")

    assert tell(verify())[0].startswith("资金账完好")


def test_a_request_that_postgresql_ends_for_another_is_done_once_more(cases: Cases) -> None:
    """Two views lock two rows in opposite order: one is ended by PostgreSQL, and both answer."""
    meet, other_is_done, tries = threading.Barrier(2, timeout=20), threading.Event(), []

    def view(request: Any, first: str, second: str) -> HttpResponse:
        tries.append(first)
        if (
            len(tries) > 2
        ):  # else it could lock its first row again before the other woke up, and be ended once more
            assert other_is_done.wait(20)
        with transaction.atomic():
            Person.objects.select_for_update().get(username=first)
            if len(tries) <= 2:
                meet.wait()
            Person.objects.select_for_update().get(username=second)
        other_is_done.set()
        return HttpResponse(first)

    def press(facts: Facts) -> Facts:
        once_more(view)(HttpRequest(), *facts["order"])
        return facts

    orders = (("officer", "leader"), ("leader", "officer"))
    assert at_once(*((press, {"order": order}) for order in orders)) == []
    assert len(tries) == 3
