"""What would another value have done? A rule runs over all its past cases twice: with today's values and with changed ones.

Who gains, who loses, by how much, what it costs before and after: by case and by party, in whole fen, without a rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core import money
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.policy import judge
from zhuanhua.shared.policy.book import PolicyError, Value, Values, load, read_yaml
from zhuanhua.shared.policy.rules import Rule
from zhuanhua.shared.policy.templatetags.policy import code_of
from zhuanhua.shared.policy.units import UNITS, UnitFault

MOST_CASES = (
    400_000  # a page waits a few seconds for so many; more is for the bench and the analysts' own engine
)
WORDED = (("亿元", "yi"), ("万元", "wan"), ("元", "yuan"))


@dataclass(frozen=True)
class Change:
    """One case before and after, in fen."""

    number: str
    party: str
    name: str
    before_fen: int
    after_fen: int

    @property
    def difference_fen(self) -> int:
        """What it gains; less than zero is a loss."""
        return self.after_fen - self.before_fen


@dataclass(frozen=True)
class PartyChange:
    """All cases of one party together."""

    party: str
    name: str
    cases: int
    paid_before: int
    paid_after: int
    before_fen: int
    after_fen: int

    @property
    def difference_fen(self) -> int:
        """What it gains; less than zero is a loss."""
        return self.after_fen - self.before_fen


@dataclass(frozen=True)
class Replay:
    """The outcome of a replay; `changed` pairs every replaced value with what replaced it."""

    rule: Rule
    on: date
    version_before: str
    version_after: str
    changed: tuple[tuple[Value, Value], ...]
    cases: tuple[Change, ...]

    @property
    def before_fen(self) -> int:
        """The cost with today's values."""
        return sum(case.before_fen for case in self.cases)

    @property
    def after_fen(self) -> int:
        """The cost with the changed values."""
        return sum(case.after_fen for case in self.cases)

    @property
    def difference_fen(self) -> int:
        """What the change costs."""
        return self.after_fen - self.before_fen

    @cached_property
    def parties(self) -> tuple[PartyChange, ...]:
        """Every party that is paid before or after, the largest loss first, then the largest gain, then those unmoved."""
        found: dict[str, list[Change]] = {}
        for case in self.cases:
            found.setdefault(case.party, []).append(case)
        parties = [_together(cases) for cases in found.values()]
        paid = [each for each in parties if each.before_fen or each.after_fen]
        return tuple(sorted(paid, key=_weight))

    @property
    def gainers(self) -> list[PartyChange]:
        """Who gets more, the most first."""
        return sorted((each for each in self.parties if each.difference_fen > 0), key=_weight)

    @property
    def losers(self) -> list[PartyChange]:
        """Who gets less, the most first."""
        return sorted((each for each in self.parties if each.difference_fen < 0), key=_weight)

    @property
    def paid_cases(self) -> tuple[int, int]:
        """How many cases are paid before and after."""
        return sum(case.before_fen > 0 for case in self.cases), sum(case.after_fen > 0 for case in self.cases)

    @property
    def paid_parties(self) -> tuple[int, int]:
        """How many parties are paid before and after."""
        return sum(each.before_fen > 0 for each in self.parties), sum(
            each.after_fen > 0 for each in self.parties
        )


def _weight(party: PartyChange) -> tuple[int, int, str]:
    return (-abs(party.difference_fen), -party.after_fen, party.party)


def _together(cases: list[Change]) -> PartyChange:
    return PartyChange(
        cases[0].party,
        cases[0].name,
        len(cases),
        sum(case.before_fen > 0 for case in cases),
        sum(case.after_fen > 0 for case in cases),
        sum(case.before_fen for case in cases),
        sum(case.after_fen for case in cases),
    )


def replay(rule: Rule, *, on: date, overrides: Path | Mapping[str, Any] | None = None) -> Replay:
    """Run the rule over all its past cases with the values of a day and with the overrides.

    Overrides are a YAML file (see `overrides_in`) or a mapping of value id to a value as `Values` keeps it (fen, basis points …).
    Nothing is stored and nothing is paid.
    """
    values = rule.values(on)
    changes = overrides_in(overrides, values) if isinstance(overrides, Path) else dict(overrides or {})
    after = values.replaced(changes)
    rows = list(rule.cases(on))
    if len(rows) > MOST_CASES:
        message = _("案例有%(count)s件，一次试算最多%(most)s件。") % {"count": len(rows), "most": MOST_CASES}
        raise Refusal(message, way_out=_("请换一天，缩小范围。"), code="too_many")
    first = judge.judge(rule.function, rows, values)
    second = judge.judge(rule.function, rows, after) if changes else first
    names = rule.names(dict.fromkeys(row[rule.party] for row in rows))
    cases = [
        Change(
            row[rule.key],
            row[rule.party],
            names.get(row[rule.party], row[rule.party]),
            one[rule.result],
            two[rule.result],
        )
        for row, one, two in zip(rows, first, second, strict=True)
    ]
    changed = tuple(
        (old, new) for old, new in zip(values.entries, after.entries, strict=True) if old.value != new.value
    )
    return Replay(rule, on, values.version, after.version, changed, tuple(cases))


def overrides_in(path: Path, values: Values) -> dict[str, Any]:
    """Read overrides from YAML: a value file (a list of full entries, those that hold on the day count), or a plain `id: value`."""
    content = read_yaml(path)
    if isinstance(content, list):
        found = load(path, programme="replay").on(values.day).entries
        return {entry.id: _of_same_unit(path, entry, values.value(entry.id)) for entry in found}
    if not isinstance(content, dict) or not content:
        raise PolicyError(
            path.name, "", "", "文件里没有规则值。", "请写成“编号: 值”，一行一个；或用规则文件的写法。"
        )
    return {identifier: read_typed(values.value(identifier), value) for identifier, value in content.items()}


def _of_same_unit(path: Path, entry: Value, known: Value) -> Any:
    if UNITS[entry.unit].suffix != UNITS[known.unit].suffix:
        raise PolicyError(
            path.name, entry.id, "unit", f"单位是{entry.unit}，规则用{known.unit}。", "请用同一单位。"
        )
    return entry.value


def read_typed(entry: Value, typed: Any) -> Any:
    """Read another value for an entry as a person types it: 50万元, 8%, 0.08, true, small、micro; bare numbers as in the rule file.

    Raises PolicyError that names the id and says what to write instead.
    """
    try:
        return (
            UNITS[entry.unit].read(typed) if not isinstance(typed, str) else _read_text(entry, typed.strip())
        )
    except (UnitFault, money.AmountError) as fault:
        raise PolicyError(entry.id, "", "", str(fault)) from fault


def _read_text(entry: Value, text: str) -> Any:
    unit = UNITS[entry.unit]
    if unit.suffix == "_fen":
        for word, name in WORDED:
            if text.endswith(word):
                return money.parse_fen(text.removesuffix(word), name)
    if unit.suffix == "_bp" and text.endswith(("%", "％")):
        return UNITS["ratio"].read(_hundredth(text[:-1].strip()))
    if entry.unit == "list":
        parts = text.replace("、", ",").replace("，", ",").split(",")
        return unit.read([code_of(part.strip()) for part in parts if part.strip()])
    if entry.unit == "flag":
        return unit.read({"true": True, "false": False, "是": True, "否": False}.get(text.lower(), text))
    if entry.unit == "date":
        try:
            return unit.read(date.fromisoformat(text))
        except ValueError:
            return unit.read(text)
    if entry.unit in {"text", "ratio", "yuan", "wan", "yi"}:
        return unit.read(text)
    return unit.read(int(text) if text.isascii() and text.isdigit() and len(text) < 20 else text)


def _hundredth(percent: str) -> str:
    """Shift the point of a percentage by two places, as text, so that nothing is rounded."""
    whole, _point, fraction = percent.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) < 6 and (fraction.isdigit() or not fraction)):
        raise UnitFault(f"“{percent}%”不是百分比。", "请写成8%或12.25%。")
    digits = whole.zfill(3)
    return f"{digits[:-2]}.{digits[-2:]}{fraction}"
