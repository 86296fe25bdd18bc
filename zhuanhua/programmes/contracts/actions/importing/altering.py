"""How do contracts change that were imported before?"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from zhuanhua.core.errors import Conflict
from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions.entering import Intake, close_finished
from zhuanhua.programmes.contracts.actions.importing.columns import empty_of, line_of, plain
from zhuanhua.programmes.contracts.actions.importing.handed_in import renew_breakdown, renew_versions
from zhuanhua.programmes.contracts.actions.importing.known import Existing, differences
from zhuanhua.programmes.contracts.actions.importing.parties import CHUNK
from zhuanhua.programmes.contracts.actions.importing.rows import Filled
from zhuanhua.programmes.contracts.actions.importing.touched import deeds_of, told_in_import
from zhuanhua.programmes.contracts.models import Certificate, Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.journal.actions import record_all

Pairs = list[tuple[Filled, Existing]]
DERIVED = ("project_key", "verified_trade_fen", "is_provisional")
ENTERED = ("registered_by", "reviewed_by", "state_since", "handed_in_by")


def alter(pairs: Pairs, *, by: Any, at: datetime) -> None:
    """Take the changes into contracts that were imported and that nobody has touched since; Conflict when one was, meanwhile.

    A registration of the national system is thereby entered anew: it waits for a second person again, whoever had confirmed it. Its version
    stays, so that it can be corrected by a workbook as often as the national system corrects it.
    """
    contracts = _held(pairs)
    lines, changed = [], set()
    intakes = {
        Intake.of(one.registered_by_id, one.state_since) for one in contracts.values() if one.is_entered
    }  # type: ignore[arg-type]
    for row, found in pairs:
        contract, names = contracts[found.pk], differences(row, found)
        before = {name: plain(found.values[name]) for name in names}
        if contract.reviewed_by is not None:
            before["reviewed_by"] = contract.reviewed_by.name
        _take(row, contract, names)
        if contract.is_entered:
            contract.registered_by, contract.reviewed_by, contract.state_since = by, None, at
        else:
            contract.handed_in_by = by
        changed |= set(names)
        lines.append(
            line_of(found.number, by=by, before=before, after={name: plain(row[name]) for name in names})
        )
    fields = sorted(changed.union(DERIVED, ENTERED))
    Contract.objects.bulk_update(contracts.values(), fields, batch_size=500)
    renew_certificates(contracts.values())
    handed_in = [(row, contracts[found.pk]) for row, found in pairs if not contracts[found.pk].is_entered]
    renew_breakdown([contract for _row, contract in handed_in])
    renew_versions(handed_in, by=by, at=at)
    record_all(lines)
    close_finished(intakes, by=by)


def lock_contracts(keys: Collection[int]) -> None:
    """Lock the contracts that a file will alter, in the order of their keys over the whole file."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        held = Contract.objects.select_for_update().filter(pk__in=ordered[start : start + CHUNK])
        list(held.order_by("pk").values_list("pk"))


def _held(pairs: Pairs) -> dict[int, Contract]:
    """Lock the contracts in the order of their keys; Conflict when one was touched: amended, grown by a royalty, in hand, or money is asked for what it says."""
    keys = [found.pk for _row, found in pairs]
    held = Contract.objects.select_for_update(of=("self",)).select_related("reviewed_by")
    contracts = {contract.pk: contract for contract in held.filter(pk__in=keys).order_by("pk")}
    deeds = deeds_of(keys)  # whoever grants a change or enters a royalty holds the contract, too
    for _row, found in pairs:
        contract, deed = contracts[found.pk], deeds.get(found.pk) or found.deed
        stood = (found.source, found.state, found.values["version"], found.values["handler_id"])
        moved = (contract.source, contract.state, contract.version, contract.handler_id) != stood
        if deed or moved:
            message, way_out = told_in_import(deed, found.number)
            raise Conflict(message, way_out=way_out)
    return contracts


def _take(row: Filled, contract: Contract, names: list[str]) -> None:
    for name in names:
        setattr(contract, name, row[name] if row[name] is not None else empty_of(contract, name))
    contract.project_key = match_key(contract.project_name)
    contract.is_provisional = contract.payment_form in codes.ROYALTY_FORMS
    if contract.state == ContractState.REGISTERED:
        contract.verified_trade_fen = contract.trade_fen


def renew_certificates(contracts: Iterable[Contract]) -> None:
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
        certificate.is_provisional = contract.is_provisional
    Certificate.objects.bulk_update(
        certificates,
        ["project_name", "kind", "field", "total_fen", "trade_fen", "is_provisional"],
        batch_size=500,
    )
