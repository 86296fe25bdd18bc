"""How does the chain from collected achievement to local conversion stand in one year? Each stage shows the figures that the catalogue holds."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.overview.figures import Number, fresh, number_of
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.figures import catalogue, queries
from zhuanhua.shared.figures.words import in_english

LEAST_STAGES = 3  # fewer make no chain


@dataclass(frozen=True)
class Told:
    """A figure with the words that follow it."""

    number: Number
    words: str


@dataclass(frozen=True)
class Stage:
    """One stage of the chain: its name, its main figure, and the figures that explain it."""

    title: str
    main: Told
    others: list[Told]


@dataclass(frozen=True)
class Stream:
    """The chain of one year."""

    year: int
    stages: list[Stage]


STAGES = (
    (_("征集"), (("achievements.count", pgettext_lazy("stream", "成果")), ("needs.count", _("企业需求")))),
    (_("对接"), (("fairs.count", _("对接会")), ("matching.contacted", _("供需取得联系")), ("matching.count", _("供需对接")))),
    (pgettext_lazy("stream", "登记"), (("contracts.count", pgettext_lazy("stream", "技术合同")), ("contracts.amount", pgettext_lazy("stream", "成交额")))),
    (pgettext_lazy("stream", "兑付"), (("contracts.subsidy.amount", pgettext_lazy("stream", "合同补贴")), ("contracts.subsidy.units", _("补贴单位")), ("contracts.subsidy.count", _("补贴合同")))),
    (_("落地"), (("matching.converted_local", _("本地转化")), ("matching.local_share", _("占全省")))),
)  # fmt: skip


def stages() -> Stream | None:
    """The newest year that all shown stages have records of, or nothing while there is no chain to tell."""
    return fresh("overview:stream", _stages)


def _stages() -> Stream | None:
    known = [
        (title, held) for title, figures in STAGES if (held := [each for each in figures if _holds(each[0])])
    ]
    years = [set(queries.years_with_records(held[0][0])) for _title, held in known]
    common = set.intersection(*years) if len(known) >= LEAST_STAGES else set()
    if not common:
        return None
    year = max(common)
    return Stream(year, [_stage(title, held, year) for title, held in known])


def _stage(title: Any, held: list[tuple[str, Any]], year: int) -> Stage:
    told = [
        Told(_number(queries.value(code, year=year, person=Anonymous())), str(words)) for code, words in held
    ]
    return Stage(str(title), told[0], told[1:])


def _number(value: Any) -> Number:
    """Give a number; in English the words beside a count say what it counts, so it needs no unit."""
    number = number_of(value)
    return replace(number, unit="") if in_english() and value.figure.unit == "count" else number


def _holds(code: str) -> bool:
    """Whether the catalogue has the figure, everybody may see it, and records stand behind it."""
    try:
        figure = catalogue.find(code)
    except catalogue.UnknownFigure:
        return False
    return figure.public and bool(queries.years_with_records(code))
