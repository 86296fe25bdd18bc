"""What does a mark say today? The number as an official letter prints it, with its definition, source, as-of day and records."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from zhuanhua.accountability.replies.models import Reference
from zhuanhua.accountability.replies.notation import DOWN, Mark
from zhuanhua.core.errors import Refusal
from zhuanhua.core.money import FEN_PER, UNIT_NAMES
from zhuanhua.engines.claims.arithmetic import cut
from zhuanhua.shared.figures import queries, words
from zhuanhua.shared.figures.catalogue import AnyFigure

PLACES = 2
LETTER_LANGUAGE = "zh-hans"  # a letter is a Chinese document, whoever looks at it
TIMES = {"yuan": 1, "wan": 10_000, "yi": 100_000_000}
PREFIX = {"yuan": "", "wan": "万", "yi": "亿"}


@dataclass(frozen=True)
class Said:
    """One number as a letter says it; `fault` where nothing can be said."""

    text: str
    name: str = ""
    definition: str = ""
    source: str = ""
    as_of: date | None = None
    records: int = 0
    code: str = ""
    period: queries.Period | None = None
    reference: Reference | None = None
    fault: str = ""


def say(mark: Mark, references: dict[str, Reference]) -> Said:
    """Ask the catalogue, or look the reference up; never raises, a fault is part of the answer."""
    if mark.fault:
        return Said(mark.source, fault=mark.fault)
    if mark.is_reference:
        reference = references.get(mark.code)
        if reference is None:
            return Said(mark.source, fault=_("没有编号为“%(code)s”的引用数。") % {"code": mark.code})
        return of_reference(reference)
    try:
        return of_figure(mark)
    except Refusal as refusal:
        return Said(mark.source, fault=str(refusal))


def of_reference(reference: Reference) -> Said:
    """Say what the document says."""
    return Said(
        text=reference.text,
        name=reference.name,
        definition=reference.definition,
        source=reference.source,
        as_of=reference.as_of,
        reference=reference,
    )


def of_figure(mark: Mark) -> Said:
    """Count today. Raises Refusal for an unknown figure or group, and where nothing can be said."""
    with override(LETTER_LANGUAGE):
        found = queries.value(mark.code, year=mark.year, since=mark.since, until=mark.until, where=mark.where)
        if found.exact is None:
            raise Refusal(_("“%(name)s”在这个时期没有数。") % {"name": found.figure.name})
        return Said(
            text=number_text(found.figure, found.exact, mark),
            name=name_of(found.figure, found.period, found.filters),
            definition=definition_of(found.figure),
            source=source_of(found.figure),
            as_of=found.as_of,
            records=found.records,
            code=mark.code,
            period=found.period,
        )


def name_of(figure: AnyFigure, period: queries.Period, where: dict[str, Any]) -> str:
    """Name a figure with its period and groups: 2018年技术合同成交额（合同类型：技术服务）."""
    when = period.text if period.since or period.until else ""
    groups = [
        f"{figure.dimensions[key].name}：{'、'.join(figure.dimensions[key].label(each) for each in _listed(chosen))}"
        for key, chosen in where.items()
    ]
    return f"{when}{figure.name}" + (f"（{'；'.join(groups)}）" if groups else "")


def definition_of(figure: AnyFigure) -> str:
    """Give the definition, with what is left out."""
    excludes = f"；不含{figure.excludes}" if figure.excludes else ""
    return f"{figure.definition}{excludes}"


def source_of(figure: AnyFigure) -> str:
    """Name the records and the rule by which they are counted."""
    return "；".join(str(part) for part in (figure.source, figure.method) if part) or str(figure.owner)


def number_text(figure: AnyFigure, exact: int | Fraction, mark: Mark) -> str:
    """Write a number as official letters do: no thousands commas, no needless zeros, a plain minus."""
    number = Fraction(exact)
    if figure.unit == "yuan":
        unit = mark.unit or words.scale_of(int(words.places(number, 0)))
        return f"{_decimal(number / FEN_PER[unit], mark)}{UNIT_NAMES[unit]}"
    if figure.unit == "percent":
        return f"{_decimal(number * 100, mark)}%"
    if figure.unit == "ratio":
        return f"1:{_decimal(number, mark)}"
    unit = mark.unit or "yuan"
    counter = "平方米" if figure.unit == "m2" else str(figure.counter)
    word = counter if mark.word is None else mark.word
    return f"{_decimal(number / TIMES[unit], mark)}{PREFIX[unit]}{word}"


def _decimal(number: Fraction, mark: Mark) -> str:
    digits = PLACES if mark.places is None else mark.places
    if mark.rounding == DOWN:
        number = cut(number, Fraction(1, 10**digits))
    text = f"{words.places(number, digits):f}"
    return text.rstrip("0").rstrip(".") if mark.places is None and "." in text else text


def _listed(chosen: Any) -> list[Any]:
    return list(chosen) if isinstance(chosen, list | tuple) else [chosen]
