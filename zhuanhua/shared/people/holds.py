"""What keeps an organisation as it is? Rooms that know of money on its way say so; people knows nothing of payments."""

from collections.abc import Callable, Iterable

Hold = Callable[[Iterable[int]], str]
_HOLDS: list[Hold] = []


def register_hold(hold: Hold) -> None:
    """Ask this before an organisation is merged or renames itself: it gives the number of what is on its way, or nothing."""
    _HOLDS.append(hold)


def held_by(organisations: Iterable[int]) -> str:
    """Name what is on its way to one of these organisations; nothing when they are free."""
    asked = list(organisations)
    return next((found for hold in _HOLDS if (found := hold(asked))), "")
