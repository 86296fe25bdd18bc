"""How is a figure told to a program? The same facts on the command line and in the API; amounts as fen and as yuan text."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.shared.figures import queries
from zhuanhua.shared.figures.catalogue import AnyFigure


def unit_name(figure: AnyFigure) -> str:
    """Name the unit for people."""
    return {"yuan": _("元"), "percent": "%", "m2": _("平方米"), "ratio": _("比值")}.get(
        figure.unit, str(figure.counter)
    )


def figure_facts(figure: AnyFigure) -> dict[str, Any]:
    """Give the catalogue entry."""
    return {
        "code": figure.code,
        "name": str(figure.name),
        "unit": figure.unit,
        "unit_name": unit_name(figure),
        "definition": str(figure.definition),
        "programme": figure.programme,
        "owner": str(figure.owner),
        "public": figure.public,
        "dimensions": {key: str(found.name) for key, found in figure.dimensions.items()},
    }


def value_facts(said: queries.FigureValue, groups: list[queries.Group], *, by: str = "") -> dict[str, Any]:
    """Give one answer with its groups. `value` is exact text in base units: yuan, items, percent."""
    figure = said.figure
    return {
        "figure": figure_facts(figure),
        "value": _text(said.base),
        "value_fen": said.value if figure.unit == "yuan" else None,
        "text": said.text,
        "exact_text": said.exact_text,
        "records": said.records,
        "as_of": said.as_of.isoformat(),
        "since": said.period.since and said.period.since.isoformat(),
        "until": said.period.until and said.period.until.isoformat(),
        "filters": said.filters,
        "by": by or None,
        "groups": [
            {
                "key": group.key,
                "label": group.label,
                "value": _text(_base(figure, group.value)),
                "text": queries.text_of(figure, group.exact),
                "records": group.records,
            }
            for group in groups
        ],
    }


def _base(figure: AnyFigure, number: int | Decimal | None) -> Decimal | None:
    if number is None:
        return None
    return Decimal(number).scaleb(-2) if figure.unit == "yuan" else Decimal(number)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
