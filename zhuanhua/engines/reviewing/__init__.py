"""Who may review whom, who reviews what, and in which order do the reviewed stand? Pure functions over plain values."""

from zhuanhua.engines.reviewing.assigning import Assigned, Judge, Paper, assign
from zhuanhua.engines.reviewing.conflicts import Found, Parties, Tie, TieKind, conflicts, coverage
from zhuanhua.engines.reviewing.ranking import (
    TIE_RULE,
    Criterion,
    Ranked,
    Scored,
    outliers,
    rank,
    total,
)

__all__ = [
    "TIE_RULE",
    "Assigned",
    "Criterion",
    "Found",
    "Judge",
    "Paper",
    "Parties",
    "Ranked",
    "Scored",
    "Tie",
    "TieKind",
    "assign",
    "conflicts",
    "coverage",
    "outliers",
    "rank",
    "total",
]
