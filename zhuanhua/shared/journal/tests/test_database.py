"""Does the database refuse to change the journal, and is it found when somebody takes the triggers away (R11)?"""

import copy
import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.support.evidence import Evidence
from zhuanhua.shared.journal import heads
from zhuanhua.shared.journal.actions import Line, record, record_all
from zhuanhua.shared.journal.chain import GENESIS
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.queries import check_chain, lines
from zhuanhua.shared.journal.tests.chains import AGAINST_HEAD, IN_PLACE, Lines
from zhuanhua.shared.journal.triggers import REMOVE

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R11")]
ROUNDS = 200 if os.environ.get("ZHUANHUA_EVIDENCE") else 20
# A table has no two rows of one number, no order of rows, and neither more nor fewer columns.
NOT_IN_A_TABLE = {"added key", "lost key", "duplicate", "swap", "seq"}
FORBIDDEN = [
    "UPDATE journal_entry SET reason = '改' WHERE seq = 3",
    "DELETE FROM journal_entry WHERE seq = 3",
    "DELETE FROM journal_entry",
]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUANHUA_JOURNAL_DIR", str(tmp_path / "journal"))


def fill(count: int = 12) -> None:
    """Write some lines without an empty text, so that every text can be struck."""
    by = SimpleNamespace(username="registrar", name="林知远", acting_role="registrar")
    facts: dict[str, Any] = {
        "before": {"state": "accepted"},
        "reason": "属实",
        "policy_version": "2026-03-01",
    }
    made = [
        Line("contract:register", "contract", f"2026-SY-{n:05d}", by, after={"total_fen": n}, **facts)
        for n in range(count)
    ]
    with transaction.atomic():
        record_all(made)


def without_triggers() -> None:
    """Take the triggers away, as an insider with rights on the database would."""
    with connection.cursor() as cursor:
        for statement in REMOVE[connection.vendor]:
            cursor.execute(statement)


def replace(rows: Lines) -> None:
    """Write rows past every guard; what the columns cannot hold is left to the verifier's own tests."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry")
    Entry.objects.bulk_create(Entry(**row) for row in rows)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_database_refuses_to_change_lines(statement: str) -> None:
    fill()

    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Entry.objects.count() == 12


@pytest.mark.postgres
def test_postgresql_refuses_to_truncate() -> None:
    fill()

    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal_entry")

    assert Entry.objects.count() == 12


def test_orm_refuses_to_save_delete_and_update() -> None:
    fill()
    entry = Entry.objects.get(seq=3)

    for forbidden in (entry.save, entry.delete):
        with pytest.raises(TypeError, match="journal line"):
            forbidden()
    for forbidden in (Entry.objects.all().delete, lambda: Entry.objects.update(reason="改")):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()

    assert check_chain().faults == []


@pytest.mark.parametrize("way", sorted(set(IN_PLACE) - NOT_IN_A_TABLE))
def test_tampering_in_the_database_is_found_at_its_line(way: str, evidence: Evidence) -> None:
    fill()
    without_triggers()
    chance, whole = random.Random(f"{way} {evidence.seed}"), list(lines())

    for _round in range(ROUNDS):
        rows = copy.deepcopy(whole)
        first = IN_PLACE[way](rows, chance.randrange(len(rows) - 1), chance)
        replace(rows)

        assert check_chain().first.seq == first
    evidence.figure("database tamperings found", ROUNDS, zh="库内篡改，全部指出首处")


@pytest.mark.parametrize("way", sorted(AGAINST_HEAD))
def test_rewritten_database_is_found_by_the_kept_head(way: str) -> None:
    fill()
    heads.sign_head()
    without_triggers()
    rows = list(lines())

    first = AGAINST_HEAD[way](rows, 5, random.Random(way))
    replace(rows)

    assert [each.seq for each in check_chain().faults] == [first]


def test_record_refuses_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "in_atomic_block", False)

    with pytest.raises(transaction.TransactionManagementError, match="transaction"):
        record("contract:start", by=None)


def test_record_chains_and_tells_who(officer: Any) -> None:
    first = record("contract:start", by=None, case_kind="contract", case_number="1")
    second = record("contract:submit", by=officer, case_kind="contract", case_number="1", reason="理由")

    assert (first.seq, first.previous_hash, first.actor, first.actor_name) == (1, GENESIS, "", "系统")
    assert (second.seq, second.previous_hash, second.actor, second.actor_role) == (
        2,
        first.hash,
        "officer",
        "officer",
    )


def test_record_keeps_neither_secrets_nor_personal_values() -> None:
    told = {
        "password": "x1",
        "contact": "13900000000",
        "title": "公示",
        "deep": {"phone": "13900000000"},
        "list": [{"token": "t"}],
    }

    after = record("publicity:object", by=None, after=told).after

    assert after["password"] == "●●●"
    assert after["list"] == [{"token": "●●●"}]
    assert after["contact"].startswith("hmac:")
    assert after["deep"]["phone"] == after["contact"]
    assert "13900000000" not in json.dumps(after)


def test_record_takes_what_no_database_takes_twice_alike() -> None:
    record(
        "contract:start",
        by=None,
        reason="a\x00b\ud800",
        after={"text": "\x00", 3: 1.5, "no": None, "yes": True},
    )

    assert next(iter(lines()))["after"] == {"text": "␀", "3": "1.5", "no": None, "yes": True}
    assert check_chain().faults == []


def test_moment_is_kept_in_the_zone_of_the_city() -> None:
    entry = record("contract:start", by=None, at=datetime(2026, 12, 31, 16, 0, 1, tzinfo=UTC))

    assert entry.at == "2027-01-01T00:00:01.000000+08:00"


def test_order_is_by_number_when_the_clock_goes_back() -> None:
    record("contract:start", by=None, at=datetime(2026, 4, 2, tzinfo=UTC))
    record("contract:submit", by=None, at=datetime(2026, 4, 1, tzinfo=UTC))

    assert list(Entry.objects.values_list("seq", "event")) == [(1, "contract:start"), (2, "contract:submit")]
    assert check_chain().faults == []


def test_rolled_back_write_leaves_no_line() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("contract:start", by=None)
        _ = 1 / 0

    assert Entry.objects.count() == 0


def test_bulk_and_single_lines_hang_on_one_chain() -> None:
    fill(3)
    fill(120)
    fill(1)

    report = check_chain()

    assert (report.lines, report.faults) == (124, [])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows no REPLACE")
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_a_line_is_not_replaced_by_an_insert(recursive: str) -> None:
    fill(3)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        assert cursor.fetchone() == (1,)
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")
        columns = ", ".join(column.column for column in Entry._meta.concrete_fields)
        changed = columns.replace("reason", "'改'")
        try:
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(
                    f"INSERT OR REPLACE INTO journal_entry ({columns}) SELECT {changed} FROM journal_entry WHERE seq = 2"
                )
        finally:
            cursor.execute("PRAGMA recursive_triggers=ON")
    assert Entry.objects.get(seq=2).reason == "属实"
