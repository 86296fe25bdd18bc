"""Which figures and references could stand here? Found by words, each with today's value, its records and the mark to insert."""

from dataclasses import dataclass
from typing import Any

from zhuanhua.accountability.replies import queries
from zhuanhua.accountability.replies.notation import figure_mark, marks_of
from zhuanhua.accountability.replies.saying import Said, of_reference, say
from zhuanhua.shared.figures.catalogue import AnyFigure


@dataclass(frozen=True)
class Picked:
    """One thing that can be inserted."""

    mark: str
    said: Said
    name: str = ""
    dimensions: tuple[str, ...] = ()
    replaced_by: str = ""


def picked(person: Any, text: str, *, year: int) -> list[Picked]:
    """Find figures of a year first, then references; a reference that records have replaced offers the figure's mark."""
    found = [_of_figure(figure, year) for figure in queries.figures_like(person, text)]
    return found + [
        Picked(each.replaced_by or each.mark, of_reference(each), replaced_by=each.replaced_by)
        for each in queries.references_like(person, text)
    ]


def _of_figure(figure: AnyFigure, year: int) -> Picked:
    mark = figure_mark(figure.code, year=year)
    choices = tuple(f"{key}= {each.name}" for key, each in figure.dimensions.items())
    return Picked(mark, say(marks_of(mark)[0], {}), str(figure.name), choices)
