"""How does the SQL of a rule say every term once? What is used twice becomes a column of an earlier step.

Ibis writes a term anew wherever it is used, and folds steps into one another: five terms that build on each other, each used four
times, become a thousand. Redemption of a voucher was 211 kB of SQL, which DuckDB planned for 50 ms to judge one row.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count
from typing import Any

import ibis.expr.operations as ops
from ibis.expr.rewrites import p, replace

SMALL = 4  # nodes: a term of so many is cheaper said again than kept
WITHIN_WINDOWS = (ops.Reduction, ops.Analytic, ops.SortKey, ops.WindowBoundary)


def said_once(table: Any) -> Any:
    """Write the same table with a step of its own for whatever is used more than once."""
    return table.op().replace(_stepwise, context={"numbers": count()}).to_expr()


@replace(p.Project)
def _stepwise(_: Any, numbers: Iterator[int], **_rest: Any) -> ops.Relation:
    parent, values = _.parent, dict(_.values)
    if isinstance(parent, ops.Project | ops.DropColumns):
        parent, values = _on(_named(parent, numbers), values, {})
    while shared := _shared(values.values()):
        kept = {f"term_{next(numbers)}_": term for term in shared}
        step = ops.Project(parent, {name: ops.Field(parent, name) for name in parent.schema} | kept)
        parent, values = _on(_named(step, numbers), values, {term: name for name, term in kept.items()})
    return ops.Project(parent, values)


def _named(step: ops.Relation, numbers: Iterator[int]) -> ops.Relation:
    """Give a step a name, without which Ibis would fold it into the next."""
    return ops.AliasedRelation(parent=step, name=f"step_{next(numbers)}_")


def _on(
    step: ops.Relation, values: dict[str, ops.Value], kept: dict[ops.Value, str]
) -> tuple[ops.Relation, dict[str, ops.Value]]:
    """Let values rest on a step: on its columns, and on the terms that it keeps."""
    below = step.parent.parent if kept else step.parent
    moved = {ops.Field(below, name): ops.Field(step, name) for name in below.schema}
    moved |= {term: ops.Field(step, name) for term, name in kept.items()}
    return step, {name: value.replace(moved, filter=ops.Value) for name, value in values.items()}


def _shared(values: Iterable[ops.Value]) -> list[ops.Value]:
    """Find the terms used more than once that rest on no other such term."""
    used: Counter[ops.Value] = Counter()
    waiting = list(dict.fromkeys(values))
    seen = set(waiting)
    used.update(values)
    while waiting:
        for part in _parts(waiting.pop()):
            used[part] += 1
            if part not in seen:
                seen.add(part)
                waiting.append(part)
    shared = {term for term, times in used.items() if times > 1 and _is_term(term)}

    @cache
    def rests(term: ops.Value) -> bool:
        return any(part in shared or rests(part) for part in _parts(term))

    return [term for term in used if term in shared and not rests(term)]


def _parts(term: ops.Value) -> list[ops.Value]:
    return [part for part in term.__children__ if isinstance(part, ops.Value)]


def _is_term(term: ops.Value) -> bool:
    fits = not isinstance(term, (ops.Field, ops.Literal, ops.Alias, *WITHIN_WINDOWS))
    return fits and term.shape.is_columnar() and _size(term) > SMALL


def _size(term: ops.Value) -> int:
    return 1 + sum(_size(part) for part in _parts(term))
