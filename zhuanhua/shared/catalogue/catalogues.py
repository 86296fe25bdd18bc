"""Which catalogues are there? A programme describes its own once; filing, review, pages and search work from the description."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuanhua.shared.access.permissions import Permission

Facts = list[tuple[Any, Any]]


@dataclass(frozen=True)
class Catalogue:
    """One catalogue: `name` is app and namespace, `kind` the kind of its cases, `letters` stand in its numbers.

    `saved` are the fields a form may set, `required` those without which nothing is submitted; `facts(item)` gives what its detail page
    tells beside title and text, `private(item)` what only owner and desk read; `valid_until(item, day)` how long a publication holds.
    """

    name: str
    kind: str
    letters: str
    model: Any
    title: Any
    one: Any
    file: Permission
    read: Permission
    review: Permission
    import_: Permission
    sheet: str
    form: Any
    saved: tuple[str, ...]
    required: tuple[str, ...]
    amount: str
    facts: Callable[[Any], Facts]
    private: Callable[[Any], Facts]
    valid_until: Callable[[Any, date], date]
    remind_days: Callable[[date], int]
    papers: Sequence[tuple[str, Any]] = ()

    def address(self, number: str, page: str = "") -> str:
        """Give the address of an item or of one of its pages."""
        return f"/{self.name}/{number}/{page}"


_CATALOGUES: dict[str, Catalogue] = {}
_LINKS: list[tuple[Any, str, Permission]] = []


def register(catalogue: Catalogue) -> None:
    """Enter a catalogue under its kind."""
    _CATALOGUES[catalogue.kind] = catalogue


def catalogue_of(kind: str) -> Catalogue:
    """Give the catalogue whose items are of that kind."""
    return _CATALOGUES[kind]


def all_catalogues() -> list[Catalogue]:
    """List the catalogues in the order of registration."""
    return list(_CATALOGUES.values())


def register_link(label: Any, url_name: str, permission: Permission) -> None:
    """Let another programme stand on the page of an item: for its owner and whoever reviews, with the permission."""
    _LINKS.append((label, url_name, permission))


def all_links() -> list[tuple[Any, str, Permission]]:
    """List what other programmes offer on the page of an item."""
    return list(_LINKS)
