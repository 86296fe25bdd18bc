"""Where does the search look? Each room registers a searcher that finds only what the person asking may see."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST_PER_GROUP = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name, where it opens, a second line, and its state where it has one."""

    title: str
    url: str
    under: str = ""
    state: str = ""
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Group:
    """What one searcher found; `more_url` leads to its full list."""

    title: Any
    hits: list[Hit] = field(default_factory=list)
    more_url: str = ""


Searcher = Callable[[Any, str], list[Hit]]

_SEARCHERS: dict[str, tuple[int, Any, Searcher]] = {}
_NEIGHBOURS: dict[str, Searcher] = {}


def register_searcher(name: str, find: Searcher, *, title: Any, order: int = 50) -> None:
    """Let the search ask `find(person, text)`: for what is no record (pages, indicators). Records are sources of shared.search."""
    _SEARCHERS[name] = (order, title, find)


def register_neighbours(name: str, find: Searcher) -> None:
    """Let a "not found" page ask `find(person, text)` for numbers that differ in one character."""
    _NEIGHBOURS[name] = find


def search(person: Any, text: str) -> list[Group]:
    """Ask every searcher; groups without a hit are left out."""
    text = " ".join(text.split())[:100]
    if not text:
        return []
    groups = []
    for _order, title, find in sorted(_SEARCHERS.values(), key=lambda each: each[0]):
        hits = find(person, text)
        if hits:
            groups.append(Group(title, hits[:MOST_PER_GROUP]))
    return groups


def near(person: Any, text: str) -> list[Hit]:
    """Find what a mistyped number may have meant, at most three."""
    found = [hit for find in _NEIGHBOURS.values() for hit in find(person, text)]
    return found[:3]
