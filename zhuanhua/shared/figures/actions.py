"""What can be done with figures? They can be frozen, so that what was said in public can be shown again."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.figures import catalogue, frozen, queries
from zhuanhua.shared.figures.models import FrozenFigure, FrozenSet
from zhuanhua.shared.journal.actions import record

TITLE_LENGTH = 120


@transaction.atomic
def freeze(
    *,
    codes: Iterable[str],
    title: str,
    by: Any,
    year: int | None = None,
    since: date | None = None,
    until: date | None = None,
    where: Mapping[str, Any] | None = None,
) -> FrozenSet:
    """Freeze figures of one year (or span of days, or groups) together: values, definitions, groups and records.

    One journal line keeps their seals. The set is numbered in its year, or in the year of its last day.
    """
    require(by, Permission.FIGURE_FREEZE)
    codes, title = list(dict.fromkeys(codes)), title.strip()
    if not title or len(title) > TITLE_LENGTH:
        raise Refusal(
            _("用途没有填，或者超过120字。"),
            field="title",
            way_out=_("请写这些数用在哪里，例如2018年统计公报。"),
            code="title",
        )
    if not codes:
        raise Refusal(_("没有选指标。"), field="codes", way_out=_("请至少选一个。"), code="no_figures")
    asked: dict[str, Any] = {"year": year, "since": since, "until": until, "where": dict(where or {})}
    with translation.override("zh-hans"):  # a frozen name and definition is a document, not a page
        kept = [_frozen(code, asked) for code in codes]
    made = FrozenSet.objects.create(
        number=_number(year or (until or city_today()).year),
        title=title,
        as_of=city_today(),
        frozen_at=city_now(),
        frozen_by=by,
    )
    for figure in kept:
        figure.frozen_set = made
    FrozenFigure.objects.bulk_create(kept)
    record(
        "figure:freeze",
        case_kind="figure_set",
        case_number=made.number,
        by=by,
        after={"title": title, "year": year, "seals": {figure.code: figure.seal for figure in kept}},
    )
    return made


def _frozen(code: str, asked: dict[str, Any]) -> FrozenFigure:
    figure = catalogue.find(code)
    said = queries.value(code, **asked)
    exact = Fraction(said.exact) if said.exact is not None else None
    members: dict[str, int] = {}
    groups: dict[str, list[list[Any]]] = {}
    if isinstance(figure, catalogue.Figure):
        members = queries.members(figure, said.period, asked["where"])
        found = queries.breakdowns(figure, said.period, asked["where"])
        groups = {by: [[each.key, each.exact, each.records] for each in found[by]] for by in found}
    kept = FrozenFigure(
        code=code,
        name=str(figure.name),
        unit=figure.unit,
        definition=str(figure.definition),
        since=said.period.since,
        until=said.period.until,
        where=asked["where"],
        numerator=exact.numerator if exact is not None else None,
        denominator=exact.denominator if exact is not None else 1,
        records=said.records,
        groups=groups,
        members=members,
        members_sha256=frozen.digest(members),
    )
    kept.seal = frozen.digest(kept.sealed_content())
    return kept


def _number(year: int) -> str:
    """Number the sets of a year: 2018-01."""
    taken = FrozenSet.objects.select_for_update().filter(number__startswith=f"{year}-").count()
    return f"{year}-{taken + 1:02d}"
