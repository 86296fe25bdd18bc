"""Who reviews which application? By field and load, never across a conflict; as many edges as the pool allows.

A greedy choice comes first (the field fits, the load is small); then augmenting paths move earlier choices until nobody can be
given another reviewer: the number of edges is the largest possible under loads and conflicts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Judge:
    """An expert as the assignment sees them: key, fields, how many more they take, how many they have."""

    key: int
    fields: frozenset[str]
    room: int
    load: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """An application: key, field, how many reviewers it still wants, and who reviews it already."""

    key: int
    field: str
    wanted: int
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Assigned:
    """Edges (application, expert) in the order of the applications, and what is lacking by application."""

    edges: tuple[tuple[int, int], ...]
    lacking: Mapping[int, int] = field(default_factory=dict)


def assign(
    papers: Sequence[Paper], judges: Sequence[Judge], *, barred: Callable[[int, int], bool]
) -> Assigned:
    """Give each application its reviewers; `barred(application, expert)` is asked for every pair and is final."""
    by_key = {judge.key: judge for judge in judges}
    allowed = {
        paper.key: [
            judge.key
            for judge in judges
            if judge.key not in paper.taken and judge.room > 0 and not barred(paper.key, judge.key)
        ]
        for paper in papers
    }
    state = _State(by_key)
    for paper in sorted(papers, key=lambda each: (len(allowed[each.key]), each.key)):
        for _place in range(paper.wanted):
            if not state.give(paper, allowed) and not state.augment(paper, allowed):
                break
    edges = tuple((paper.key, judge) for paper in papers for judge in sorted(state.given[paper.key]))
    lacking = {
        paper.key: paper.wanted - len(state.given[paper.key])
        for paper in papers
        if len(state.given[paper.key]) < paper.wanted
    }
    return Assigned(edges, lacking)


class _State:
    """What has been given so far."""

    def __init__(self, judges: Mapping[int, Judge]) -> None:
        self.judges = judges
        self.held: dict[int, set[int]] = {key: set() for key in judges}
        self.given: dict[int, set[int]] = _Sets()

    def free(self, judge: int) -> bool:
        return len(self.held[judge]) < self.judges[judge].room

    def give(self, paper: Paper, allowed: Mapping[int, list[int]]) -> bool:
        """Take the free expert who fits best: the field first, then the smaller load, then the key."""
        own = self.given[paper.key]
        free = [judge for judge in allowed[paper.key] if judge not in own and self.free(judge)]
        if not free:
            return False
        self._put(paper.key, min(free, key=lambda judge: self._cost(paper, judge)))
        return True

    def augment(self, paper: Paper, allowed: Mapping[int, list[int]]) -> bool:
        """Move reviewers of other applications along the shortest chain that ends at somebody free."""
        came: dict[int, tuple[int, int]] = {}
        seen = {paper.key}
        waiting = [paper.key]
        while waiting:
            here = waiting.pop(0)
            for judge in allowed[here]:
                if judge in self.given[here] or judge in came:
                    continue
                came[judge] = (here, -1)
                if self.free(judge):
                    self._shift(judge, came, paper.key)
                    return True
                for other in sorted(self.held[judge]):
                    if other not in seen:
                        seen.add(other)
                        came[-1 - other] = (judge, other)
                        waiting.append(other)
        return False

    def _shift(self, judge: int, came: Mapping[int, tuple[int, int]], start: int) -> None:
        here = came[judge][0]
        while True:
            before = None if here == start else came[-1 - here][0]
            if before is not None:
                self.given[here].discard(before)
                self.held[before].discard(here)
            self._put(here, judge)
            if before is None:
                return
            judge, here = before, came[before][0]

    def _put(self, paper: int, judge: int) -> None:
        self.given[paper].add(judge)
        self.held[judge].add(paper)

    def _cost(self, paper: Paper, key: int) -> tuple[int, int, int]:
        judge = self.judges[key]
        return (0 if paper.field in judge.fields else 1, judge.load + len(self.held[key]), key)


class _Sets(dict[int, set[int]]):
    """A set for every application that is asked for."""

    def __missing__(self, key: int) -> set[int]:
        self[key] = set()
        return self[key]
