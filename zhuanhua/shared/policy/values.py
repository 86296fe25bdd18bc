"""What is a dated policy value, and which values hold on a day? Knows no Django and no files."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from zhuanhua.shared.policy.units import UNITS

EVIDENCE = {
    "READ": "条文已读",
    "READ-EXC": "读到节选",
    "2ND": "第三方转述",
    "MEM": "凭记忆待核",
    "ASSUME": "本地设定",
}
STATUSES = {"verified": "已核对", "unverified": "未核对", "local": "本地设定"}


class PolicyError(ValueError):
    """A value file that cannot be used; the text names the file, the id, the field and the way out."""

    def __init__(
        self, path: Path | str, identifier: str, field_name: str, message: str, way_out: str = ""
    ) -> None:
        where = "，".join(part for part in (str(path), identifier, field_name) if part)
        super().__init__(f"{where}：{message}{way_out}")
        self.path, self.identifier, self.field, self.message, self.way_out = (
            str(path),
            identifier,
            field_name,
            message,
            way_out,
        )


class MissingValue(PolicyError, AttributeError):
    """No such value holds on the day asked about."""


@dataclass(frozen=True)
class Source:
    """The document that gives a value. Its English short title is ours: only the original title counts."""

    doc: str
    article: str = ""
    url: str = ""
    doc_en: str = ""
    article_en: str = ""


@dataclass(frozen=True)
class Value:
    """One value for one span of days; `value` is an int (fen, basis points, days …), a date, a flag, a text or a tuple."""

    id: str
    value: Any
    unit: str
    effective_from: date
    effective_to: date | None
    source: Source
    evidence: str
    status: str
    name: str = ""
    name_en: str = ""
    note: str = ""
    precision: str = "day"

    @property
    def attribute(self) -> str:
        """Give the id as one word that ends in its unit: `…buyer.rate` in ratio is `…_buyer_rate_bp`."""
        word = self.id.replace(".", "_")
        suffix = UNITS[self.unit].suffix
        return word if not suffix or word.endswith(suffix) else f"{word}{suffix}"

    @property
    def is_verified(self) -> bool:
        """Whether the bureau has compared the value with the official text."""
        return self.status == "verified"

    @property
    def text(self) -> str:
        """Write the value with its unit, as an officer reads it."""
        return UNITS[self.unit].write(self.value)

    def holds_on(self, day: date) -> bool:
        """Say whether the value is in force on that day; the last day is included."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True, eq=False)
class Values:
    """The values of one book on one day. `values.review_from_fen` finds the id that ends so; `values.version` names the set."""

    path: str
    day: date
    entries: tuple[Value, ...]
    version: str
    _found: dict[str, Any] = field(default_factory=dict, repr=False)

    def __getattr__(self, name: str) -> Any:
        """Find a value by the last part or parts of its id."""
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._found:
            self._found[name] = self.entry(name).value
        return self._found[name]

    def value(self, identifier: str) -> Value:
        """Give the whole entry of an id, with source, evidence and status."""
        for entry in self.entries:
            if entry.id == identifier:
                return entry
        raise MissingValue(self.path, identifier, "", f"{self.day}没有这个值。", self._known())

    def entry(self, name: str) -> Value:
        """Give the whole entry that an attribute finds."""
        fitting = [entry for entry in self.entries if f"_{entry.attribute}".endswith(f"_{name}")]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = "、".join(entry.attribute for entry in fitting)
            raise MissingValue(self.path, name, "", f"有{len(fitting)}个值都以此结尾：{names}。", "请写全。")
        raise MissingValue(self.path, name, "", f"{self.day}没有这个值。", self._known())

    def _known(self) -> str:
        return f"当日有效的是：{'、'.join(entry.id for entry in self.entries) or '无'}。"

    def replaced(self, changes: dict[str, Any]) -> "Values":
        """The same set with other values for some ids, under a version of its own: what a replay asks."""
        for identifier in changes:
            self.value(identifier)
        entries = tuple(
            replace(entry, value=changes[entry.id]) if entry.id in changes else entry
            for entry in self.entries
        )
        programme = self.version.partition("@")[0]
        return Values(path=self.path, day=self.day, entries=entries, version=_version(programme, entries))


@dataclass(frozen=True, eq=False)
class Book:
    """All dated values of one file."""

    path: Path
    programme: str
    entries: tuple[Value, ...]

    def on(self, day: date) -> Values:
        """Choose the values that hold on that day; the version changes when, and only when, one of them does."""
        entries = tuple(entry for entry in self.entries if entry.holds_on(day))
        return Values(
            path=str(self.path), day=day, entries=entries, version=_version(self.programme, entries)
        )

    def ids(self) -> list[str]:
        """List the ids in the order of the file, each once."""
        return list(dict.fromkeys(entry.id for entry in self.entries))

    def history(self, identifier: str) -> list[Value]:
        """List every span of one id, oldest first."""
        return sorted(
            (entry for entry in self.entries if entry.id == identifier),
            key=lambda entry: entry.effective_from,
        )


def _version(programme: str, entries: tuple[Value, ...]) -> str:
    """Name a set of values: programme, the day the youngest took force, and a hash over what decides."""
    rows = sorted(
        [entry.id, entry.unit, repr(entry.value), entry.effective_from.isoformat()] for entry in entries
    )
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:10]
    since = max((entry.effective_from for entry in entries), default=None)
    return f"{programme}@{since or '-'}#{digest}"
