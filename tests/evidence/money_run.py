"""What do eight desks do to one hot budget at once, and which promises are broken afterwards?

Workers are threads with a database connection each. They reserve, pay, release and take back; three in ten requests are sent again
under their key, one reservation in ten is for a thing that was reserved before, one step in eight is a read of all totals in one
snapshot, and in the middle one of them closes the year. What they were told is held against the database at the end.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connections, transaction
from django.db.models import Count, F, Q, Sum

from zhuanhua.core.errors import Refusal
from zhuanhua.core.snapshot import snapshot
from zhuanhua.shared.ledger import actions
from zhuanhua.shared.ledger.models import Account, Budget, Entry, Reservation, Transfer
from zhuanhua.shared.ledger.verifying import speak, verify

DAY, YEAR_END = date(2018, 11, 5), date(2018, 12, 31)
CHOICES = {"reserve": 40, "post": 25, "void": 10, "refund": 13, "read": 12}


class Lost(Exception):  # noqa: N818 - it is an event
    """The process died here; what was not committed is gone."""


@dataclass
class Intent:
    """What a worker wants, once: however often it is sent, it may happen once."""

    number: int
    name: str
    person: Any
    keys: list[str]
    facts: dict[str, Any]
    amount: int | None = None


@dataclass
class Run:
    """One run: its seed decides what every worker wants, not when the database lets it."""

    people: list[Any]
    seed: int = 1
    workers: int = 8
    steps: int = 40
    again: float = 0.1  # how often a reservation is for a thing that was reserved before
    fresh_key_on_retry: bool = False  # planted faults of the harness itself
    ack_before_commit: bool = False
    intents: list[Intent] = field(default_factory=list)
    acks: list[tuple[int, int]] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self) -> None:
        """Two years of two sources, small enough that the money runs out, and one paid reservation that everybody wants back."""
        finance = self.people[0]
        for year, gives in ((2018, 14_000), (2019, 3_000)):
            actions.open_budget(
                code=f"RUN-{year}",
                programme="test",
                year=year,
                name="并发",
                sources={"市级财政": gives, "区级财政": gives // 2},
                by=finance,
                key=f"open-{year}",
                on=DAY,
            )
        hot = Intent(0, "reserve", finance, ["k-hot"], {"thing": "hot", "source": "区级财政"}, 4_000)
        self.intents.append(hot)
        self._ack(hot, self.do_reserve(hot))
        actions.post(reservation=Reservation.objects.get(), by=finance, key="hot", on=DAY)
        self.total = totals()[0]

    def go(self) -> None:
        """Let all workers run, and wait for them."""
        start = threading.Barrier(self.workers)
        threads = [
            threading.Thread(target=self._work, args=(number, start)) for number in range(self.workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    # --- a worker -----------------------------------------------------------------------------------
    def _work(self, number: int, start: threading.Barrier) -> None:
        chance = random.Random(f"{self.seed}-{number}")
        try:
            start.wait()
            for step in range(self.steps):
                if number == 0 and step == self.steps // 2:
                    self._attempt(self._close(), chance)
                else:
                    self._step(chance)
        except Exception as fault:
            self._fault(f"a worker broke off: {fault!r}")
        finally:
            connections.close_all()

    def _step(self, chance: random.Random) -> None:
        name = chance.choices(list(CHOICES), list(CHOICES.values()))[0]
        if name == "read":
            self._read()
            return
        with self.guard:
            again = chance.choice(self.intents) if self.intents and chance.random() < 0.3 else None
        intent = self._again(again) if again else self._new(name, chance)
        if intent is not None:
            self._attempt(intent, chance)

    def _again(self, intent: Intent) -> Intent:
        self.counts["sent again"] += 1
        if self.fresh_key_on_retry:
            with self.guard:
                intent.keys.append(f"{intent.keys[0]}-{len(intent.keys)}")
        return intent

    def _new(self, name: str, chance: random.Random) -> Intent | None:
        person, amount = chance.choice(self.people), chance.randint(1, 900)
        with self.guard:
            number = len(self.intents)
            if name == "reserve":
                known = [each for each in self.intents if each.name == "reserve"]
                thing = (
                    chance.choice(known).facts["thing"]
                    if known and chance.random() < self.again
                    else f"thing-{number}"
                )
                facts = {"thing": thing, "source": chance.choice(("市级财政", "区级财政"))}
            elif not self.made:
                return None
            else:
                hot = self.made[:1] if name == "refund" else self.made[-4:]
                facts = {"reservation": chance.choice(hot if chance.random() < 0.5 else self.made)}
                amount = max(amount // 3, 1)
            intent = Intent(number, name, person, [f"k-{number}"], facts, None if name == "void" else amount)
            self.intents.append(intent)
        return intent

    def _close(self) -> Intent:
        with self.guard:
            intent = Intent(len(self.intents), "close", self.people[0], ["k-close"], {})
            self.intents.append(intent)
        return intent

    def _attempt(self, intent: Intent, chance: random.Random) -> None:
        try:
            if self.ack_before_commit:
                with transaction.atomic():
                    self._ack(intent, getattr(self, f"do_{intent.name}")(intent))
                    if chance.random() < 0.1:
                        raise Lost
            else:
                self._ack(intent, getattr(self, f"do_{intent.name}")(intent))
        except Lost:
            self.counts["lost"] += 1
        except Refusal:
            self.counts["refused"] += 1
        except Exception as fault:
            self._fault(f"{intent.name} ended in {type(fault).__name__}: {str(fault).splitlines()[0]}")

    def _ack(self, intent: Intent, transfer: int) -> None:
        with self.guard:
            self.acks.append((intent.number, transfer))
            self.counts["acknowledged"] += 1

    def _fault(self, words: str) -> None:
        with self.guard:
            self.faults.append(words)

    # --- deeds: each gives the number of its transfer -----------------------------------------------
    def do_reserve(self, intent: Intent) -> int:
        """From the year that is open."""
        open_one = Budget.objects.filter(state="open").order_by("year").first()
        account = (
            intent.facts.get("account")
            or Account.objects.get(budget=open_one, source=intent.facts["source"]).pk
        )
        intent.facts["account"] = account  # what is sent again is the same request
        reservation = actions.reserve(
            account=Account.objects.get(pk=account),
            amount_fen=intent.amount,
            case_kind="test",
            case_number=intent.facts["thing"],
            business_key=intent.facts["thing"],
            by=intent.person,
            key=intent.keys[-1],
            on=DAY,
        )
        with self.guard:
            self.made.append(reservation.pk)
        return reservation.transfers.filter(kind="reserve").values_list("pk", flat=True)[0]

    def _on(self, intent: Intent, action: Callable[..., Transfer], **more: Any) -> int:
        reservation = Reservation.objects.get(pk=intent.facts["reservation"])
        return action(reservation=reservation, by=intent.person, key=intent.keys[-1], on=DAY, **more).pk

    def do_post(self, intent: Intent) -> int:
        """A part."""
        return self._on(intent, actions.post, amount_fen=intent.amount)

    def do_void(self, intent: Intent) -> int:
        """The rest."""
        return self._on(intent, actions.void, reason="不再支付")

    def do_refund(self, intent: Intent) -> int:
        """A part."""
        return self._on(intent, actions.refund, amount_fen=intent.amount, reason="注销")

    def do_close(self, intent: Intent) -> int:
        """Carry everything that is open over."""
        budgets = {budget.year: budget for budget in Budget.objects.all()}
        return actions.close_year(
            budget=budgets[2018], into=budgets[2019], by=intent.person, key=intent.keys[-1], on=YEAR_END
        ).pk

    def _read(self) -> None:
        """The bank test: one snapshot, always the same total, nothing below zero, entries at zero."""
        with snapshot():
            total, below = totals()
            zero = Entry.objects.aggregate(sum=Sum("amount_fen"))["sum"]
        self.counts["reads"] += 1
        if (total, below, zero) != (self.total, 0, 0):
            self._fault(
                f"a read saw {total} fen instead of {self.total}, {below} accounts below zero, entries at {zero}"
            )

    # --- afterwards ---------------------------------------------------------------------------------
    def broken(self) -> list[str]:
        """Say every promise that was broken."""
        return [
            *self.faults,
            *self._broken_acks(),
            *self._broken_keys(),
            *(speak(fault) for fault in verify().in_order),
            *self._broken_totals(),
        ]

    def _broken_acks(self) -> list[str]:
        found = {transfer.pk: transfer for transfer in Transfer.objects.all()}
        said = []
        for number, pk in self.acks:
            intent, transfer = self.intents[number], found.get(pk)
            if transfer is None:
                said.append(f"transfer {pk} was acknowledged and is not there")
            elif intent.amount is not None and transfer.amount_fen != intent.amount:
                said.append(f"transfer {pk} moved {transfer.amount_fen} fen instead of {intent.amount}")
        return said

    def _broken_keys(self) -> list[str]:
        said = []
        for intent in self.intents:
            keys = Q(key__in=intent.keys)
            for key in intent.keys:
                keys |= Q(key__startswith=f"{key}#")
            effects = Transfer.objects.filter(keys, actor=intent.person.username).count()
            answers = {pk for number, pk in self.acks if number == intent.number}
            if effects > 1 or len(answers) > 1:
                said.append(
                    f"{intent.name} {intent.keys[0]} had {effects} effects and {len(answers)} answers"
                )
        alive = Reservation.objects.filter(released_fen__lt=F("amount_fen")).values("business_key").order_by()
        for row in alive.annotate(count=Count("pk")).filter(count__gt=1):
            said.append(f"{row['business_key']} is reserved {row['count']} times")
        return said

    def _broken_totals(self) -> list[str]:
        total, below = totals()
        return [] if (total, below) == (self.total, 0) else [f"{total} fen are there instead of {self.total}"]


def totals() -> tuple[int, int]:
    """Give all money in all books, and how many accounts have a book below zero."""
    books = ("available_fen", "reserved_fen", "paid_fen", "returned_fen")
    sums = Account.objects.aggregate(**{book: Sum(book) for book in books})
    negative = Q()
    for book in books:
        negative |= Q(**{f"{book}__lt": 0})
    return sum(value or 0 for value in sums.values()), Account.objects.filter(negative).count()
