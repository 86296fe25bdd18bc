"""Which numbers does the policy give, since when and by which document? Dated values read from YAML; knows no Django.

A file is a list of values. Each has an id, a value with its unit, the days on which it holds (`effective_to` included),
the source document with article and address, how well the source was read (evidence) and whether the bureau has
confirmed it (status). Everything else is refused, with file, id, field and the way out.

The English short title of a document (`doc_en`) and of an article (`article_en`) stands once in a file, wherever first used.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from zhuanhua.shared.policy.strict_yaml import read_yaml
from zhuanhua.shared.policy.units import UNITS, UnitFault
from zhuanhua.shared.policy.values import (
    EVIDENCE,
    STATUSES,
    Book,
    MissingValue,
    PolicyError,
    Source,
    Value,
    Values,
)

__all__ = ["Book", "MissingValue", "PolicyError", "Source", "Value", "Values", "load", "read_yaml"]

REQUIRED = ("id", "value", "unit", "effective_from", "source", "evidence", "status")
OPTIONAL = ("effective_to", "name", "name_en", "note", "precision")
SOURCE_FIELDS = ("doc", "article", "url", "doc_en", "article_en")
PRECISIONS = ("day", "month", "year")


@lru_cache(maxsize=64)
def load(path: Path | str, *, programme: str = "") -> Book:
    """Read a value file; the programme is the folder's name unless given. Raises PolicyError on the first fault."""
    path = Path(path)
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise PolicyError(path.name, "", "", "文件应是一个列表。", "请以“- id: …”开始每个值。")
    entries = _in_english(path, [_entry(path, row) for row in rows])
    _refuse_overlap(path, entries)
    return Book(path=path, programme=programme or path.parent.name, entries=entries)


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
    texts = {name: str(row.get(name) or "") for name in SOURCE_FIELDS}
    return Source(**(texts | {"url": url}))


def _in_english(path: Path, entries: list[Value]) -> tuple[Value, ...]:
    """Give every source the English that its document and its article have elsewhere in the file."""
    english: dict[tuple[str, str], str] = {}
    for entry in entries:
        for name, text in (("doc_en", entry.source.doc_en), ("article_en", entry.source.article_en)):
            key = (name, getattr(entry.source, name.removesuffix("_en")))
            if text and english.setdefault(key, text) != text:
                raise PolicyError(
                    path.name,
                    entry.id,
                    f"source.{name}",
                    f"“{key[1]}”在这个文件里有两个英文名。",
                    "请只写一次，或者写得一样。",
                )
    return tuple(
        replace(
            entry,
            source=replace(
                entry.source,
                doc_en=english.get(("doc_en", entry.source.doc), ""),
                article_en=english.get(("article_en", entry.source.article), ""),
            ),
        )
        for entry in entries
    )


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
