"""What stands beside a contract that a workbook handed in? The breakdown of its price, and the version that was handed in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from zhuanhua.programmes.contracts.actions.importing.columns import ITEM, payload_of
from zhuanhua.programmes.contracts.actions.importing.rows import Filled
from zhuanhua.programmes.contracts.models import Contract, ExpenseItem
from zhuanhua.shared.workflow.models import CaseVersion


def renew_breakdown(contracts: Iterable[Contract]) -> None:
    """Let the one item that a workbook gives be what the price is more than its technology amount now."""
    contracts = list(contracts)
    ExpenseItem.objects.filter(contract__in=contracts).delete()
    ExpenseItem.objects.bulk_create(
        ExpenseItem(contract=contract, amount_fen=spent_of(contract), **ITEM)
        for contract in contracts
        if spent_of(contract)
    )


def renew_versions(pairs: Sequence[tuple[Filled, Contract]], *, by: Any, at: datetime) -> None:
    """Keep a further version of what is handed in now, so that a later correction is compared with it; the first one stays."""
    numbers = [contract.number for _row, contract in pairs]
    kept = CaseVersion.objects.filter(case_kind=Contract.case_kind, case_number__in=numbers)
    last = {version.case_number: version for version in kept.order_by("version")}
    CaseVersion.objects.bulk_create(
        CaseVersion(
            case_kind=Contract.case_kind,
            case_number=contract.number,
            version=last[contract.number].version + 1 if contract.number in last else 1,
            payload=(last[contract.number].payload if contract.number in last else {})
            | payload_of(row, spent_of(contract)),
            made_at=at,
            made_by=by,
        )
        for row, contract in pairs
    )


def spent_of(contract: Contract) -> int:
    """Give what of the price is no technology, whole fen."""
    return (contract.total_fen or 0) - (contract.trade_fen or 0)
