"""Is no conflict ever assigned, no load exceeded, and nobody left without a reviewer who could have one?"""

from collections import Counter
from datetime import date
from random import Random

import pytest

from zhuanhua.engines.reviewing import Judge, Paper, Parties, Tie, TieKind, assign, conflicts

DAY = date(2026, 4, 8)
WORLDS = 2_000


def _world(chance):
    """Draw a pool and a call: ties of every kind, old and new, to few organisations and people, so that they often meet."""
    pool = [[_tie(chance) for _ in range(chance.randrange(5))] for _ in range(chance.randrange(1, 13))]
    work = [
        (
            frozenset(chance.sample(range(1, 13), chance.randrange(1, 4))),
            frozenset(chance.sample(["甲", "乙", "丙"], chance.randrange(3))),
            chance.choice("ab"),
        )
        for _ in range(chance.randrange(1, 11))
    ]
    return pool, work, chance.randrange(1, 5), chance.randrange(1, 5)


def _tie(chance):
    return Tie(
        chance.choice(list(TieKind)),
        chance.choice([None, *range(1, 13)]),
        chance.choice(["", "甲", "乙", "丙"]),
        chance.choice([None, date(2016, 1, 1), date(2026, 4, 9)]),
        chance.choice([None, date(2019, 6, 1), date(2023, 4, 7), date(2023, 4, 8), date(2025, 1, 1)]),
    )


def _pieces(pool, work, room, wanted):
    judges = [Judge(key, frozenset("ab"[key % 2]), room) for key in range(len(pool))]
    papers = [Paper(key, field, wanted) for key, (_own, _people, field) in enumerate(work)]
    parties = [Parties(own, people) for own, people, _field in work]
    table = [[bool(conflicts(ties, party, on=DAY)) for ties in pool] for party in parties]
    return papers, judges, lambda paper, judge: table[paper][judge]


def test_assign_over_thousands_of_pools_never_crosses_a_conflict_or_a_load():
    chance, edges_made, barred_met = Random(20260408), 0, 0
    for _ in range(WORLDS):
        pool, work, room, wanted = _world(chance)
        papers, judges, barred = _pieces(pool, work, room, wanted)

        edges = assign(papers, judges, barred=barred).edges

        assert [edge for edge in edges if barred(*edge)] == []
        assert len(set(edges)) == len(edges)
        assert max(Counter(who for _paper, who in edges).values(), default=0) <= room
        assert max(Counter(what for what, _judge in edges).values(), default=0) <= wanted
        edges_made += len(edges)
        barred_met += sum(barred(paper.key, judge.key) for paper in papers for judge in judges)

    assert edges_made > 10_000
    assert barred_met > 10_000  # the worlds are full of what must be avoided


@pytest.mark.parametrize("seed", range(120))
def test_assign_finds_as_many_edges_as_a_plain_flow(seed):
    papers, judges, barred = _pieces(*_world(Random(seed)))

    assert len(assign(papers, judges, barred=barred).edges) == _largest(papers, judges, barred)


def _largest(papers, judges, barred):
    """Find the largest number of edges in the slowest way: one unit of flow after another over a residual network."""
    capacity = {("s", ("p", paper.key)): paper.wanted for paper in papers}
    capacity |= {(("j", judge.key), "t"): judge.room for judge in judges}
    for paper in papers:
        for judge in judges:
            if not barred(paper.key, judge.key):
                capacity["p", paper.key] = 0
                capacity[("p", paper.key), ("j", judge.key)] = 1
    nodes = {end for edge in capacity for end in edge if isinstance(edge, tuple) and len(edge) == 2}

    def push(here, seen):
        if here == "t":
            return True
        seen.add(here)
        for there in nodes:
            if there not in seen and capacity.get((here, there), 0) > 0 and push(there, seen):
                capacity[here, there] -= 1
                capacity[there, here] = capacity.get((there, here), 0) + 1
                return True
        return False

    flow = 0
    while push("s", set()):
        flow += 1
    return flow


def test_assign_prefers_the_field_then_the_smaller_load():
    judges = [Judge(1, frozenset("b"), 5), Judge(2, frozenset("a"), 5, load=3), Judge(3, frozenset("a"), 5)]

    assigned = assign([Paper(7, "a", 2)], judges, barred=lambda _paper, _judge: False)

    assert assigned.edges == ((7, 2), (7, 3))


def test_assign_says_what_is_lacking():
    assigned = assign([Paper(7, "a", 3)], [Judge(1, frozenset("a"), 5)], barred=lambda _p, _j: False)

    assert (assigned.edges, assigned.lacking) == (((7, 1),), {7: 2})
