"""How do we know that a rule says what the document says? Cases in YAML, in words an officer can check, run against the rules.

    words: {合同额: total_fen, 设备: equipment_fen, 技术交易额: trade_fen}     # officer's word: column
    defaults: {设备: 0}                                                     # what a case need not repeat
    cases:
      - case: 服务合同扣除设备和材料
        rule: trade_amount                                                 # name in RULES; may be left out when there is one
        on: 2026-04-08                                                     # which values hold
        given: {合同额: "1,000,000元", 设备: 30万元}
        expect: {技术交易额: 70万元}
        source: policies/01 §5 no 1

Several rows that are judged together (a queue for one cap) are lists: `given: [{…}, {…}]`, `expect: [{…}, {…}]`.
A default counts only for rules that take its column. A column ending in `_fen` takes 元, 万元 or 亿元 as text (in quotes where it has a comma), or fen as a whole number; `_bp` takes 5% or basis points.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from zhuanhua.core import money
from zhuanhua.shared.policy import judge
from zhuanhua.shared.policy.book import Book, PolicyError, read_yaml

FIELDS = ("case", "rule", "on", "given", "expect", "source")
HEADS = ("words", "defaults", "cases")
Rules = Mapping[str, Callable[..., Any]]

_AMOUNT = re.compile(r"(.+?)\s*(亿元|万元|元)")
_PERCENT = re.compile(r"(\d+)(?:\.(\d{1,2}))?%")
_UNITS = {"元": "yuan", "万元": "wan", "亿元": "yi"}


@dataclass(frozen=True)
class Case:
    """One given and what must follow from it; `more` holds the further rows of a queue as (given, expect)."""

    path: str
    title: str
    rule: str
    on: date | None
    given: dict[str, Any]
    expect: dict[str, Any]
    source: str
    more: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = ()
    defaults: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # how the file calls the columns

    @property
    def pairs(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Every row with what is expected of it."""
        return [(self.given, self.expect), *self.more]

    def rows(self, columns: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows as a rule takes them: what is given, else the default, else unknown."""
        usual = {name: self.defaults.get(name) for name in columns}
        return [usual | given for given, _expect in self.pairs]


@dataclass(frozen=True)
class Outcome:
    """What a case gave; `differences` holds (column, expected, got) for each expectation that was missed."""

    case: Case
    differences: tuple[tuple[str, Any, Any], ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.differences

    def sentence(self) -> str:
        """Say what was expected and what came."""
        missed = "；".join(
            f"{self._called(name)}应为{_told(name, expected)}，得到{_told(name, got)}"
            for name, expected, got in self.differences
        )
        return f"{self.case.title}：{missed or '符合'}"

    def _called(self, name: str) -> str:
        """Call a column as the case file does."""
        place, _dot, column = name.rpartition(".")
        word = self.case.names.get(column, column)
        return f"第{place}行的{word}" if place else word


def _told(name: str, value: Any) -> str:
    """Tell a value to a person who does not program."""
    if value is None:
        return "没有值"
    if name.endswith("_fen") and type(value) is int:
        return f"{money.yuan_text(value)}元"
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def read(path: Path) -> list[Case]:
    """Read a case file; raises PolicyError that names the case and the way out."""
    content = read_yaml(path)
    head = content if isinstance(content, dict) else {"cases": content}
    for name in head:
        if name not in HEADS:
            raise PolicyError(path.name, "", str(name), "不认识这一项。", f"可用的是：{'、'.join(HEADS)}。")
    words, defaults = head.get("words") or {}, head.get("defaults") or {}
    rows = head.get("cases")
    if not isinstance(rows, list) or not rows:
        raise PolicyError(path.name, "", "cases", "没有案例。", "请以“- case: …”开始每个案例。")
    return [_case(path, words, defaults, row) for row in rows]


def run(path: Path, rules: Rules, book: Book) -> list[Outcome]:
    """Run every case of a file against the rules of its programme."""
    return [run_case(case, rules, book) for case in read(path)]


def run_case(case: Case, rules: Rules, book: Book) -> Outcome:
    """Run one case. A rule declared with @takes goes through Ibis; any other is called with (given, values)."""
    if not case.rule and len(rules) != 1:
        raise PolicyError(case.path, case.title, "rule", "没有写明规则。", f"可用的是：{'、'.join(rules)}。")
    if case.rule and case.rule not in rules:
        raise PolicyError(
            case.path, case.title, "rule", f"没有“{case.rule}”这条规则。", f"可用的是：{'、'.join(rules)}。"
        )
    rule = rules[case.rule] if case.rule else next(iter(rules.values()))
    values = book.on(case.on or date.max)
    columns = getattr(rule, "columns", None)
    if columns is None:
        answers = [rule(case.defaults | given, values) for given, _expect in case.pairs]
    else:
        answers = judge.judge(rule, case.rows(columns), values)
    queued = len(case.pairs) > 1
    missed = [
        (f"{place}.{name}" if queued else name, expected, answer.get(name, "（没有这一项）"))
        for place, ((_given, expect), answer) in enumerate(zip(case.pairs, answers, strict=True), 1)
        for name, expected in expect.items()
        if name not in answer or answer[name] != expected
    ]
    return Outcome(case, tuple(missed))


def _case(path: Path, words: dict[str, str], defaults: dict[str, Any], row: Any) -> Case:
    if not isinstance(row, dict) or not row.get("case"):
        raise PolicyError(path.name, str(row)[:40], "case", "案例没有标题。", "请以“- case: …”开始。")
    title = str(row["case"])
    for name in row:
        if name not in FIELDS:
            raise PolicyError(
                path.name, title, str(name), "不认识这一项。", f"可用的是：{'、'.join(FIELDS)}。"
            )
    pairs = _pairs(path, title, row)
    if not row.get("source"):
        raise PolicyError(path.name, title, "source", "没有写明出处。", "请写文号和条款。")
    on = row.get("on")
    if on is not None and type(on) is not date:
        raise PolicyError(path.name, title, "on", f"“{on}”不是日期。", "请写成2026-03-01，不加引号。")
    (given, expect), *more = (
        (_named(path, title, words, one), _named(path, title, words, other)) for one, other in pairs
    )
    return Case(
        path.name,
        title,
        str(row.get("rule") or ""),
        on,
        given,
        expect,
        str(row["source"]),
        tuple(more),
        _named(path, title, words, defaults),
        {column: word for word, column in words.items()},
    )


def _pairs(path: Path, title: str, row: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    sides = []
    for name in ("given", "expect"):
        side = row.get(name)
        rows = side if isinstance(side, list) else [side]
        if not rows or not all(isinstance(each, dict) and each for each in rows):
            raise PolicyError(path.name, title, name, "没有填。", "请写成{项目: 值}。")
        sides.append(rows)
    given, expect = sides
    if len(given) != len(expect):
        raise PolicyError(
            path.name, title, "expect", f"有{len(given)}行给定、{len(expect)}行应有。", "请逐行对应。"
        )
    return list(zip(given, expect, strict=True))


def _named(path: Path, title: str, words: dict[str, str], facts: dict[str, Any]) -> dict[str, Any]:
    return {
        words.get(name, name): _fact(path, title, words.get(name, name), value)
        for name, value in facts.items()
    }


def _fact(path: Path, title: str, name: str, value: Any) -> Any:
    if isinstance(value, float):
        raise PolicyError(
            path.name, title, name, f"{value}带小数点而没有单位。", f"请写成“{value}元”或“{value}%”。"
        )
    if name.endswith("_fen") and isinstance(value, str):
        return _fen(path, title, name, value)
    if name.endswith("_bp") and isinstance(value, str):
        found = _PERCENT.fullmatch(value.strip())
        if not found:
            raise PolicyError(path.name, title, name, f"“{value}”不是百分比。", "请写成5%或12.25%。")
        return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    return value


def _fen(path: Path, title: str, name: str, value: str) -> int:
    found = _AMOUNT.fullmatch(value.strip())
    if not found:
        raise PolicyError(
            path.name, title, name, f"“{value}”没有单位。", "请写成650,000元、65万元或0.5亿元。"
        )
    try:
        return money.parse_fen(found[1], _UNITS[found[2]])
    except money.AmountError as fault:
        raise PolicyError(path.name, title, name, str(fault)) from fault
