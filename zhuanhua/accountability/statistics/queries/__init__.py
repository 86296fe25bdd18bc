"""What can be asked about indicators? A page of one, its frozen versions, and what moved since; each for the person who asks."""

from zhuanhua.accountability.statistics.queries.asking import Asked, asked_by, is_running
from zhuanhua.accountability.statistics.queries.keeping import (
    drift_of,
    drift_shown,
    drifts,
    frozen_figure,
    frozen_of,
    frozen_sets,
)
from zhuanhua.accountability.statistics.queries.numbers import number_text, unit_name
from zhuanhua.accountability.statistics.queries.tables import (
    MONTH,
    CellShown,
    RowShown,
    Sheet,
    headline,
    sheet_for,
)

__all__ = [
    "MONTH",
    "Asked",
    "CellShown",
    "RowShown",
    "Sheet",
    "asked_by",
    "drift_of",
    "drift_shown",
    "drifts",
    "frozen_figure",
    "frozen_of",
    "frozen_sets",
    "headline",
    "is_running",
    "number_text",
    "sheet_for",
    "unit_name",
]
