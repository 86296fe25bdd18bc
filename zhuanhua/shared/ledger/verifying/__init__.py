"""Is public money still as it was written down? Everything is recomputed from the entries and held against the journal.

Nothing is written and nobody is kept waiting: all reads see one moment. Whoever changes transfers, entries and journal together is
found by `zhuanhua verify journal`, whose chain and signed heads hold the journal's lines.
"""

from collections.abc import Callable, Iterable

from zhuanhua.core.snapshot import snapshot
from zhuanhua.shared.ledger.verifying.balances import check_balances
from zhuanhua.shared.ledger.verifying.faults import Fault, Report, as_json, speak, tell
from zhuanhua.shared.ledger.verifying.movements import check_movements

__all__ = ["Fault", "Report", "as_json", "register_reconciliation", "speak", "tell", "verify"]

_ELSEWHERE: dict[str, Callable[[], Iterable[str]]] = {}


def register_reconciliation(code: str, check: Callable[[], Iterable[str]]) -> None:
    """Have the check also hold a room's own records against the ledger; `check` yields one sentence for each that differs."""
    _ELSEWHERE[code] = check


def verify() -> Report:
    """Check the whole ledger; `report.first` is the first transfer that does not fit, by its number."""
    report = Report()
    with snapshot():
        sums = check_movements(report)
        check_balances(report, sums)
        for check in _ELSEWHERE.values():
            for sentence in check():
                report.add(Fault("elsewhere", name=sentence))
    return report
