"""What has happened to a frozen figure since? Late records, removed ones, changed ones, and whether the seal still holds."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from zhuanhua.shared.figures import catalogue, queries
from zhuanhua.shared.figures.counting import foresee_members, foresee_totals, remembered
from zhuanhua.shared.figures.models import FrozenFigure


@dataclass(frozen=True)
class Drift:
    """Then and now: `added`, `removed` are {record: what it adds}; `changed` is {record: (then, now)}."""

    frozen: FrozenFigure
    now: queries.FigureValue | None
    added: dict[str, int]
    removed: dict[str, int]
    changed: dict[str, tuple[int, int]]
    is_intact: bool

    @property
    def has_moved(self) -> bool:
        """Whether today's number is another one."""
        return (
            self.now is None
            or self.now.exact != self.frozen.exact
            or bool(self.added or self.removed or self.changed)
        )

    @property
    def added_sum(self) -> int:
        """What late records add."""
        return sum(self.added.values())

    @property
    def removed_sum(self) -> int:
        """What removed records took away."""
        return sum(self.removed.values())

    @property
    def changed_sum(self) -> int:
        """What changes of amounts make together."""
        return sum(now - then for then, now in self.changed.values())


@contextmanager
def counted_together(kept: Iterable[FrozenFigure]) -> Iterator[None]:
    """Count many frozen figures in two questions, however many they are; `drift` of each of them asks no more while it lasts."""
    known = {figure.code: figure for figure in catalogue.all_figures()}
    asked = [
        (known[each.code], queries.Period(each.since, each.until), each.where)
        for each in kept
        if each.code in known
    ]
    with remembered():
        foresee_totals(asked)
        foresee_members(asked)
        yield


def drifts(kept: Iterable[FrozenFigure]) -> list[Drift]:
    """Count many frozen figures again, together."""
    listed = list(kept)
    with counted_together(listed):
        return [drift(each) for each in listed]


def drift(frozen: FrozenFigure) -> Drift:
    """Count today by the same code, period and groups, and compare record by record."""
    known = {figure.code for figure in catalogue.all_figures()}
    intact = (
        digest(frozen.members) == frozen.members_sha256 and digest(frozen.sealed_content()) == frozen.seal
    )
    if frozen.code not in known:
        return Drift(frozen, None, {}, {}, {}, intact)
    figure = catalogue.find(frozen.code)
    now = queries.value(frozen.code, since=frozen.since, until=frozen.until, where=frozen.where)
    if not isinstance(figure, catalogue.Figure):
        return Drift(frozen, now, {}, {}, {}, intact)
    today = queries.members(figure, queries.Period(frozen.since, frozen.until), frozen.where)
    then: dict[str, int] = frozen.members
    return Drift(
        frozen=frozen,
        now=now,
        added={member: added for member, added in today.items() if member not in then},
        removed={member: added for member, added in then.items() if member not in today},
        changed={
            member: (then[member], added)
            for member, added in today.items()
            if member in then and then[member] != added
        },
        is_intact=intact,
    )


def digest(content: Any) -> str:
    """Hash content in one canonical form."""
    return hashlib.sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
