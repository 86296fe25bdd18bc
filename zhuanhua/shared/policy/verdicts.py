"""Why this amount? A verdict sheet: every condition with the value used and where it came from, then the arithmetic to the result.

A sheet is plain JSON with texts in both languages, so that it can be stored with a decision and read as it was, for ever. Its digest
covers every character. It is payable when an amount is due and every value behind it is verified or confirmed by the bureau.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy

from zhuanhua.shared.policy import judge
from zhuanhua.shared.policy.book import PolicyError, Value, Values
from zhuanhua.shared.policy.rules import Row, Rule, values_used
from zhuanhua.shared.policy.templatetags.policy import EVIDENCE, STATUSES, value_name, value_text
from zhuanhua.shared.policy.wording import LANGUAGES, fact_said, in_language, said

FORM = 1  # of the JSON; a later form gets the next number, old sheets stay as they are
MET = {True: "yes", False: "no", None: "unknown"}
NOT_ENTITLED = gettext_lazy("有条件不满足或者待定")
Confirmed = Mapping[str, dict[str, str]]


@dataclass(frozen=True)
class Sheet:
    """One verdict, as JSON content; see `fresh` for its keys."""

    content: dict[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON."""
        return digest_of(self.content)

    @property
    def version(self) -> str:
        """Which set of values was used."""
        return str(self.content["version"])

    @property
    def amount_fen(self) -> int:
        """The result, whole fen."""
        return int(self.content["amount_fen"])

    @property
    def possible_fen(self) -> int | None:
        """What would be due if every condition were met; None where the amount is not known yet."""
        known = self.content["possible_fen"]
        return None if known is None else int(known)

    @property
    def held_fen(self) -> int:
        """What will be due once everything unknown is known to be met; zero where something is due already, or a condition is not met."""
        met = {each["met"] for each in self.content["conditions"]}
        return (self.possible_fen or 0) if "unknown" in met and "no" not in met else 0

    @property
    def parts(self) -> dict[str, int]:
        """How the result is split, by column."""
        return {part["column"]: part["amount_fen"] for part in self.content["parts"]}

    @property
    def is_entitled(self) -> bool:
        """Whether every condition is met."""
        return bool(self.content["is_entitled"])

    @property
    def open_conditions(self) -> list[dict[str, Any]]:
        """Conditions that are not met or not known."""
        return [each for each in self.content["conditions"] if each["met"] != "yes"]

    @property
    def unconfirmed(self) -> list[dict[str, Any]]:
        """Values used that nobody has verified or confirmed; each with id, name and text in both languages."""
        return [value for value in self.content["values"].values() if not value["may_pay"]]

    @property
    def payable(self) -> bool:
        """Whether money may go out on this sheet."""
        return self.amount_fen > 0 and not self.unconfirmed


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content in canonical form: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verdict(
    rule: Rule,
    rows: Row | Sequence[Row],
    on: date,
    values: Values | None = None,
    *,
    confirmed: Confirmed | None = None,
) -> Sheet:
    """Judge the first row among those that share a cap with it, and write its sheet.

    Without `confirmed` (what `queries.confirmed()` gives) no value counts as confirmed, so nothing unverified is payable.
    """
    rows = [rows] if isinstance(rows, dict) else list(rows)
    values = values or rule.values(on)
    answer = judge.judge(rule.function, rows, values)[0]
    return _sheet(rule, rows[0], answer, on, values, confirmed)


def verdicts(
    rule: Rule,
    rows: Iterable[Row],
    on: date,
    values: Values | None = None,
    *,
    confirmed: Confirmed | None = None,
    only: Callable[[Row], bool] | None = None,
) -> list[Sheet]:
    """Judge all rows in one pass and write a sheet for each, in their order: what a batch does.

    With `only`, which takes a row with its answer, sheets are written for the chosen ones alone.
    """
    values = values or rule.values(on)
    rows = list(rows)
    answers = judge.judge(rule.function, rows, values)
    return [
        _sheet(rule, row, answer, on, values, confirmed)
        for row, answer in zip(rows, answers, strict=True)
        if only is None or only(answer)
    ]


def _sheet(rule: Rule, row: Row, answer: Row, on: date, values: Values, confirmed: Confirmed | None) -> Sheet:
    used = values_used(rule, values)
    return Sheet(
        fresh(rule, row, answer, on=on, version=values.version, used=used, confirmed=confirmed or {})
    )


def fresh(
    rule: Rule,
    row: Row,
    answer: Row,
    *,
    on: date,
    version: str,
    used: tuple[Value, ...],
    confirmed: Confirmed,
) -> dict[str, Any]:
    """Put the content together."""
    refuse_odd_columns(rule, answer)
    met = [answer[condition.column] for condition in rule.conditions]
    return {
        "form": FORM,
        "rule": rule.code,
        "title": said(rule.title),
        "on": on.isoformat(),
        "version": version,
        "case": {"kind": rule.case_kind, "number": str(row[rule.key])},
        "facts": {name: _plain(value) for name, value in row.items()},
        "conditions": [
            {
                "column": condition.column,
                "text": said(condition.text),
                "met": MET[found],
                "unmet": said(condition.unmet),
                "values": list(condition.values),
                "found": fact_said(row | answer, condition.facts),
                "clause": said(condition.clause),
                "document": condition.document,
            }
            for condition, found in zip(rule.conditions, met, strict=True)
        ],
        "steps": _steps(rule, answer, is_entitled=all(found is True for found in met)),
        "values": {entry.id: value_record(entry) | _standing(entry, confirmed) for entry in used},
        "is_entitled": all(found is True for found in met),
        "possible_fen": answer[rule.possible or rule.result],
        "amount_fen": answer[rule.result],
        "parts": [
            {"column": column, "label": said(label), "amount_fen": answer[column]}
            for column, label in rule.parts
        ],
    }


def refuse_odd_columns(rule: Rule, answer: Row) -> None:
    """Say which column a rule names and its function does not give; a wrong type is as bad."""
    wanted = [
        rule.result,
        *(step.column for step in rule.steps if step.column),
        *(name for name, _label in rule.parts),
    ]
    odd = [name for name in wanted if name not in answer or type(answer[name]) not in {int, type(None)}]
    odd += [each.column for each in rule.conditions if answer.get(each.column, "") not in {True, False, None}]
    if odd or answer[rule.result] is None:
        raise PolicyError(rule.code, "", "、".join(odd or [rule.result]), "规则没有给出这一列。")


def _steps(rule: Rule, answer: Row, *, is_entitled: bool) -> list[dict[str, Any]]:
    steps = [
        {
            "operator": step.operator,
            "label": said(step.label),
            "amount_fen": answer[step.column] if step.column else None,
            "has_amount": bool(step.column),
            "value": step.value.format_map(answer),
            "kind": step.kind,
            "clause": said(step.clause),
        }
        for step in rule.steps
    ]
    if not is_entitled:
        missed = {"operator": "×", "label": said(NOT_ENTITLED), "amount_fen": 0, "has_amount": True}
        steps.insert(len(steps) - 1, missed | {"value": "", "kind": "", "clause": said("")})
    return steps


def _standing(entry: Value, confirmed: Confirmed) -> dict[str, Any]:
    found = None if entry.is_verified else confirmed.get(fingerprint(entry))
    return {"confirmed": dict(found) if found else None, "may_pay": entry.is_verified or bool(found)}


@lru_cache(maxsize=4096)
def fingerprint(entry: Value) -> str:
    """SHA-256 over what a confirmation is about: id, value, unit, days, document and article. Anything else may be reworded."""
    until = entry.effective_to.isoformat() if entry.effective_to else None
    parts = [entry.id, repr(entry.value), entry.unit, entry.effective_from.isoformat(), until]
    parts += [entry.source.doc, entry.source.article]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def value_record(entry: Value) -> dict[str, Any]:
    """Write a value with its unit, days, document, evidence and status, in both languages."""
    return dict(_value_record(entry))


@lru_cache(maxsize=4096)
def _value_record(entry: Value) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": {key: in_language(language, value_name, entry) for key, language in LANGUAGES.items()},
        "value": _plain(entry.value),
        "text": {key: in_language(language, value_text, entry) for key, language in LANGUAGES.items()},
        "unit": entry.unit,
        "effective_from": entry.effective_from.isoformat(),
        "effective_to": entry.effective_to.isoformat() if entry.effective_to else None,
        "doc": entry.source.doc,
        "article": entry.source.article,
        "doc_en": entry.source.doc_en,
        "article_en": entry.source.article_en,
        "url": entry.source.url,
        "evidence": entry.evidence,
        "evidence_text": said(EVIDENCE[entry.evidence]),
        "status": entry.status,
        "status_text": said(STATUSES[entry.status][1]),
        "fingerprint": fingerprint(entry),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | int) else str(value)
