"""Does the check find every tampering with the ledger, and name the first transfer that does not fit?"""

import argparse
import json
import random
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.support.evidence import size
from zhuanhua.shared.journal.models import Entry as JournalEntry
from zhuanhua.shared.journal.triggers import REMOVE as JOURNAL_OPEN
from zhuanhua.shared.ledger import actions, checking, cli, verifying
from zhuanhua.shared.ledger.models import Account, Budget, Entry, Reservation, Transfer
from zhuanhua.shared.ledger.tests.conftest import DAY
from zhuanhua.shared.ledger.triggers import REMOVE
from zhuanhua.shared.ledger.verifying import as_json, register_reconciliation, tell, verify
from zhuanhua.shared.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R11")]
JSON_FIELDS = {"after"}


@pytest.fixture
def busy(budget, next_budget, account, set_aside, finance):
    """Let every kind of transfer happen: 14 of them, and every reservation end in another way."""
    paid, part, voided, _expiring, moving = (
        set_aside(f"A-{n}", n * 1_000_000, expires_on=DAY if n == 4 else None) for n in range(1, 6)
    )
    actions.post(reservation=paid, by=finance, key="p-1", on=DAY)
    actions.post(reservation=part, amount_fen=700_000, by=finance, key="p-2", on=DAY)
    actions.void(reservation=voided, by=finance, key="v-1", on=DAY, reason="公示有异议")
    actions.expire_due(on=DAY + timedelta(days=1))
    actions.refund(reservation=paid, amount_fen=400_000, by=finance, key="r-1", on=DAY, reason="合同注销")
    actions.close_year(budget=budget, into=next_budget, by=finance, key="c-1", on=date(2018, 12, 31))
    actions.post(reservation=part, by=finance, key="p-3", on=date(2019, 1, 5))
    actions.refund(
        reservation=part, amount_fen=1_500_000, by=finance, key="r-2", on=date(2019, 2, 1), reason="合同注销"
    )
    return {"paid": paid, "part": part, "moving": moving}


@pytest.fixture
def unlocked(busy):
    """Take the triggers away, as somebody with the database's own password can."""
    with connection.cursor() as cursor:
        for statement in (*REMOVE[connection.vendor], *JOURNAL_OPEN[connection.vendor]):
            cursor.execute(statement)
    return busy


def nth(place: int) -> Transfer:
    """Give the transfer that happened at a place, from 1."""
    return Transfer.objects.order_by("pk")[place - 1]


def first_fault() -> tuple[str, int]:
    """Give kind and place of the first fault; place 0 is no transfer, -1 one that is gone."""
    fault = verify().first
    numbers = list(Transfer.objects.order_by("pk").values_list("pk", flat=True))
    place = numbers.index(fault.transfer) + 1 if fault.transfer in numbers else -1
    return fault.kind, place if fault.transfer else 0


def test_a_ledger_that_is_whole_says_so(busy):
    assert tell(verify()) == ["资金账完好：15笔变动、42条分录、5笔预留，余额和留痕相符。"]


def test_an_empty_ledger_is_whole(db):
    assert verify().is_whole


def raise_entry(place):
    entry = nth(place).entries.first()
    Entry.objects.filter(pk=entry.pk).update(amount_fen=entry.amount_fen + 1)


def raise_both_sides(place):
    for entry in nth(place).entries.all():
        change = 1 if entry.amount_fen > 0 else -1
        Entry.objects.filter(pk=entry.pk).update(amount_fen=entry.amount_fen + change)


def other_book(place):
    nth(place).entries.filter(book="paid").update(book="returned")


def remove(place):
    Entry.objects.filter(transfer=nth(place))._raw_delete("default")
    Transfer.objects.filter(pk=nth(place).pk)._raw_delete("default")


def remove_entries(place):
    Entry.objects.filter(transfer=nth(place))._raw_delete("default")


def copy(place):
    first = nth(place)
    sides = list(first.entries.all())
    first.pk, first.key = None, "copied"
    first.save(force_insert=True)
    for side in sides:
        side.pk, side.transfer = None, first
        side.save(force_insert=True)


def swap(place):
    one, two = nth(place), nth(place + 1)
    entries = [list(one.entries.values_list("pk", flat=True)), list(two.entries.values_list("pk", flat=True))]
    Entry.objects.filter(pk__in=entries[0]).update(transfer=nth(2))  # out of the way of UNIQUE
    Entry.objects.filter(pk__in=entries[1]).update(transfer=one)
    Entry.objects.filter(pk__in=entries[0]).update(transfer=two)


def retell(place, **fields):
    line = JournalEntry.objects.filter(event__startswith="ledger:").order_by("seq")[place - 1]
    JournalEntry.objects.filter(pk=line.pk).update(**fields)


def tell_twice(place):
    line = JournalEntry.objects.filter(event__startswith="ledger:").order_by("seq")[place - 1]
    last = JournalEntry.objects.order_by("-seq").first().seq
    line.pk, line.seq, line.hash = None, last + 1, "f" * 64
    JournalEntry.objects.bulk_create([line])


def forget(place):
    line = JournalEntry.objects.filter(event__startswith="ledger:").order_by("seq")[place - 1]
    JournalEntry.objects.filter(seq=line.seq)._raw_delete("default")


def rewrite(place, **fields):
    Transfer.objects.filter(pk=nth(place).pk).update(**fields)


TAMPERINGS = {
    "one entry raised": (lambda: raise_entry(8), ("unbalanced", 8)),
    "both entries raised": (lambda: raise_both_sides(8), ("other_entries", 8)),
    "another book": (lambda: other_book(9), ("other_entries", 9)),
    "entries of one transfer gone": (lambda: remove_entries(7), ("other_entries", 7)),
    "transfer cut out": (lambda: remove(10), ("gone", -1)),
    "tail cut": (lambda: remove(15), ("gone", -1)),
    "transfer copied": (lambda: copy(8), ("overdrawn", 16)),
    "transfers swapped": (lambda: swap(8), ("other_entries", 8)),
    "amount": (lambda: rewrite(8, amount_fen=1), ("other_entries", 8)),
    "kind": (lambda: rewrite(10, kind="expire"), ("told_otherwise", 10)),
    "person": (lambda: rewrite(8, actor="somebody"), ("told_otherwise", 8)),
    "key": (lambda: rewrite(8, key="free again"), ("told_otherwise", 8)),
    "case": (lambda: rewrite(8, case_number="B-9"), ("told_otherwise", 8)),
    "reason": (lambda: rewrite(12, reason="另有原因"), ("told_otherwise", 12)),
    "day": (lambda: rewrite(8, on=date(2017, 1, 1)), ("told_otherwise", 8)),
    "journal forgets": (lambda: forget(8), ("untold", 8)),
    "journal tells otherwise": (lambda: retell(8, event="ledger:refund"), ("told_otherwise", 8)),
    "journal tells twice": (lambda: tell_twice(8), ("told_twice", 8)),
    "budget renamed": (lambda: Budget.objects.filter(code="CT-2019").update(name="别的"), ("renamed", 2)),
    "source renamed": (lambda: Account.objects.filter(budget__code="CT-2018", source="区级财政").update(source="x"), ("renamed", 1)),
    "budget reopened": (
        lambda: Budget.objects.filter(code="CT-2018").update(state="open", closed_on=None),
        ("state", 13),
    ),
    "payment forgotten": (lambda: Reservation.objects.filter(business_key="test:A-5").update(posted_fen=1), ("reservation", 7)),
    "other payee's case": (lambda: Reservation.objects.filter(business_key="test:A-5").update(case_number="B"), ("reservation", 7)),
    "same thing anew": (
        lambda: Reservation.objects.filter(business_key="test:A-1").update(business_key="free"),
        ("told_otherwise", 3),
    ),
    "never expires": (
        lambda: Reservation.objects.filter(business_key="test:A-5").update(expires_on=date(2099, 1, 1)),
        ("told_otherwise", 7),
    ),
    "balance": (
        lambda: Account.objects.filter(budget__code="CT-2019").update(allocated_fen=7, available_fen=7, reserved_fen=0, paid_fen=0),
        ("balance", 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampering_is_found_at_its_first_transfer(unlocked, name):
    tamper, expected = TAMPERINGS[name]

    tamper()

    assert first_fault() == expected


COLUMNS = {
    Transfer: ("kind", "budget_id", "reservation_id", "amount_fen", "actor", "key", "digest", "at", "on",
               "reason", "case_kind", "case_number"),
    Entry: ("transfer_id", "account_id", "book", "amount_fen"),
    Account: ("budget_id", "allocated_fen", "available_fen", "reserved_fen", "paid_fen", "returned_fen"),
    Reservation: ("account_id", "case_kind", "case_number", "business_key", "amount_fen", "posted_fen",
                  "released_fen", "refunded_fen", "expires_on", "made_on"),
    Budget: ("code", "programme", "year", "name", "state"),
}  # fmt: skip


def another(chance: random.Random, model, column: str, value):
    """Give another value for a column, mostly one that the database could take."""
    others = [each for each in model.objects.values_list(column, flat=True).distinct() if each != value]
    if others and chance.random() < 0.5:
        return chance.choice(others)
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, int) or column.endswith("_id"):
        return (value or 0) + chance.choice((-1, 1))
    return (value or DAY) + timedelta(days=1)


def change_something(chance: random.Random) -> bool:
    """Change one value of one row; False when the database refuses it even without triggers."""
    model = chance.choice(list(COLUMNS))
    row = chance.choice(list(model.objects.order_by("pk")))
    column = chance.choice(COLUMNS[model])
    try:
        with transaction.atomic():
            model.objects.filter(pk=row.pk).update(
                **{column: another(chance, model, column, getattr(row, column))}
            )
            connection.check_constraints()
    except DatabaseError:
        return False
    return True


def test_any_change_of_any_value_is_refused_or_found(unlocked, evidence):
    chance, found, refused = random.Random(evidence.seed), 0, 0
    for _number in range(size(60, 2_000)):
        with transaction.atomic():
            if not change_something(chance):
                refused += 1
            else:
                assert not verify().is_whole
                found += 1
            transaction.set_rollback(True)
    assert verify().is_whole
    evidence.figure("ledger values changed and found", found, "被改动并查出的账目")
    evidence.figure("ledger changes the database refused", refused, "数据库拒绝的改动")


def test_the_command_leaves_with_one_and_names_the_first(unlocked, capsys):
    raise_entry(8)
    asked = argparse.Namespace(json=True)
    assert cli.verify_ledger(asked) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["first_transfer"], told["faults"][0]["kind"]) == (nth(8).pk, "unbalanced")


def test_the_command_is_content_with_a_whole_ledger(busy, capsys):
    assert cli.verify_ledger(argparse.Namespace(json=False)) == 0
    assert capsys.readouterr().out == "资金账完好：15笔变动、42条分录、5笔预留，余额和留痕相符。\n"


def test_the_night_check_leaves_a_line_and_tells_finance(unlocked, finance):
    raise_entry(8)
    checking.reconcile()
    line = JournalEntry.objects.get(event=checking.CHECK)
    assert (line.after["fault"], line.after["fault_transfer"]) == ("unbalanced", nth(8).pk)
    assert Notice.objects.filter(person=finance).count() == 1


def test_the_night_check_is_quiet_about_a_whole_ledger(busy, finance):
    checking.reconcile()
    assert JournalEntry.objects.get(event=checking.CHECK).after == {"transfers": 15, "faults": 0}
    assert Notice.objects.count() == 0


def test_another_room_can_hold_its_records_against_the_ledger(busy, monkeypatch):
    monkeypatch.setattr(verifying, "_ELSEWHERE", {})
    register_reconciliation("test", lambda: ["付款F-1没有记账。"])
    assert as_json(verify())["faults"] == [
        {"kind": "elsewhere", "transfer": None, "name": "付款F-1没有记账。", "words": "付款F-1没有记账。"}
    ]
