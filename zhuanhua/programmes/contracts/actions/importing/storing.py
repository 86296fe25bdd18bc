"""Contracts come in by the hundred or the hundred thousand: checked rows are stored in one transaction, one journal line each."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Conflict
from zhuanhua.core.rows import insert_rows
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions.entering import wait_for_second
from zhuanhua.programmes.contracts.actions.importing.altering import alter, lock_contracts
from zhuanhua.programmes.contracts.actions.importing.columns import (
    CERTIFICATE_COLUMNS,
    COLUMNS,
    ITEM,
    REGISTERED_COLUMNS,
    chunks_of,
    contract_row,
    journal_facts,
    keys_of,
    line_of,
    payload_of,
)
from zhuanhua.programmes.contracts.actions.importing.known import (
    Existing,
    Known,
    differences,
    existing,
    is_anothers,
    other_party,
)
from zhuanhua.programmes.contracts.actions.importing.organisations import enter_organisations
from zhuanhua.programmes.contracts.actions.importing.parties import Parties
from zhuanhua.programmes.contracts.actions.importing.rows import Filled, filled
from zhuanhua.programmes.contracts.actions.judging import values_on
from zhuanhua.programmes.contracts.models import NATIONAL, Certificate, Contract, ExpenseItem
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import ROLES, Desk
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record_all
from zhuanhua.shared.workflow.models import CaseVersion, Task
from zhuanhua.shared.workflow.serials import numbers, take_serials

Progress = Callable[[int], None]
ONE_BY_ONE = "contract-imports"


def compare_rows(values: Iterable[dict[str, Any]]) -> list[str]:
    """Say of each row whether it is new, changes a contract that was imported before, or is the same."""
    values = list(values)
    parties = Parties.of(values)
    rows = [filled(place, each, parties) for place, each in enumerate(values)]
    known = existing(rows)
    return [_compared(row, known.get(row)) for row in rows]


@transaction.atomic
def import_filed(
    *, rows: Sequence[dict[str, Any]], by: Any, on: date | None = None, progress: Progress | None = None
) -> dict[str, int]:
    """Store rows that a seller confirmed: new contracts are handed in, untouched ones take the changes. All or nothing."""
    require(by, Permission.CONTRACT_IMPORT)
    day = on or city_today()
    role = ROLES[by.acting_role]
    registrant = None if role.desk == Desk.BUREAU else by.organisation
    return _store(
        rows,
        by=by,
        at=city_now(),
        registrant=registrant,
        source="import",
        series=("SY", day),
        progress=progress,
        new=lambda chunk, parties: _hand_in(chunk, parties, registrant=registrant, by=by, on=day),
    )


@transaction.atomic
def import_registered(
    *, rows: Sequence[dict[str, Any]], by: Any, progress: Progress | None = None
) -> dict[str, int]:
    """Store rows of the national system as registered contracts with their certificates. All or nothing.

    No money goes out for them before a second person has confirmed them (`confirm_registrations`); the reviewers are told.
    """
    require(by, Permission.CONTRACT_IMPORT_REGISTERED)
    now = city_now()
    counts = _store(
        rows,
        by=by,
        at=now,
        source=NATIONAL,
        series=("GJ", city_today()),
        progress=progress,
        new=lambda chunk, parties: _enter(chunk, parties, by=by, now=now),
    )
    if counts["new"] or counts["changed"]:
        wait_for_second(by=by, at=now)
    return counts


def _store(  # noqa: PLR0913 - the two kinds of import differ in these
    rows: Sequence[dict[str, Any]],
    *,
    by: Any,
    at: datetime,
    source: str,
    series: tuple[str, date],
    progress: Progress | None,
    registrant: Any = None,
    new: Callable[[list[Filled], Parties], None],
) -> dict[str, int]:
    counts = {"new": 0, "changed": 0, "same": 0}
    done = 0
    take_serials(
        ONE_BY_ONE, 1
    )  # of two who bring the same file at once, the second finds what the first has stored
    parties = Parties.of(rows)
    known = existing(rows)  # once for the file: within it no contract stands twice, as the check has seen
    lock_contracts(_to_be_altered(rows, parties, known))
    letters, day = series
    numbers(
        letters, 0, on=day
    )  # its row is locked before the journal, too: who starts a draft holds it first
    for chunk in chunks_of(rows):
        full = [filled(place, values, parties) for place, values in enumerate(chunk)]
        enter_organisations(full, parties, by=by)
        fresh: list[Filled] = []
        altered: list[tuple[Filled, Existing]] = []
        for row in full:
            found = known.get(row)
            verdict = _compared(row, found)
            counts[verdict] += 1
            if found is None:
                fresh.append(row)
                continue
            _refuse_strange(row, found, parties, source)
            if verdict == "changed":
                if is_anothers(found, registrant):
                    raise Conflict(
                        _("合同%(number)s由另一个单位申请登记。") % {"number": found.number},
                        way_out=_("请重新检查表格。"),
                    )
                altered.append((row, found))
        if fresh:
            new(fresh, parties)
        if altered:
            alter(altered, by=by, at=at)
        done += len(chunk)
        if progress:
            progress(done)
    return counts


def _to_be_altered(rows: Sequence[dict[str, Any]], parties: Parties, known: Known) -> set[int]:
    """Name the contracts of the whole file that differ from their rows."""
    if not known.by_identity:
        return set()
    full = (filled(place, values, parties) for place, values in enumerate(rows))
    pairs = ((row, known.get(row)) for row in full)
    return {found.pk for row, found in pairs if found is not None and differences(row, found)}


def _refuse_strange(row: Filled, found: Existing, parties: Parties, source: str) -> None:
    """The check has seen neither; since then a contract may have come another way, or its parties may have been merged."""
    if found.source != source:
        raise Conflict(
            _("平台上已有同一合同：%(number)s。") % {"number": found.number}, way_out=_("请重新检查表格。")
        )
    if other_party(row, found, parties):
        raise Conflict(
            _("合同%(number)s的双方在平台上是另外的单位。") % {"number": found.number},
            way_out=_("请重新检查表格。"),
        )


def _compared(row: Filled, found: Existing | None) -> str:
    if found is None:
        return "new"
    return "changed" if differences(row, found) else "same"


def _hand_in(rows: list[Filled], parties: Parties, *, registrant: Any, by: Any, on: date) -> None:
    """Store new contracts as handed in: contract, breakdown, first version, desk task, journal line."""
    given = numbers("SY", len(rows), on=on)
    applicants = [
        registrant.pk
        if registrant is not None
        else parties.key_of(row["buyer_uscc"] if row["is_import"] else row["seller_uscc"])
        for row in rows
    ]
    now = city_now()
    insert_rows(
        Contract,
        COLUMNS,
        [
            contract_row(row, number, applicant, parties)
            for row, number, applicant in zip(rows, given, applicants, strict=True)
        ],
        fixed={
            "state": ContractState.SUBMITTED.value,
            "state_since": now,
            "source": "import",
            "submitted_on": on,
            "handed_in_by_id": by.pk,
            "version": 1,
        },
    )
    keys = keys_of(given)
    insert_rows(
        ExpenseItem,
        ("contract_id", "amount_fen"),
        [
            (keys[number], row["non_technical_fen"])
            for row, number in zip(rows, given, strict=True)
            if row["non_technical_fen"]
        ],
        fixed=ITEM,
    )
    kept = [payload_of(row, row["non_technical_fen"] or 0) for row in rows]
    CaseVersion.objects.bulk_create(
        CaseVersion(
            case_kind=Contract.case_kind,
            case_number=number,
            version=1,
            payload=payload,
            made_at=now,
            made_by=by,
        )
        for number, payload in zip(given, kept, strict=True)
    )
    _open_tasks(rows, given, now)
    record_all(
        [line_of(number, by=by, after=journal_facts(row)) for row, number in zip(rows, given, strict=True)]
    )


def _open_tasks(rows: list[Filled], given: list[str], now: Any) -> None:
    Task.objects.bulk_create(
        Task(
            case_kind=Contract.case_kind,
            case_number=number,
            title=noop("受理技术合同"),
            about=str(row["project_name"])[:300],
            url=f"/contracts/{number}/",
            permission=Permission.CONTRACT_EXAMINE.value,
            opened_at=now,
        )
        for row, number in zip(rows, given, strict=True)
    )


def _enter(rows: list[Filled], parties: Parties, *, by: Any, now: datetime) -> None:
    """Store new registered contracts: contract, certificate, journal line; the rules of the day of registration apply."""
    given = numbers("GJ", len(rows), on=city_today())
    regimes = {day: values_on(day).regime for day in {row["registered_on"] for row in rows}}
    insert_rows(
        Contract,
        REGISTERED_COLUMNS,
        [
            (
                *contract_row(
                    row,
                    number,
                    parties.key_of(row["buyer_uscc"] if row["is_import"] else row["seller_uscc"]),
                    parties,
                ),
                row["trade_fen"],
                row["registration_number"],
                row["registered_on"],
                row["registered_on"],
                row["registered_on"],
                regimes[row["registered_on"]],
            )
            for row, number in zip(rows, given, strict=True)
        ],
        fixed={
            "state": ContractState.REGISTERED.value,
            "state_since": now,
            "source": NATIONAL,
            "registered_by_id": by.pk,
            "version": 1,
        },
    )
    keys = keys_of(given)
    insert_rows(
        Certificate,
        CERTIFICATE_COLUMNS,
        [
            (
                keys[number], secrets.token_urlsafe(16), row["project_name"], row["seller_name"], row["buyer_name"], row["kind"], row["field"],
                row["total_fen"], row["trade_fen"], row["payment_form"] in codes.ROYALTY_FORMS, row["registered_on"],
            )
            for row, number in zip(rows, given, strict=True)
        ],
        fixed={"edition": 1, "issued_by_id": by.pk},
    )  # fmt: skip
    record_all(
        [line_of(number, by=by, after=journal_facts(row)) for row, number in zip(rows, given, strict=True)]
    )
