"""What is searched? Each room describes its records as documents in layers, each layer with those who may see it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhuanhua.ui.search import Hit

LAYERS = 3
EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Layer:
    """A text, and the marks of those who may see it; a person bears marks, and one in common opens the layer."""

    text: str = ""
    seers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One record: up to three layers from the most to the least public, and what it may be filtered by (name=value)."""

    number: str
    layers: tuple[Layer, ...]
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A kind of record. `documents(numbers)` gives those of the numbers, or all for None; `marks(person)` what the person bears;

    `hits(person, numbers)` shows the found ones that the person may really see, by number: the database has the last word. `kinds` are the case kinds whose
    journal lines say that a record changed; `plain(person, text)` finds without an index; `facets` words the filters: name → (title, words).
    """

    name: str
    title: Any
    kinds: tuple[str, ...]
    documents: Callable[[Sequence[str] | None], Iterator[Document]]
    marks: Callable[[Any], Iterable[str]]
    hits: Callable[[Any, Sequence[str]], dict[str, Hit]]
    plain: Callable[[Any, str], list[Hit]]
    order: int = 50
    facets: dict[str, tuple[Any, Any]] = field(default_factory=dict)


_SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Let the search look here."""
    _SOURCES[source.name] = source


def all_sources() -> list[Source]:
    """List the sources in the order in which they are shown."""
    return sorted(_SOURCES.values(), key=lambda source: source.order)


def source_named(name: str) -> Source | None:
    """Give one source."""
    return _SOURCES.get(name)


def marks_of(person: Any) -> list[str]:
    """Give every mark that a person bears, in all sources."""
    found = {EVERYBODY}
    for source in _SOURCES.values():
        found |= set(source.marks(person))
    return sorted(found)
