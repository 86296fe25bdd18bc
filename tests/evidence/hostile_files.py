"""What is a hostile file, and what must become of it? Each has a name, a reason, the way it is made, and one expected outcome."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refused:
    """Not taken: the sentence holds these words, what is wrong and the way out. `step` is where: the file, or its columns."""

    says: tuple[str, ...]
    step: str = "file"


@dataclass(frozen=True)
class Faulty:
    """Read; one row is not taken because of the cell in this column, with these words; the others are."""

    column: str
    says: str
    row: int = 3


@dataclass(frozen=True)
class Taken:
    """Read whole: every row becomes exactly one contract; `second` are fields of the contract of row 3; `note` is told."""

    second: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Hostile:
    """One kind of file. `make` gives its bytes."""

    name: str
    reason: str
    file_name: str
    make: Callable[[], bytes]
    expected: Refused | Faulty | Taken


NOT_A_BOOK = Refused(("内容不是Excel工作簿", "另存"))
BROKEN = Refused(("已损坏", "另存"))
ODD = Refused(("内部结构不对", "另存"))
LARGE = Refused(("展开后过大", "删去"))
DECLARED = Refused(("不该有的声明", "另存"))
EMBEDDED = Refused(("嵌有别的对象", "删去"))


def every_table() -> "tuple[Hostile, ...]":
    """List every kind of table that somebody may want to import."""
    from tests.evidence import hostile_archives, hostile_cells, hostile_parts

    return (
        *hostile_archives.FORMATS,
        *hostile_archives.ARCHIVES,
        *hostile_parts.DECLARATIONS,
        *hostile_parts.SHEETS,
        *hostile_parts.ACTIVE,
        *hostile_cells.AMOUNTS,
        *hostile_cells.CELLS,
        *hostile_cells.COMMAS,
        *hostile_cells.NAMES,
    )
