"""Contracts come in by the hundred or the hundred thousand: checked rows are stored in one transaction, one journal line each."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import count, islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.rows import insert_rows
from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions.importing_checks import (
    CHUNK,
    COMPARED,
    Existing,
    Fault,
    Filled,
    differences,
    existing,
    faults_of_filed,
    faults_of_registered,
    filled,
)
from zhuanhua.programmes.contracts.actions.importing_parties import KIND_OF_PARTY, Parties, kind_of_code
from zhuanhua.programmes.contracts.actions.judging import values_on
from zhuanhua.programmes.contracts.models import Certificate, Contract, ExpenseItem
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import ROLES, Desk
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.models import Organisation, OrganisationName
from zhuanhua.shared.workflow.models import CaseVersion, Task
from zhuanhua.shared.workflow.serials import numbers

__all__ = [
    "Fault",
    "compare_rows",
    "faults_of_filed",
    "faults_of_registered",
    "import_filed",
    "import_registered",
]

Progress = Callable[[int], None]
TEXTS = (
    "project_name", "seller_kind", "buyer_kind", "seller_district", "buyer_district", "kind", "subkind", "licence_form", "field", "ip_kind",
    "ip_number", "plan_source", "objective", "subject", "payment_form", "royalty_base",
)  # fmt: skip
OPTIONAL = (
    "ip_expires_on",
    "royalty_bp",
    "expected_investment_fen",
    "expected_output_fen",
    "total_fen",
    "trade_fen",
    "signed_on",
    "starts_on",
    "ends_on",
)
FLAGS = ("is_related", "is_import")
COLUMNS = (
    *TEXTS,
    *OPTIONAL,
    *FLAGS,
    "number",
    "project_key",
    "registrant_id",
    "seller_id",
    "buyer_id",
    "is_provisional",
)
REGISTERED_COLUMNS = (
    *COLUMNS,
    "verified_trade_fen",
    "registration_number",
    "registered_on",
    "accepted_on",
    "submitted_on",
    "regime",
)
CERTIFICATE_COLUMNS = (
    "contract_id", "token", "project_name", "seller_name", "buyer_name", "kind", "field", "total_fen", "trade_fen", "is_provisional", "issued_on",
)  # fmt: skip


def compare_rows(values: Iterable[dict[str, Any]], *, source: str) -> list[str]:
    """Say of each row whether it is new, changes a contract that was imported before, or is the same."""
    values = list(values)
    parties = Parties.of(values)
    rows = [filled(place, each, parties) for place, each in enumerate(values)]
    known = existing(rows, source=source)
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
        source="import",
        by=by,
        progress=progress,
        new=lambda chunk, ids: _hand_in(chunk, ids, registrant=registrant, by=by, on=day),
    )


@transaction.atomic
def import_registered(
    *, rows: Sequence[dict[str, Any]], by: Any, progress: Progress | None = None
) -> dict[str, int]:
    """Store rows of the national system as registered contracts with their certificates. All or nothing."""
    require(by, Permission.CONTRACT_IMPORT_REGISTERED)
    return _store(
        rows, source="national", by=by, progress=progress, new=lambda chunk, ids: _enter(chunk, ids, by=by)
    )


def _store(
    rows: Sequence[dict[str, Any]],
    *,
    source: str,
    by: Any,
    progress: Progress | None,
    new: Callable[[list[Filled], dict[str, int]], None],
) -> dict[str, int]:
    counts = {"new": 0, "changed": 0, "same": 0}
    done = 0
    for chunk in _chunks(rows):
        parties = Parties.of(chunk)
        full = [filled(place, values, parties) for place, values in enumerate(chunk)]
        ids = _organisations_for(full, parties, by=by)
        known = existing(full, source=source)
        fresh: list[Filled] = []
        altered: list[tuple[Filled, Existing]] = []
        for row in full:
            found = known.get(row)
            verdict = _compared(row, found)
            counts[verdict] += 1
            if found is None:
                fresh.append(row)
            elif verdict == "changed":
                altered.append((row, found))
        if fresh:
            new(fresh, ids)
        if altered:
            _alter(altered, by=by)
        done += len(chunk)
        if progress:
            progress(done)
    return counts


def _compared(row: Filled, found: Existing | None) -> str:
    if found is None:
        return "new"
    return "changed" if differences(row, found) else "same"


def _hand_in(rows: list[Filled], ids: dict[str, int], *, registrant: Any, by: Any, on: date) -> None:
    """Store new contracts as handed in: contract, breakdown, first version, desk task, journal line."""
    given = numbers("SY", len(rows), on=on)
    applicants = [
        registrant.pk
        if registrant is not None
        else ids[row["buyer_uscc"] if row["is_import"] else row["seller_uscc"]]
        for row in rows
    ]
    now = city_now()
    insert_rows(
        Contract,
        COLUMNS,
        [
            _contract(row, number, applicant, ids)
            for row, number, applicant in zip(rows, given, applicants, strict=True)
        ],
        fixed={
            "state": ContractState.SUBMITTED.value,
            "state_since": now,
            "source": "import",
            "submitted_on": on,
            "version": 1,
        },
    )
    keys = _keys_of(given)
    insert_rows(
        ExpenseItem,
        ("contract_id", "amount_fen"),
        [
            (keys[number], row["non_technical_fen"])
            for row, number in zip(rows, given, strict=True)
            if row["non_technical_fen"]
        ],
        fixed={"kind": codes.ItemKind.OTHER.value, "name": "设备、材料等非技术性支出"},
    )
    kept = [_payload(row) for row in rows]
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
    record_all([_line(number, by=by, after=_journal(row)) for row, number in zip(rows, given, strict=True)])


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


def _enter(rows: list[Filled], ids: dict[str, int], *, by: Any) -> None:
    """Store new registered contracts: contract, certificate, journal line; the rules of the day of registration apply."""
    given = numbers("GJ", len(rows), on=city_today())
    regimes = {day: values_on(day).regime for day in {row["registered_on"] for row in rows}}
    now = city_now()
    insert_rows(
        Contract,
        REGISTERED_COLUMNS,
        [
            (
                *_contract(
                    row, number, ids[row["buyer_uscc"] if row["is_import"] else row["seller_uscc"]], ids
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
            "source": "national",
            "registered_by_id": by.pk,
            "version": 1,
        },
    )
    keys = _keys_of(given)
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
    record_all([_line(number, by=by, after=_journal(row)) for row, number in zip(rows, given, strict=True)])


def _contract(row: Filled, number: str, registrant: int, ids: dict[str, int]) -> tuple[Any, ...]:
    values = row.values
    return (
        *(values.get(name) or "" for name in TEXTS),
        *(values.get(name) for name in OPTIONAL),
        *(bool(values.get(name)) for name in FLAGS),
        number,
        match_key(values["project_name"]),
        registrant,
        ids[values["seller_uscc"]],
        ids[values["buyer_uscc"]],
        values.get("payment_form") in codes.ROYALTY_FORMS,
    )


def _alter(pairs: list[tuple[Filled, Existing]], *, by: Any) -> None:
    """Take the changes into contracts that were imported and that nobody has touched since."""
    contracts = {
        contract.pk: contract
        for contract in Contract.objects.filter(pk__in=[found.pk for _row, found in pairs])
    }
    lines, changed = [], set()
    for row, found in pairs:
        contract, names = contracts[found.pk], differences(row, found)
        for name in names:
            setattr(
                contract, name, row.values[name] if row.values[name] is not None else _empty(contract, name)
            )
        contract.project_key = match_key(contract.project_name)
        if contract.state == ContractState.REGISTERED:
            contract.verified_trade_fen = contract.trade_fen
        changed |= set(names)
        before = {name: _plain(found.values[name]) for name in names}
        lines.append(
            _line(
                found.number, by=by, before=before, after={name: _plain(row.values[name]) for name in names}
            )
        )
    Contract.objects.bulk_update(
        contracts.values(), sorted(changed | {"project_key", "verified_trade_fen"}), batch_size=500
    )
    _renew_certificates(contracts.values())
    record_all(lines)


def _renew_certificates(contracts: Iterable[Contract]) -> None:
    """A certificate of an imported registration states what the national system states now; its token stays."""
    by_key = {contract.pk: contract for contract in contracts}
    certificates = list(Certificate.objects.filter(contract__in=list(by_key)))
    for certificate in certificates:
        contract = by_key[certificate.contract_id]
        certificate.project_name, certificate.kind, certificate.field = (
            contract.project_name,
            contract.kind,
            contract.field,
        )
        certificate.total_fen, certificate.trade_fen = contract.total_fen, contract.verified_trade_fen
    Certificate.objects.bulk_update(
        certificates, ["project_name", "kind", "field", "total_fen", "trade_fen"], batch_size=500
    )


def _organisations_for(rows: list[Filled], parties: Parties, *, by: Any) -> dict[str, int]:
    """Give the key of every party; a code that nobody knows yet becomes an organisation with a journal line."""
    ids = {code: party.pk for code, party in parties.by_code.items()}
    new: dict[str, Organisation] = {}
    for row in rows:
        for side in ("seller", "buyer"):
            code = row[f"{side}_uscc"]
            if code in ids or code in new:
                continue
            name = row[f"{side}_name"]
            kind = KIND_OF_PARTY.get(row[f"{side}_kind"]) or kind_of_code(code, name)
            new[code] = Organisation(
                uscc=code,
                name=name,
                name_key=match_key(name),
                kind=kind,
                district=row[f"{side}_district"] or "",
            )
    if new:
        Organisation.objects.bulk_create(new.values(), batch_size=100)
        made = dict(Organisation.objects.filter(uscc__in=list(new)).values_list("uscc", "pk"))
        OrganisationName.objects.bulk_create(
            OrganisationName(organisation_id=made[code], name=one.name) for code, one in new.items()
        )
        record_all(
            [
                Line(
                    "organisation:create",
                    case_kind="organisation",
                    case_number=code,
                    by=by,
                    after={"name": one.name, "district": one.district},
                )
                for code, one in new.items()
            ]
        )
        ids |= made
    for row in rows:
        for side in ("seller", "buyer"):
            if not row[f"{side}_name"]:
                row.values[f"{side}_name"] = parties.by_code[row[f"{side}_uscc"]].name
    return ids


def _keys_of(numbers: list[str]) -> dict[str, int]:
    found = Contract.objects.filter(number__range=(min(numbers), max(numbers))).order_by()
    return dict(found.values_list("number", "pk"))


def _line(number: str, *, by: Any, after: dict[str, Any], before: dict[str, Any] | None = None) -> Line:
    return Line(
        "contract:import",
        case_kind=Contract.case_kind,
        case_number=number,
        by=by,
        before=before or {},
        after=after,
    )


def _journal(row: Filled) -> dict[str, Any]:
    names = (
        "registration_number",
        "registered_on",
        "total_fen",
        "trade_fen",
        "kind",
        "seller_name",
        "buyer_name",
    )
    return {name: _plain(row[name]) for name in names if row[name] is not None}


def _payload(row: Filled) -> dict[str, Any]:
    payload = {
        name: _plain(row[name])
        for name in COMPARED
        if name in row.values and name not in {"trade_fen", "registered_on"}
    }
    return payload | {"seller": row["seller_name"], "buyer": row["buyer_name"], "items": []}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _empty(contract: Contract, name: str) -> Any:
    return None if contract._meta.get_field(name).null else ""


def _chunks(rows: Sequence[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    source = iter(rows)
    for _ in count():
        chunk = list(islice(source, CHUNK))
        if not chunk:
            return
        yield chunk
