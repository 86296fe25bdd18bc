"""Which numbers were frozen, and what has become of them since?"""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.accountability.statistics.queries.numbers import number_text, unit_name
from zhuanhua.shared.figures import frozen, queries, words
from zhuanhua.shared.figures.catalogue import AnyFigure, Figure
from zhuanhua.shared.figures.frozen_words import told_apart
from zhuanhua.shared.figures.models import FrozenFigure, FrozenSet

SETS_PER_PAGE = 50
RECORDS_SHOWN = 200


def frozen_of(figure: AnyFigure, year: int, number: str = "") -> FrozenFigure | None:
    """Give the newest frozen version of a figure for a year, or the one of a set."""
    found = FrozenFigure.objects.select_related("frozen_set", "frozen_set__frozen_by").filter(
        code=figure.code, since=date(year, 1, 1), until=date(year, 12, 31), where={}
    )
    if number:
        found = found.filter(frozen_set__number=number)
    return found.order_by("-frozen_set_id").first()


def frozen_sets(page: str) -> Page[FrozenSet]:
    """List the frozen sets, newest first."""
    return Paginator(
        FrozenSet.objects.select_related("frozen_by").prefetch_related("figures"), SETS_PER_PAGE
    ).get_page(page)


def drifts(page: str) -> Page[FrozenFigure]:
    """List the frozen figures, newest first, one page at a time; each page is recounted as it is shown."""
    return Paginator(
        FrozenFigure.objects.select_related("frozen_set").order_by("-frozen_set_id", "code"), SETS_PER_PAGE
    ).get_page(page)


def frozen_figure(number: str, code: str) -> FrozenFigure | None:
    """Give one frozen figure with its set."""
    return (
        FrozenFigure.objects.select_related("frozen_set", "frozen_set__frozen_by")
        .filter(frozen_set__number=number, code=code)
        .first()
    )


def drift_of(kept: FrozenFigure | None) -> frozen.Drift | None:
    """Recount a frozen figure."""
    return frozen.drift(kept) if kept else None


def drift_shown(person: Any, kept: FrozenFigure) -> dict[str, Any]:
    """Give what the page of a frozen figure shows; single records only to those who may see them."""
    moved = frozen.drift(kept)
    figure = moved.now.figure if moved.now else None
    may_see = isinstance(figure, Figure) and bool(figure.record_url) and queries.may_drill(figure, person)
    scale = words.scale_here(int(kept.exact or 0)) if kept.unit == "yuan" else ""
    then = number_text(figure, kept.exact, scale) if figure else str(kept.exact)
    now = number_text(figure, moved.now.exact, scale) if figure and moved.now else "—"
    if then == now and moved.has_moved:
        then, now = told_apart(moved)
    changes = [
        (_("迟到登记"), [(member, None, added) for member, added in moved.added.items()]),
        (_("不再计入"), [(member, gone, None) for member, gone in moved.removed.items()]),
        (_("数额变更"), [(member, then, now) for member, (then, now) in moved.changed.items()]),
    ]
    return {
        "kept": kept,
        "drift": moved,
        "figure": figure,
        "unit": unit_name(figure, scale) if figure else "",
        "then_text": then,
        "now_text": now,
        "changes": [
            {
                "name": name,
                "count": len(rows),
                "rows": [
                    {
                        "member": member,
                        "url": reverse(figure.record_url, args=[member]),
                        "then": then,
                        "now": now,
                    }
                    for member, then, now in rows[:RECORDS_SHOWN]
                ]
                if may_see and isinstance(figure, Figure)
                else [],
            }
            for name, rows in changes
        ],
        "may_see": may_see,
        "shown": RECORDS_SHOWN,
    }
