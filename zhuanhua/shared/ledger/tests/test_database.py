"""Does the database itself hold the limits, whoever writes?"""

from datetime import date

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.db.models import F

from zhuanhua.shared.ledger.models import Account, Budget, Entry, Reservation, Transfer

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


def refused(write) -> bool:
    """Say whether the database refuses a write."""
    try:
        with transaction.atomic():
            write()
    except (IntegrityError, Error):
        return True
    return False


@pytest.mark.parametrize("book", ["allocated", "available", "reserved", "paid", "returned"])
def test_no_book_falls_below_zero(account, book):
    assert refused(lambda: Account.objects.filter(pk=account.pk).update(**{f"{book}_fen": -1}))


def test_the_books_of_an_account_sum_up(account):
    assert refused(lambda: Account.objects.filter(pk=account.pk).update(available_fen=F("available_fen") + 1))


def test_a_source_stands_once_in_a_budget(budget):
    assert refused(lambda: Account.objects.create(budget=budget, source="市级财政"))


@pytest.mark.parametrize(
    "change",
    [
        {"amount_fen": 0},
        {"posted_fen": 30_000_001},
        {"posted_fen": 20_000_000, "released_fen": 10_000_001},
        {"refunded_fen": 1},
        {"posted_fen": -1},
        {"business_key": ""},
    ],
)
def test_a_reservation_stays_within_its_amount(set_aside, change):
    reservation = set_aside()
    assert refused(lambda: Reservation.objects.filter(pk=reservation.pk).update(**change))


def test_a_business_key_is_alive_once(account, set_aside):
    set_aside()
    again = {"account": account, "case_kind": "test", "case_number": "A-1", "business_key": "test:A-1"}
    assert refused(lambda: Reservation.objects.create(**again, amount_fen=1, made_on=date(2018, 1, 1)))


def test_a_key_works_once_for_an_actor(budget):
    first = Transfer.objects.get()
    again = {"kind": "allocate", "budget": budget, "amount_fen": 1, "actor": first.actor, "key": first.key}
    assert refused(lambda: Transfer.objects.create(**again, digest="x", on=date(2018, 1, 1)))


def test_a_closed_budget_has_its_day(budget):
    assert refused(lambda: Budget.objects.filter(pk=budget.pk).update(state="closed"))


@pytest.mark.parametrize("model", [Transfer, Entry])
def test_lines_are_never_changed_or_deleted(budget, model):
    line = model.objects.order_by("pk").first()
    assert refused(lambda: model.objects.filter(pk=line.pk).update(amount_fen=1))
    assert refused(lambda: model.objects.filter(pk=line.pk).delete())


def test_an_entry_alone_is_refused_at_the_end_of_its_transaction(account):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no deferred triggers; `zhuanhua verify ledger` finds such an entry there")
    transfer = Transfer.objects.get()

    def alone():
        Entry.objects.create(transfer=transfer, account=account, book="paid", amount_fen=5)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert refused(alone)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows no REPLACE")
@pytest.mark.parametrize(("model", "column"), [(Transfer, "actor"), (Entry, "book")])
def test_a_line_is_not_replaced_by_an_insert(account, model, column):
    table, columns = model._meta.db_table, [field.column for field in model._meta.concrete_fields]
    quoted = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join("'thief'" if name == column else f'"{name}"' for name in columns)

    def replace():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO {table} ({quoted}) SELECT {values} FROM {table}")

    assert refused(replace)
    assert not model.objects.filter(**{column: "thief"}).exists()
