"""How does a letter's text name a number? By a mark: {{contracts.amount year=2018 unit=yi}} or {{ref:rd.2017}}.

A mark is a figure's code and its options, or `ref:` and the code of a reference. Options: `year`, or `since` and `until`
(days, both included); `unit` (yuan, wan, yi), `places` (decimals), `rounding` (`down` cuts instead of rounding), `word` (the
counter of a count, or none); every other name is a dimension of the figure with one key or several (`kind=service,consulting`).
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

UNITS = ("yuan", "wan", "yi")
MOST_PLACES = 4
DOWN = "down"
NO_WORD = "none"
_MARK = re.compile(r"\{\{([^{}\n]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_CODE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
_REFERENCE = re.compile(r"ref:([a-z0-9][a-z0-9._-]{0,39})")
_NAME = re.compile(r"[a-z_]{1,40}")


class MarkFault(Exception):
    """A mark that cannot be read; the text says what to write instead."""


@dataclass(frozen=True)
class Mark:
    """One mark by its place in the text; `code` names a figure or, with `is_reference`, a reference."""

    start: int
    end: int
    source: str
    code: str = ""
    is_reference: bool = False
    year: int | None = None
    since: date | None = None
    until: date | None = None
    unit: str = ""
    places: int | None = None
    rounding: str = ""
    word: str | None = None
    where: dict[str, list[str]] = field(default_factory=dict, hash=False)
    fault: str = ""

    @property
    def key(self) -> str:
        """The mark with single spaces: two marks with one key are one number."""
        return "{{" + " ".join(self.source[2:-2].split()) + "}}"


def marks_of(text: str) -> list[Mark]:
    """Give every mark in order of its place; one that cannot be read carries its `fault`."""
    found = [_read(match) for match in _MARK.finditer(text)]
    covered = [(mark.start, mark.end) for mark in found]
    for match in _BRACES.finditer(text):
        if not any(start <= match.start() < end for start, end in covered):
            fault = _("引用没有写完整，应以{{开头、以}}结尾，写在一行里。")
            found.append(Mark(match.start(), match.end(), match.group(), fault=fault))
    return sorted(found, key=lambda mark: mark.start)


def figure_mark(code: str, *, year: int | None = None, **options: Any) -> str:
    """Write the mark of a figure."""
    parts = [code, *([f"year={year}"] if year else [])]
    parts += [f"{name}={value}" for name, value in options.items() if value not in (None, "")]
    return "{{" + " ".join(parts) + "}}"


def _read(match: re.Match[str]) -> Mark:
    place, source = (match.start(), match.end()), match.group()
    words = match.group(1).split()
    try:
        if not words:
            raise MarkFault(_("引用是空的。请填指标编号，例如{{contracts.count year=2018}}。"))
        reference = _REFERENCE.fullmatch(words[0])
        if reference:
            if words[1:]:
                raise MarkFault(_("引用数后面不带条件，只写{{ref:编号}}。"))
            return Mark(*place, source, reference.group(1), is_reference=True)
        if not _CODE.fullmatch(words[0]):
            raise MarkFault(_("“%(code)s”不是指标编号。") % {"code": words[0][:40]})
        return Mark(*place, source, words[0], **_options(words[1:]))
    except MarkFault as fault:
        return Mark(*place, source, fault=str(fault))


def _options(words: list[str]) -> dict[str, Any]:
    read: dict[str, Any] = {"where": {}}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not value or not _NAME.fullmatch(name):
            raise MarkFault(_("“%(word)s”应写成“名称=值”，例如year=2018。") % {"word": word[:40]})
        if name in read or name in read["where"]:
            raise MarkFault(_("“%(name)s”写了两次。") % {"name": name})
        _take(read, name, value)
    if read.get("year") and (read.get("since") or read.get("until")):
        raise MarkFault(_("year和since、until只写一种。"))
    if read.get("since") and read.get("until") and read["since"] > read["until"]:
        raise MarkFault(_("since晚于until。"))
    return read


def _take(read: dict[str, Any], name: str, value: str) -> None:
    if name == "year":
        if not re.fullmatch(r"(?:19|20|21)\d\d", value, re.ASCII):
            raise MarkFault(_("year要写四位年份，例如year=2018。"))
        read["year"] = int(value)
    elif name in {"since", "until"}:
        try:
            read[name] = date.fromisoformat(value)
        except ValueError as fault:
            raise MarkFault(_("%(name)s要写成2018-01-01。") % {"name": name}) from fault
    elif name == "unit":
        if value not in UNITS:
            raise MarkFault(_("unit只能是yuan、wan或yi。"))
        read["unit"] = value
    elif name == "places":
        if not (value.isascii() and value.isdigit() and len(value) == 1 and int(value) <= MOST_PLACES):
            raise MarkFault(_("places是小数位数，写0到4。"))
        read["places"] = int(value)
    elif name == "rounding":
        if value != DOWN:
            raise MarkFault(_("rounding只能写down，表示舍去后面的数字。"))
        read["rounding"] = value
    elif name == "word":
        read["word"] = "" if value == NO_WORD else value[:10]
    else:
        read["where"][name] = value.split(",")
