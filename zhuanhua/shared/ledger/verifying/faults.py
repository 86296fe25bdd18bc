"""What can be wrong with a ledger, and how is it said?"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

MOST_TOLD = 20
FOLLOWING = (
    "balance",
    "held",
    "reservation",
    "reserved_twice",
    "state",
    "elsewhere",
)  # often what another fault leads to

SENTENCES = {
    "unbalanced": noop("第%(transfer)s号资金变动的分录相加不为零，差%(found)s分。"),
    "other_entries": noop("第%(transfer)s号资金变动的分录和它的事项、金额不符。"),
    "overdrawn": noop("第%(transfer)s号资金变动使“%(name)s”的一本账低于零。"),
    "after_close": noop("第%(transfer)s号资金变动发生在预算%(name)s结账以后。"),
    "untold": noop("第%(transfer)s号资金变动没有留痕，是从外面写进来的。"),
    "told_otherwise": noop("第%(transfer)s号资金变动和留痕第%(found)s行不符：%(name)s。"),
    "told_twice": noop("第%(transfer)s号资金变动在留痕里出现了两次，第二次在第%(found)s行。"),
    "gone": noop("留痕第%(found)s行记着第%(transfer)s号资金变动，账里没有。"),
    "key_twice": noop("第%(transfer)s号资金变动的办理编号以前用过（第%(found)s号）。"),
    "orphan": noop("分录指向第%(transfer)s号资金变动，账里没有。"),
    "balance": noop("账户“%(name)s”的余额和分录相加不符，差%(found)s分。"),
    "held": noop("账户“%(name)s”的已预留和各笔预留的未结金额不符，差%(found)s分。"),
    "reservation": noop("预留“%(name)s”的金额和它的资金变动不符。"),
    "reserved_twice": noop("“%(name)s”有两笔有效的预留。"),
    "renamed": noop("预算%(name)s的项目、年度、名称或者来源和第%(transfer)s号资金变动设立时不同。"),
    "state": noop("预算%(name)s的状态和结账记录不符。"),
}
PARTS = {  # what a transfer and its line in the journal both tell
    "kind": noop("事项"),
    "budget": noop("预算"),
    "amount_fen": noop("金额"),
    "on": noop("日期"),
    "at": noop("记账时间"),
    "actor": noop("经办账号"),
    "case": noop("所属案卷"),
    "reason": noop("理由"),
    "request": noop("办理编号"),
    "facts": noop("办理内容"),
    "entries": noop("分录"),
    "reservation": noop("预留"),
    "business_key": noop("预留的事由"),
    "expires_on": noop("到期日"),
}
WHOLE = noop("资金账完好：%(transfers)s笔变动、%(entries)s条分录、%(reservations)s笔预留，余额和留痕相符。")


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit: `transfer` is the number of the movement, 0 where no single one is to blame.

    `name` is a budget, source or business key; for told_otherwise the differing parts, joined by commas.
    """

    kind: str
    transfer: int = 0
    name: str = ""
    found: int = 0


@dataclass
class Report:
    """What a check has seen and found; a long list of faults is cut after `MOST_TOLD`, but never its first transfer."""

    transfers: int = 0
    entries: int = 0
    reservations: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether everything fits."""
        return not self.faults

    @property
    def first(self) -> Fault | None:
        """The fault of the first transfer that does not fit in itself; without one, of the first that a sum does not fit."""
        return self.in_order[0] if self.faults else None

    @property
    def in_order(self) -> list[Fault]:
        """All faults: transfers in themselves first, then sums; each by number, and what has no transfer last."""
        return sorted(
            self.faults, key=lambda fault: (fault.kind in FOLLOWING, fault.transfer == 0, fault.transfer)
        )

    def add(self, fault: Fault) -> None:
        """Take down a fault."""
        self.faults.append(fault)


def speak(fault: Fault) -> str:
    """Say a fault in a sentence."""
    if fault.kind == "elsewhere":
        return fault.name
    name = fault.name
    if fault.kind == "told_otherwise":
        name = _("、").join(_(PARTS[part]) if part in PARTS else part for part in name.split(","))
    return _(SENTENCES[fault.kind]) % {
        "transfer": fault.transfer,
        "name": name,
        "found": fault.found,
    }


def tell(report: Report) -> list[str]:
    """Give the sentences of a report, the first bad transfer first."""
    if report.is_whole:
        counts = {
            "transfers": report.transfers,
            "entries": report.entries,
            "reservations": report.reservations,
        }
        return [_(WHOLE) % counts]
    said = [speak(fault) for fault in report.in_order[:MOST_TOLD]]
    more = len(report.faults) - len(said)
    return (
        [*said, ngettext("此外还有%(more)s处不符。", "此外还有%(more)s处不符。", more) % {"more": more}]
        if more > 0
        else said
    )


def as_json(report: Report) -> dict[str, Any]:
    """Give a report for programs: whole or not, counts, first bad transfer, faults (at most `MOST_TOLD`)."""
    first = report.first
    return {
        "is_whole": report.is_whole,
        "transfers": report.transfers,
        "entries": report.entries,
        "reservations": report.reservations,
        "first_transfer": (first.transfer or None) if first else None,
        "faults": [
            {"kind": each.kind, "transfer": each.transfer or None, "name": each.name, "words": speak(each)}
            for each in report.in_order[:MOST_TOLD]
        ],
    }
