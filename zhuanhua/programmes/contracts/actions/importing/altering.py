"""How do contracts change that were imported before?"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict
from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts.actions.importing.columns import empty_of, line_of, plain
from zhuanhua.programmes.contracts.actions.importing.known import Existing, differences
from zhuanhua.programmes.contracts.actions.importing.rows import Filled
from zhuanhua.programmes.contracts.models import Certificate, Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.journal.actions import record_all


def alter(pairs: list[tuple[Filled, Existing]], *, by: Any) -> None:
    """Take the changes into contracts that were imported and that nobody has touched since; Conflict when one was, meanwhile."""
    held = Contract.objects.select_for_update().filter(pk__in=[found.pk for _row, found in pairs])
    contracts = {contract.pk: contract for contract in held.order_by("pk")}
    for _row, found in pairs:
        contract = contracts[found.pk]
        stood = (found.state, found.values["version"], found.values["handler_id"])
        if found.is_touched or (contract.state, contract.version, contract.handler_id) != stood:
            raise Conflict(
                _("导入过的合同%(number)s刚被人办理，一行也没有存。") % {"number": found.number},
                way_out=_("请重新上传，看清现在的情况。"),
            )
    lines, changed = [], set()
    for row, found in pairs:
        contract, names = contracts[found.pk], differences(row, found)
        for name in names:
            setattr(
                contract,
                name,
                row[name] if row[name] is not None else empty_of(contract, name),
            )
        contract.project_key = match_key(contract.project_name)
        if contract.state == ContractState.REGISTERED:
            contract.verified_trade_fen = contract.trade_fen
        changed |= set(names)
        before = {name: plain(found.values[name]) for name in names}
        lines.append(
            line_of(found.number, by=by, before=before, after={name: plain(row[name]) for name in names})
        )
    Contract.objects.bulk_update(
        contracts.values(), sorted(changed | {"project_key", "verified_trade_fen"}), batch_size=500
    )
    renew_certificates(contracts.values())
    record_all(lines)


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
    Certificate.objects.bulk_update(
        certificates, ["project_name", "kind", "field", "total_fen", "trade_fen"], batch_size=500
    )
