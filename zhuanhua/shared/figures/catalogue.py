"""Which indicators does the house know? Each with a code, a definition in words, one expression and its dimensions.

A programme writes its figures in `figures.py` and registers them from `apps.ready()`. The number on the page, in the
API, in a letter's audit and on the command line all come from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.core.errors import Refusal

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground

ITEMS = _("项")
UNITS = ("yuan", "count", "percent", "m2", "ratio")


class UnknownFigure(Refusal):
    """No indicator, dimension or group of that name."""

    status = 404


@dataclass(frozen=True)
class Dimension:
    """A way to group: the column, the words for its values, and the name under which the records list filters by it.

    An open dimension may hold values that its list does not name.
    """

    name: Any
    column: str
    labels: Callable[[], Mapping[str, Any]] = dict
    param: str = ""
    is_open: bool = False

    def label(self, key: Any) -> str:
        """Give the words for one value."""
        if key in (None, ""):
            return str(_("未填"))
        return str(self.labels().get(str(key), key))


@dataclass(frozen=True, eq=False)
class Figure:
    """An indicator counted from records.

    `table` gives the records that count, `measure` the aggregate over them, `row` what one record adds (for drift),
    `day` the date column that places a record in a year, `identity` the column that names a record. `drill` is the address
    name of the list that shows the records, with `drill_params` always set; `record_url` the address name of one record.
    """

    code: str
    name: Any
    unit: str
    definition: Any
    programme: str
    owner: Any
    table: "Callable[[Ground], ibis.Table]"
    measure: "Callable[[ibis.Table], ibis.Value]"
    day: str
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    drill: str = ""
    drill_params: Mapping[str, Any] = field(default_factory=dict)
    drill_permission: str = ""
    record_url: str = ""
    public: bool = False
    counter: Any = ITEMS
    row: "Callable[[ibis.Table], ibis.Value] | None" = None
    identity: str = "number"
    method: Any = ""
    source: Any = ""
    excludes: Any = ""
    similar: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One operand of a derived figure: another figure, `years_back` years earlier, perhaps of one group only."""

    code: str
    years_back: int = 0
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DerivedFigure:
    """An indicator computed from others. `compute` takes exact whole numbers by name and gives a Fraction, or None for “cannot be said”.

    A percentage is given as a share: 0.1585 is shown as 15.85%.
    """

    code: str
    name: Any
    unit: str
    definition: Any
    programme: str
    owner: Any
    parts: Mapping[str, Part]
    compute: Callable[..., Fraction | None]
    public: bool = False
    counter: Any = ITEMS
    signed: bool = False
    method: Any = ""
    source: Any = ""
    excludes: Any = ""
    similar: tuple[str, ...] = ()

    @property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Group as the first operand does."""
        base = find(next(iter(self.parts.values())).code)
        return base.dimensions


AnyFigure = Figure | DerivedFigure
_figures: dict[str, AnyFigure] = {}


def register(*figures: AnyFigure) -> None:
    """Enter figures in the catalogue; the same code twice, or an operand not yet known, is a mistake of the programme."""
    for figure in figures:
        if figure.unit not in UNITS:
            message = f"{figure.code}: unit {figure.unit!r} is none of {', '.join(UNITS)}"
            raise ValueError(message)
        if figure.code in _figures and _figures[figure.code] != figure:
            message = f"{figure.code} is registered twice"
            raise ValueError(message)
        if isinstance(figure, DerivedFigure):
            for part in figure.parts.values():
                if part.code not in _figures:
                    message = f"{figure.code} is computed from {part.code}, which is not registered"
                    raise ValueError(message)
        _figures[figure.code] = figure


def forget(*codes: str) -> None:
    """Take figures out again; for tests that bring their own."""
    for code in codes:
        _figures.pop(code, None)


def all_figures() -> list[AnyFigure]:
    """List the catalogue in order of registration."""
    return list(_figures.values())


def find(code: str) -> AnyFigure:
    """Give one figure, or refuse with the codes that are spelt nearly so; with all when none is."""
    if code not in _figures:
        near = get_close_matches(code, _figures, n=5, cutoff=0.75)
        known = "、".join(near or _figures) or "—"
        raise UnknownFigure(
            _("没有编号为“%(code)s”的指标。") % {"code": code},
            field="code",
            way_out=_("可用的编号：%(known)s。") % {"known": known},
            code="unknown_figure",
        )
    return _figures[code]


def dimension(figure: AnyFigure, key: str) -> Dimension:
    """Give one dimension of a figure, or refuse with those that exist."""
    if key not in figure.dimensions:
        known = "、".join(figure.dimensions) or "—"
        raise UnknownFigure(
            _("“%(name)s”不能按“%(key)s”分组。") % {"name": figure.name, "key": key},
            field="by",
            way_out=_("可用的分组：%(known)s。") % {"known": known},
            code="unknown_dimension",
        )
    return figure.dimensions[key]


def group_keys(figure: AnyFigure, key: str, wanted: Any) -> list[str]:
    """Read the chosen groups of a dimension; a group that the dimension's list does not have is refused."""
    found = dimension(figure, key)
    keys = [str(each) for each in wanted] if isinstance(wanted, list | tuple | set) else [str(wanted)]
    known = found.labels()
    for chosen in keys:
        if chosen and (not chosen.isprintable() or not (found.is_open or chosen in known)):
            raise UnknownFigure(
                _("“%(name)s”里没有“%(key)s”。") % {"name": found.name, "key": chosen[:40]},
                field=key,
                way_out=_("可用的是：%(known)s。") % {"known": "、".join(known) or "—"},
                code="unknown_group",
            )
    return keys
