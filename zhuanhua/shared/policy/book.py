"""Which numbers does the policy give, since when and by which document? Dated values read from YAML; knows no Django.

A file is a list of values. Each has an id, a value with its unit, the days on which it holds (`effective_to` included),
the source document with article and address, how well the source was read (evidence) and whether the bureau has
confirmed it (status). Everything else is refused, with file, id, field and the way out.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from zhuanhua.shared.policy.units import UNITS, UnitFault

EVIDENCE = {
    "READ": "条文已读",
    "READ-EXC": "读到节选",
    "2ND": "第三方转述",
    "MEM": "凭记忆待核",
    "ASSUME": "本地设定",
}
STATUSES = {"verified": "已核对", "unverified": "未核对", "local": "本地设定"}
REQUIRED = ("id", "value", "unit", "effective_from", "source", "evidence", "status")
OPTIONAL = ("effective_to", "name", "name_en", "note", "precision")
SOURCE_FIELDS = ("doc", "article", "url")
PRECISIONS = ("day", "month", "year")


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
    """The document that gives a value."""

    doc: str
    article: str = ""
    url: str = ""


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
    """The values of one book on one day. `values.review_floor_fen` finds the id that ends so; `values.version` names the set."""

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
            self._found[name] = self._find(name).value
        return self._found[name]

    def value(self, identifier: str) -> Value:
        """Give the whole entry of an id, with source, evidence and status."""
        for entry in self.entries:
            if entry.id == identifier:
                return entry
        raise MissingValue(self.path, identifier, "", f"{self.day}没有这个值。", self._known())

    def _find(self, name: str) -> Value:
        fitting = [entry for entry in self.entries if f"_{entry.attribute}".endswith(f"_{name}")]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = "、".join(entry.attribute for entry in fitting)
            raise MissingValue(self.path, name, "", f"有{len(fitting)}个值都以此结尾：{names}。", "请写全。")
        raise MissingValue(self.path, name, "", f"{self.day}没有这个值。", self._known())

    def _known(self) -> str:
        return f"当日有效的是：{'、'.join(entry.id for entry in self.entries) or '无'}。"


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


@lru_cache(maxsize=64)
def load(path: Path | str, *, programme: str = "") -> Book:
    """Read a value file; the programme is the folder's name unless given. Raises PolicyError on the first fault."""
    path = Path(path)
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise PolicyError(path.name, "", "", "文件应是一个列表。", "请以“- id: …”开始每个值。")
    entries = tuple(_entry(path, row) for row in rows)
    _refuse_overlap(path, entries)
    return Book(path=path, programme=programme or path.parent.name, entries=entries)


def read_yaml(path: Path) -> Any:
    """Read YAML strictly: a key given twice is an error, and so is a number with a decimal point outside quotes."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_Strict)  # noqa: S506 - _Strict is a SafeLoader
    except FileNotFoundError as fault:
        raise PolicyError(path, "", "", "没有这个文件。", "请核对路径。") from fault
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else ""
        raise PolicyError(
            path.name, "", line, f"不是合格的YAML：{getattr(fault, 'problem', fault)}。", "请改正这一行。"
        ) from fault


def _entry(path: Path, row: Any) -> Value:
    if not isinstance(row, dict):
        raise PolicyError(path.name, "", "", f"“{str(row)[:40]}”不是一个值。", "请以“- id: …”开始。")
    identifier = str(row.get("id", "")) or "（无id）"
    _refuse_unknown(path, identifier, row)
    since, until = _days(path, identifier, row)
    _refuse_mismatch(path, identifier, row)
    return Value(
        id=identifier,
        value=_value(path, identifier, row),
        unit=row["unit"],
        effective_from=since,
        effective_to=until,
        source=_source(path, identifier, row["source"]),
        evidence=row["evidence"],
        status=row["status"],
        name=str(row.get("name", "")),
        name_en=str(row.get("name_en", "")),
        note=str(row.get("note", "")),
        precision=row.get("precision", "day"),
    )


def _refuse_unknown(path: Path, identifier: str, row: dict[str, Any]) -> None:
    for name in REQUIRED:
        if row.get(name) is None:
            raise PolicyError(path.name, identifier, name, "没有填。", "请补上这一项。")
    for name in row:
        if name not in REQUIRED + OPTIONAL:
            raise PolicyError(
                path.name,
                identifier,
                str(name),
                "不认识这一项。",
                f"可用的是：{'、'.join(REQUIRED + OPTIONAL)}。",
            )
    parts = identifier.split(".")
    if not all(part.isidentifier() and part == part.lower() for part in parts):
        raise PolicyError(
            path.name,
            identifier,
            "id",
            "编号只用小写英文、数字和下划线，以点分段。",
            "例如contracts.review.floor_fen。",
        )
    for name, known in (("unit", UNITS), ("evidence", EVIDENCE), ("status", STATUSES)):
        if row[name] not in known:
            raise PolicyError(
                path.name, identifier, name, f"不认识“{row[name]}”。", f"可用的是：{'、'.join(known)}。"
            )
    if row.get("precision", "day") not in PRECISIONS:
        raise PolicyError(
            path.name,
            identifier,
            "precision",
            f"不认识“{row['precision']}”。",
            f"可用的是：{'、'.join(PRECISIONS)}。",
        )


def _refuse_mismatch(path: Path, identifier: str, row: dict[str, Any]) -> None:
    evidence, status = row["evidence"], row["status"]
    if evidence == "ASSUME" and status != "local":
        raise PolicyError(
            path.name, identifier, "status", "没有来源的设定只能是local。", "请改为status: local。"
        )
    if evidence in {"2ND", "MEM"} and status == "verified":
        raise PolicyError(
            path.name,
            identifier,
            "status",
            f"证据为{evidence}的值不能标为verified。",
            "请核对原文后改evidence，或标为unverified。",
        )


def _days(path: Path, identifier: str, row: dict[str, Any]) -> tuple[date, date | None]:
    for name in ("effective_from", "effective_to"):
        day = row.get(name)
        if not (name == "effective_to" and day is None) and type(day) is not date:
            raise PolicyError(
                path.name, identifier, name, f"“{day}”不是日期。", "请写成2026-03-01，不加引号。"
            )
    since, until = row["effective_from"], row.get("effective_to")
    if until is not None and until < since:
        raise PolicyError(
            path.name, identifier, "effective_to", f"{until}早于生效日{since}。", "请改正两个日期之一。"
        )
    return since, until


def _value(path: Path, identifier: str, row: dict[str, Any]) -> Any:
    unit = UNITS[row["unit"]]
    for suffix in ("_fen", "_bp", "_days", "_months", "_years"):
        if identifier.endswith(suffix) and suffix != unit.suffix:
            raise PolicyError(
                path.name,
                identifier,
                "unit",
                f"编号以{suffix}结尾，单位却是{row['unit']}。",
                "请改编号或改单位。",
            )
    try:
        return unit.read(row["value"])
    except UnitFault as fault:
        raise PolicyError(path.name, identifier, "value", fault.message, fault.way_out) from fault


def _source(path: Path, identifier: str, row: Any) -> Source:
    if not isinstance(row, dict) or not row.get("doc"):
        raise PolicyError(
            path.name,
            identifier,
            "source",
            "没有写明文件。",
            "请写成{doc: 文号, article: 第几条, url: 网址}。",
        )
    for name in row:
        if name not in SOURCE_FIELDS:
            raise PolicyError(
                path.name,
                identifier,
                f"source.{name}",
                "不认识这一项。",
                f"可用的是：{'、'.join(SOURCE_FIELDS)}。",
            )
    url = str(row.get("url") or "")
    if url and not url.startswith(("https://", "http://")):
        raise PolicyError(
            path.name, identifier, "source.url", f"“{url}”不是网址。", "请以https://或http://开头。"
        )
    return Source(doc=str(row["doc"]), article=str(row.get("article") or ""), url=url)


def _refuse_overlap(path: Path, entries: tuple[Value, ...]) -> None:
    spans: dict[str, list[Value]] = {}
    for entry in entries:
        spans.setdefault(entry.id, []).append(entry)
    for identifier, found in spans.items():
        found.sort(key=lambda entry: entry.effective_from)
        for earlier, later in pairwise(found):
            if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
                message = f"{earlier.effective_from}起的值与{later.effective_from}起的值在时间上重叠。"
                raise PolicyError(
                    path.name,
                    identifier,
                    "effective_to",
                    message,
                    f"请把前一个的effective_to填到{later.effective_from}之前。",
                )
            if earlier.unit != later.unit:
                raise PolicyError(
                    path.name,
                    identifier,
                    "unit",
                    f"前后单位不同：{earlier.unit}、{later.unit}。",
                    "请用同一单位。",
                )


def _version(programme: str, entries: tuple[Value, ...]) -> str:
    """Name a set of values: programme, the day the youngest took force, and a hash over what decides."""
    rows = sorted(
        [entry.id, entry.unit, repr(entry.value), entry.effective_from.isoformat()] for entry in entries
    )
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:10]
    since = max((entry.effective_from for entry in entries), default=None)
    return f"{programme}@{since or '-'}#{digest}"


class _Strict(yaml.SafeLoader):
    """SafeLoader that refuses repeated keys and reads as YAML 1.2 does: `on` and `no` are words, 010 is not eight."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - inherited signature
        """Refuse a key that stands twice: the second would silently win."""
        seen = list(_repeated(node))
        if seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"“{seen[0].value}”写了两次", seen[0].start_mark
            )
        return super().construct_mapping(node, deep=deep)


_Strict.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in found
        if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"}
    ]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Strict.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), list("tf"))
_Strict.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?(0|[1-9][0-9_]*)$"), list("-0123456789")
)


def _repeated(node: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    keys: set[str] = set()
    for key, _ in node.value:
        if key.value in keys:
            yield key
        keys.add(key.value)
