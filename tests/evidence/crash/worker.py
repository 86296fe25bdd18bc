"""What does one worker do until it is killed? Choose, write the wish down, do it, write the answer down; again what was left open."""

import itertools
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Sum

from tests.evidence.crash import deeds, deeds_paying, notebook
from tests.evidence.crash.deeds import Facts, standing
from tests.evidence.crash.notebook import Notebook, Wish
from tests.evidence.money_run import totals
from zhuanhua.core.errors import Refusal
from zhuanhua.core.snapshot import snapshot
from zhuanhua.shared.ledger.models import Entry

Choose = Callable[[Random], Facts | None]
Deed = tuple[int, Choose, Callable[[Facts], Facts]]
AGAIN = 0.2  # of the wishes are an earlier one sent again under its key
PATIENCE = 0.2  # seconds before somebody tries again who found no database


def _on(*states: str) -> Choose:
    return lambda chance: standing(chance, *states)


def _redeemable(chance: Random) -> Facts | None:
    found = standing(chance, "in_use", "incomplete")
    return found and found | {"part": chance.randint(5, 10)}


DEEDS: dict[str, Deed] = {  # name: weight, choice, deed
    "pass": (10, _on("submitted"), deeds.do_pass),
    "issue": (12, _on("in_review"), deeds.do_issue),
    "begin": (10, _on("issued"), deeds.do_begin),
    "give_back": (1, _on("issued"), deeds.do_give_back),
    "redeem": (14, _redeemable, deeds.do_redeem),
    "accept": (12, _on("redeeming"), deeds.do_accept),
    "send_back": (1, _on("redeeming"), deeds.do_send_back),
    "deny": (1, _on("redeeming"), deeds.do_deny),
    "grant": (6, deeds_paying.choose_grant, deeds_paying.do_grant),
    "carry": (12, deeds_paying.choose_carry, deeds_paying.do_carry),
    "answer": (6, deeds_paying.choose_answer, deeds_paying.do_answer),
    "drop": (1, deeds_paying.choose_drop, deeds_paying.do_drop),
    "recover": (1, _on("paid"), deeds_paying.do_recover),
    "receive": (2, deeds_paying.choose_receive, deeds_paying.do_receive),
    "reserve": (14, deeds_paying.choose_reserve, deeds_paying.do_reserve),
    "move": (20, deeds_paying.choose_move, deeds_paying.do_move),
}


class Worker:
    """One life of a slot; its chance comes from the run's seed, the slot and the life."""

    kinds = tuple(DEEDS)

    def __init__(self, folder: Path, slot: int, life: int, seed: int, plant: str = "") -> None:
        self.name, self.slot = f"{self.letter}{slot}", slot
        self.chance = Random(f"{seed}-{self.name}-{life}")
        self.past, _faults = notebook.read(folder / f"{self.name}.lines")
        self.book = Notebook(folder, self.name)
        self.made = itertools.count(len(self.past))
        self.plant = plant

    letter = "s"

    def work(self) -> None:
        """Take up what the last life left open, then go on for ever."""
        for number, wish in list(self.past.items()):
            if wish.open:
                self.attempt(number, wish.name, wish.facts)
        while True:
            self.step()

    def step(self) -> None:
        """Do one thing: often a new one, sometimes an old one again."""
        if self.past and self.chance.random() < AGAIN:
            number = self.chance.choice(list(self.past))
            self.attempt(number, self.past[number].name, self.past[number].facts)
            return
        try:
            chosen = self.choose()
        except (OperationalError, InterfaceError):
            self.wait()
            return
        if chosen is not None:
            number = f"{self.name}-{next(self.made)}"
            name, facts = chosen
            facts["key"] = f"run:{number}"
            self.past[number] = Wish(name, facts, [], [])
            self.attempt(number, name, facts)

    def choose(self) -> tuple[str, Facts] | None:
        """Choose a deed and its case; a new application when there is nothing else to do."""
        weights = [DEEDS[name][0] for name in self.kinds]
        name = self.chance.choices(self.kinds, weights)[0]
        facts = DEEDS[name][1](self.chance)
        if facts is not None or self.letter != "s":
            return (name, facts) if facts is not None else None
        firm = 10_000 + self.slot * 10_000 + len(self.past)
        return "apply", {"firm": firm, "asked_fen": self.chance.randint(3, 9) * 1_000_001}

    def attempt(self, number: str, name: str, facts: Facts) -> None:
        """Write the wish, do it, write what came back."""
        self.book.write("intent", number, name=name, facts=facts)
        do = deeds.do_apply if name == "apply" else DEEDS[name][2]
        try:
            if self.plant == "told_before_commit":
                self.tell_too_early(number, do, facts)
            else:
                self.book.write("ack", number, told=do(facts))
        except Refusal as refusal:
            self.book.write("refused", number, code=refusal.code or type(refusal).__name__)
        except (OperationalError, InterfaceError) as broken:
            self.lost(number, broken)
        except Exception as fault:  # whatever it is, it is told and judged
            self.book.write("fault", number, words=f"{name} ended in {type(fault).__name__}: {fault}"[:300])

    def tell_too_early(self, number: str, do: Callable[[Facts], Facts], facts: Facts) -> None:
        """A planted bug: the answer leaves before the commit, and whoever dies between the two has promised too much."""
        with transaction.atomic():
            self.book.write("ack", number, told=do(facts))
            time.sleep(PATIENCE / 4)

    def lost(self, number: str, broken: Exception) -> None:
        """The line broke: nobody knows whether it happened. A deadlock is a fault of ours."""
        words = str(broken)
        if "deadlock" in words:
            self.book.write("fault", number, words=f"deadlock in {self.past[number].name}: {words}"[:600])
        self.book.write("lost", number)
        self.wait()

    def wait(self) -> None:
        """Close the line and try again a little later."""
        connection.close()
        time.sleep(PATIENCE)


class Reader(Worker):
    """The bank test: reads all totals in one snapshot, again and again, while the others work."""

    letter = "r"

    def __init__(self, folder: Path, slot: int, life: int, seed: int, plant: str = "") -> None:
        super().__init__(folder, slot, life, seed)
        self.total = int((folder / "total").read_text())
        self.reads = 0

    def work(self) -> None:
        """Read for ever."""
        while True:
            try:
                self.read()
            except (OperationalError, InterfaceError):
                self.wait()

    def read(self) -> None:
        """One read: the same total as at the beginning, no balance below zero, entries at zero."""
        with snapshot():
            total, below = totals()
            zero = Entry.objects.aggregate(sum=Sum("amount_fen"))["sum"]
        self.book.write("intent", f"{self.name}-{self.reads}", name="read", facts={})
        if (total, below, zero) == (self.total, 0, 0):
            self.book.write("ack", f"{self.name}-{self.reads}", told={})
        else:
            self.book.write("fault", self.name, words=f"a read saw {total} fen instead of {self.total}, {below} accounts below zero, entries at {zero}")  # fmt: skip
        self.reads += 1
        time.sleep(0.05)


def start(kind: type[Worker], *given: Any) -> int:
    """Fork a worker; gives its process id. It never comes back from here."""
    connection.close()
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        kind(*given).work()
    finally:
        os._exit(1)
