"""How is a figure counted? One question to the database for a whole table of years and groups; exact throughout."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from django.db import connection

from zhuanhua.shared.figures import catalogue
from zhuanhua.shared.figures.answers import Cell, Period
from zhuanhua.shared.figures.backend import Ground
from zhuanhua.shared.figures.catalogue import AnyFigure, DerivedFigure, Figure

if TYPE_CHECKING:
    import ibis

Place = tuple[int | None, str | None]  # year and group; None where not asked
Asked = tuple[AnyFigure, Period, Mapping[str, Any]]  # a figure, its period and its groups
Chosen = tuple[tuple[str, tuple[str, ...]], ...]  # columns, each with the groups that count
WRITTEN = 4_096  # questions kept; one to five kB each


_known: ContextVar[dict[Any, Any] | None] = ContextVar("counted", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Ask nothing twice while it lasts: figures that are derived from the same one share its count.

    For one page or one letter; what is registered meanwhile is not seen.
    """
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def foresee_years(figures: Iterable[AnyFigure]) -> None:
    """Ask for the years of many figures at once, where `remembered` lasts, so that none is asked by itself."""
    _foresee(
        {text: text for each in figures for text in [_question_of_years(_base(each), connection.vendor)]},
        _years_in,
    )


def foresee_totals(asked: Iterable[Asked]) -> None:
    """Ask for the totals of many figures at once, each in its period and groups, where `remembered` lasts; also those that others are derived from."""
    leaves = [leaf for question in asked for leaf in _leaves(*question)]
    wanted = {
        _place_of(*leaf, "", yearly=False): _question(
            leaf[0], leaf[1], _chosen(leaf[0], leaf[2]), ("", False), connection.vendor
        )
        for leaf in leaves
    }
    _foresee(wanted, partial(_cells_in, by=""))


def foresee_members(asked: Iterable[Asked]) -> None:
    """Ask for the records of many figures at once, where `remembered` lasts; derived ones have none of their own."""
    counted = [question for question in asked if isinstance(question[0], Figure)]
    _foresee({_members_of(*each): _question_of_members(*each) for each in counted}, _members_in)


def _foresee(wanted: Mapping[Any, str], read: Callable[[list[dict[str, Any]]], Any]) -> None:
    known = _known.get()
    if known is None:
        return
    new = {place: text for place, text in wanted.items() if place not in known}
    for place, rows in zip(new, Ground().run_together(list(new.values())), strict=True):
        known[place] = read(rows)


def _leaves(
    figure: AnyFigure, period: Period, where: Mapping[str, Any]
) -> Iterator[tuple[Figure, Period, Mapping[str, Any]]]:
    """Give the counted figures that a figure stands on, each with its own period and groups."""
    if isinstance(figure, Figure):
        yield figure, period, where
        return
    for part in figure.parts.values():
        yield from _leaves(catalogue.find(part.code), period.back(part.years_back), {**where, **part.where})


def _base(figure: AnyFigure) -> Figure:
    """Give the counted figure whose years are those of a figure."""
    while isinstance(figure, DerivedFigure):
        figure = catalogue.find(next(iter(figure.parts.values())).code)
    return figure


def count(
    figure: AnyFigure, period: Period, *, where: Mapping[str, Any], by: str, yearly: bool
) -> dict[Place, Cell]:
    """Answer for each (year or None, group or None)."""
    known, asked = _known.get(), _place_of(figure, period, where, by, yearly=yearly)
    if known is None:
        return _count(figure, period, where=where, by=by, yearly=yearly)
    if asked not in known:
        known[asked] = _count(figure, period, where=where, by=by, yearly=yearly)
    return known[asked]


def _count(
    figure: AnyFigure, period: Period, *, where: Mapping[str, Any], by: str, yearly: bool
) -> dict[Place, Cell]:
    if isinstance(figure, DerivedFigure):
        return _derived(figure, period, where=where, by=by, yearly=yearly)
    grouped = catalogue.dimension(figure, by).column if by else ""
    text = _question(figure, period, _chosen(figure, where), (grouped, yearly), connection.vendor)
    return _cells_in(Ground().run(text), by=by)


def _place_of(figure: AnyFigure, period: Period, where: Mapping[str, Any], by: str, *, yearly: bool) -> Any:
    """Name a question, so that its answer is found again."""
    return (figure.code, period, repr(sorted(where.items())), by, yearly)


def _cells_in(rows: list[dict[str, Any]], *, by: str) -> dict[Place, Cell]:
    return {
        (row.get("year"), (row["key"] or "") if by else None): Cell(row["number"] or 0, row["records"])
        for row in rows
    }


@lru_cache(maxsize=WRITTEN)
def _question(figure: Figure, period: Period, chosen: Chosen, groups: tuple[str, bool], _vendor: str) -> str:
    """Write the question once for each process: a figure's expression never changes, and to build it takes 30 times as long as to run it."""
    table = _within(figure, period, chosen)
    (by, yearly), keys = groups, {}
    if yearly:
        keys["year"] = table[figure.day].year()
    if by:
        keys["key"] = table[by].cast("string")
    asked = {"number": figure.measure(table), "records": table.count()}
    return Ground().written(table.group_by(**keys).aggregate(**asked) if keys else table.aggregate(**asked))


def years_of(figure: AnyFigure) -> list[int]:
    """List the calendar years in which a figure has records, oldest first; of a derived one, those of its first operand."""
    known, text = _known.get(), _question_of_years(_base(figure), connection.vendor)
    if known is not None and text in known:
        return known[text]
    found = _years_in(Ground().run(text))
    if known is not None:
        known[text] = found
    return found


def _years_in(rows: list[dict[str, Any]]) -> list[int]:
    return sorted(row["year"] for row in rows if row["year"] is not None)


@lru_cache(maxsize=WRITTEN)
def _question_of_years(figure: Figure, _vendor: str) -> str:
    table = figure.table(Ground())
    return Ground().written(table.select(year=table[figure.day].year()).distinct())


def count_by_each(figure: Figure, period: Period, where: Mapping[str, Any]) -> dict[str, dict[str, Cell]]:
    """Count the groups of every dimension in one question: {dimension: {group: cell}}."""
    import ibis

    if not figure.dimensions:
        return {}
    table = _within(figure, period, _chosen(figure, where))
    asked = {"number": figure.measure(table), "records": table.count()}
    parts = [
        table.group_by(key=table[found.column].cast("string"))
        .aggregate(**asked)
        .select("key", "number", "records", by=ibis.literal(name))
        for name, found in figure.dimensions.items()
    ]
    cells: dict[str, dict[str, Cell]] = {name: {} for name in figure.dimensions}
    for row in Ground().rows(ibis.union(*parts, distinct=False) if len(parts) > 1 else parts[0]):
        cells[row["by"]][row["key"] or ""] = Cell(row["number"] or 0, row["records"])
    return cells


def members(figure: Figure, period: Period, where: Mapping[str, Any]) -> dict[str, int]:
    """Name every record that counts, with what it adds (1 where the figure only counts)."""
    known, asked = _known.get(), _members_of(figure, period, where)
    if known is not None and asked in known:
        return known[asked]
    return _members_in(Ground().run(_question_of_members(figure, period, where)))


def _members_of(figure: AnyFigure, period: Period, where: Mapping[str, Any]) -> Any:
    """Name the question for the records of a figure."""
    return (*_place_of(figure, period, where, "", yearly=False), "members")


def _question_of_members(figure: Any, period: Period, where: Mapping[str, Any]) -> str:
    table = _within(figure, period, _chosen(figure, where))
    added = figure.row(table) if figure.row else _one()
    return Ground().written(table.select(member=table[figure.identity].cast("string"), added=added))


def _members_in(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["member"]: row["added"] for row in rows}


def _derived(
    figure: DerivedFigure, period: Period, *, where: Mapping[str, Any], by: str, yearly: bool
) -> dict[Place, Cell]:
    operands: dict[str, dict[Place, Cell]] = {}
    for name, part in figure.parts.items():
        found = count(
            catalogue.find(part.code),
            period.back(part.years_back),
            where={**where, **part.where},
            by=by,
            yearly=yearly,
        )
        operands[name] = {
            (year + part.years_back if year is not None else None, key): cell
            for (year, key), cell in found.items()
        }
    first = next(iter(operands.values()))
    answers = {}
    for place in {place for cells in operands.values() for place in cells}:
        numbers = {name: cells[place].number if place in cells else 0 for name, cells in operands.items()}
        said = None if None in numbers.values() else figure.compute(**numbers)
        answers[place] = Cell(said, first[place].records if place in first else 0)
    return answers


def _chosen(figure: Figure, where: Mapping[str, Any]) -> Chosen:
    """Give the columns with the groups that count, and refuse a group that is not there."""
    return tuple(
        (catalogue.dimension(figure, key).column, tuple(catalogue.group_keys(figure, key, wanted)))
        for key, wanted in sorted(where.items())
    )


def _within(figure: Figure, period: Period, chosen: Chosen) -> "ibis.Table":
    import ibis

    table = figure.table(Ground())
    kept = []
    if period.since:
        kept.append(table[figure.day] >= ibis.literal(period.since))
    if period.until:
        kept.append(table[figure.day] <= ibis.literal(period.until))
    kept += [table[column].cast("string").fill_null("").isin(keys) for column, keys in chosen]
    return table.filter(*kept) if kept else table


def _one() -> "ibis.Value":
    import ibis

    return ibis.literal(1, type="int64")


def empty(figure: AnyFigure) -> Cell:
    """What stands where nothing was counted."""
    return Cell(None if isinstance(figure, DerivedFigure) else 0, 0)
