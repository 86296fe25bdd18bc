"""Whose case is what a public notice announces? Each room says it of its own kinds of case, so that who is partial leaves it to a colleague.

register_matters("contract", lambda number: [matter_of(each) for each in Contract.objects.filter(number=number)])
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from zhuanhua.shared.people.avoidance import Matter

if TYPE_CHECKING:
    from zhuanhua.shared.workflow.models import Publicity

Finder = Callable[[str], Sequence[Matter]]
_MATTERS: dict[str, Finder] = {}


def register_matters(case_kind: str, find: Finder) -> None:
    """Say of a kind of case that is announced what its judges may be partial to, by the number of the case."""
    _MATTERS[case_kind] = find


def matters_of(publicity: "Publicity") -> Sequence[Matter]:
    """Give what is judged with a notice; KeyError where no room has said it, so that none is forgotten."""
    return _MATTERS[publicity.case_kind](publicity.case_number)
