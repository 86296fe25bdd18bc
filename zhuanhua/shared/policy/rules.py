"""Which rules can be asked? A programme registers each with its conditions, its arithmetic and the past cases it applies to.

    register(Rule(
        code="contracts.subsidy.seller", title=_("技术合同补贴（输出方）"), book=FOLDER / "policy_subsidy_values.yaml",
        function=policy_subsidy.seller, party="seller", case_kind="contract", result="grant_fen",
        conditions=(Condition("payee_is_local", _("输出方在本市注册"), _("在本市注册的单位才能享受"), (), _("适用范围")), …),
        steps=(Step("×", _("补贴比例"), value="contracts.subsidy.seller.rate"), …),
        cases=queries.seller_rows,
    ))

A rule is one pure function, Table → Table: one case, a replay of a year and ten million rows go through it alike.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhuanhua.shared.policy.book import Book, PolicyError, Value, Values, load

Row = dict[str, Any]
Cases = Callable[[date], Iterable[Row]]


@dataclass(frozen=True)
class Condition:
    """One condition: the boolean column that the function adds, its words, what would meet it, the values it uses. `clause` is the article when no value gives one; `document` then is
    the id of a value from the same document, which is cited with its evidence and status. `facts` are (column, label) of the case that it looks at;
    columns that end in `_fen` are amounts, and one fact alone needs no label.
    """

    column: str
    text: Any
    unmet: Any
    values: tuple[str, ...] = ()
    clause: Any = ""
    document: str = ""
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Step:
    """One line of the arithmetic: operator, words, an amount from a column (fen) or a value's own text, and where it comes from.

    A value may depend on the case: `vouchers.rate.{service_kind}` names the one of the row's kind.
    """

    operator: str
    label: Any
    column: str = ""
    value: str = ""
    kind: str = ""  # "", "rule" draws a line above, "total" closes with a double rule
    clause: Any = ""


def _no_cases(on: date) -> Iterable[Row]:
    return ()


def _as_written(number: str) -> str:
    return number


def _own_names(parties: Iterable[str]) -> Mapping[str, str]:
    return {party: party for party in parties}


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule with everything that a verdict sheet and a replay need.

    `cases(on)` gives the rows of all past cases that a replay on that day runs over; `queue(number, on)` the row of one case and
    those that share a cap with it (without it, `cases` is searched); `known_as` gives a case's own
    number for another that people have of it; `names` words parties; `possible` is the
    column of what would be due if every condition were met; `parts` are columns that split the result.
    """

    code: str
    title: Any
    book: Path
    function: Callable[..., Any]
    conditions: tuple[Condition, ...]
    steps: tuple[Step, ...]
    result: str
    party: str
    key: str = "number"
    case_kind: str = ""
    possible: str = ""
    parts: tuple[tuple[str, Any], ...] = ()
    cases: Cases = _no_cases
    queue: Callable[[str, date], list[Row]] | None = None
    names: Callable[[Iterable[str]], Mapping[str, str]] = _own_names
    note: Any = ""
    known_as: Callable[[str], str] = _as_written

    @property
    def shelf(self) -> str:
        """The label of the shelf that keeps its values: `contracts.subsidy`."""
        return self.code.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its name in the policy room's RULES, under which the worked cases run."""
        return self.code.rpartition(".")[2]

    def dated(self) -> Book:
        """The dated values."""
        return load(self.book, programme=self.shelf)

    def values(self, on: date) -> Values:
        """The values that hold on a day."""
        return self.dated().on(on)

    def rows_for(self, number: str, on: date) -> list[Row]:
        """The rows to judge for one case: itself first, then those of the same party. Raises LookupError when there is none."""
        rows = self.queue(number, on) if self.queue else list(self.cases(on))
        own = next((row for row in rows if row[self.key] == number), None)
        if own is None:
            raise LookupError(number)
        return [own, *(row for row in rows if row is not own and row[self.party] == own[self.party])]


_RULES: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Take a rule into the list; a second one under the same code replaces the first only when it is the same function."""
    known = _RULES.get(rule.code)
    if known is not None and known.function is not rule.function:
        message = f"rule {rule.code} is registered twice"
        raise ValueError(message)
    _RULES[rule.code] = rule


def rules() -> list[Rule]:
    """Every registered rule by code."""
    return [_RULES[code] for code in sorted(_RULES)]


def find(code: str) -> Rule:
    """Give a rule; raises PolicyError that names the known ones."""
    if code not in _RULES:
        known = "、".join(sorted(_RULES))
        raise PolicyError(code, "", "", "没有这条规则。", f"可用的是：{known}。")
    return _RULES[code]


def values_used(rule: Rule, values: Values) -> tuple[Value, ...]:
    """Every value that decides: those that conditions and steps name, and whatever else the function reads.

    The function itself is watched, so a value that nobody declared still has to be confirmed before it pays.
    """
    return _used(rule, values.version, _Held(values))


class _Held:
    """Carries the values past the cache, which is keyed by their version alone."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


class _Watched:
    """Values that remember which of them were read."""

    def __init__(self, values: Values) -> None:
        self._values, self.read = values, dict[str, Value]()

    def __getattr__(self, name: str) -> Any:
        return self._note(self._values.entry(name)).value

    def value(self, identifier: str) -> Value:
        return self._note(self._values.value(identifier))

    def _note(self, entry: Value) -> Value:
        self.read[entry.id] = entry
        return entry


@lru_cache(maxsize=256)
def _used(rule: Rule, version: str, held: _Held) -> tuple[Value, ...]:
    import ibis

    watched = _Watched(held.values)
    rule.function(ibis.table(rule.function.columns, name="watched"), watched)  # type: ignore[attr-defined]
    declared = [
        *(each for condition in rule.conditions for each in condition.values),
        *(condition.document for condition in rule.conditions if condition.document),
        *(step.value for step in rule.steps if step.value and "{" not in step.value),
    ]
    for identifier in declared:
        watched.value(identifier)
    return tuple(watched.read[each] for each in sorted(watched.read))
