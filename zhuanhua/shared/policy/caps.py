"""How does a rule fill a cap in order, on every engine alike? The arithmetic that rules about money share; knows no Django.

Every row of a rule carries `capped_fen` (what it may have by itself) and `is_entitled`; a cap belongs to a party and a year.
"""

from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops

from zhuanhua.core import money


def within(amount: Any) -> Any:
    """Keep an amount where every engine is exact; null stays null."""
    return at_most(ibis.ifelse(amount < 0, 0, amount), money.MAX_FEN)


def at_most(amount: Any, limit: Any) -> Any:
    """The smaller of two, null when either is unknown; LEAST skips nulls on DuckDB, PostgreSQL and Spark, but not on SQLite."""
    unknown = ibis.null("int64")
    return ibis.cases((amount > limit, limit), (amount <= limit, amount), else_=unknown)


def all_met(facts: ibis.Table, conditions: tuple[str, ...]) -> ibis.Table:
    """Add `is_entitled`: every condition is met; what is unknown is not met."""
    met = ibis.literal(True)
    for name in conditions:
        met &= facts[name].fill_null(False)
    return facts.mutate(is_entitled=met)


def filled(
    rows: ibis.Table, *, group: tuple[str, ...], order: tuple[str, ...], cap: Any, before: Any
) -> ibis.Table:
    """Fill a cap in order: what all rows of a group up to this one may take, less what those before it took.

    `cap` and `before` (what the group has had outside of these rows) are amounts or columns. Adds `year_left_fen`, `possible_fen`
    (due if every condition were met) and `grant_fen`.
    """
    asked = ibis.ifelse(rows.is_entitled, at_most(rows.capped_fen, cap).fill_null(0), 0)
    rows = rows.mutate(asked_=asked, room_=ibis.greatest(cap - before.fill_null(0), 0))
    running = ibis.window(group_by=list(group), order_by=list(order), rows=(None, 0))
    rows = rows.mutate(upto_=ops.Cast(rows.asked_.sum().over(running), dt.int64).to_expr())
    earlier = rows.upto_ - rows.asked_
    left = rows.room_ - at_most(earlier, rows.room_)
    kept = [name for name in rows.columns if name not in {"asked_", "upto_", "room_"}]
    return rows.select(  # one level less than mutate and drop: SQLite's parser takes only so many
        *kept,
        year_left_fen=left,
        possible_fen=at_most(rows.capped_fen, left),
        grant_fen=at_most(rows.asked_, left),
    )
