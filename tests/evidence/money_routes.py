"""Which addresses move public money? Found by following every page's calls down to the one function that writes a transfer."""

import functools
import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

from zhuanhua.shared.ledger.actions import moving

DEPTH = 2  # how deep tables of functions (verb → deed) are looked into


def money_routes() -> dict[str, str]:
    """Give every route whose page can reach a transfer, with the calls that lead there."""
    found = {}
    for name, page in _routes(get_resolver().url_patterns, ""):
        way = _way_to_a_transfer(page)
        if way:
            found[name] = " → ".join(each.__name__ for each in way)
    return found


def moves_money(deed: Callable[..., Any]) -> bool:
    """Whether a function can reach a transfer."""
    return bool(_way_to_a_transfer(deed))


def _routes(patterns: Any, space: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", each.callback
        else:
            yield from _routes(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)


def _way_to_a_transfer(page: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Search the calls of a page; empty when none of them moves money."""
    start = inspect.unwrap(page)
    came_from: dict[Callable[..., Any], Callable[..., Any] | None] = {start: None}
    waiting = [start]
    while waiting:
        here: Callable[..., Any] | None = waiting.pop()
        if here is inspect.unwrap(moving.transfer):
            way = []
            while here is not None:
                way.append(here)
                here = came_from[here]
            return way[::-1]
        assert here is not None
        for called in _called_by(here):
            if called not in came_from:
                came_from[called] = here
                waiting.append(called)
    return []


@functools.cache
def _called_by(function: Callable[..., Any]) -> frozenset[Callable[..., Any]]:
    """Every function of the product that a function names, also through a module, a table or a class."""
    if not isinstance(function, types.FunctionType):
        return frozenset()
    named: set[Callable[..., Any]] = set()
    for code in _codes(function.__code__):
        names = set(code.co_names)
        for name in names & set(function.__globals__):
            named |= set(_functions(function.__globals__[name], names, 0))
    for cell in function.__closure__ or ():
        named |= set(_functions(cell.cell_contents, set(), 0))
    return frozenset(each for each in map(inspect.unwrap, named) if _is_ours(each))


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _codes(inner)


def _functions(thing: Any, names: set[str], depth: int) -> Iterator[Callable[..., Any]]:
    if isinstance(thing, types.FunctionType):
        yield thing
    elif isinstance(thing, functools.partial):
        yield thing.func
    elif depth >= DEPTH:
        return
    elif isinstance(thing, types.ModuleType) and _is_ours(thing):
        for name in names & set(vars(thing)):
            yield from _functions(getattr(thing, name), names, depth + 1)
    elif isinstance(thing, type) and _is_ours(thing):
        yield from (each for each in vars(thing).values() if isinstance(each, types.FunctionType))
    elif isinstance(thing, dict | list | tuple):
        for each in thing.values() if isinstance(thing, dict) else thing:
            yield from _functions(each, names, depth + 1)


def _is_ours(thing: Any) -> bool:
    return str(getattr(thing, "__module__", None) or getattr(thing, "__name__", "")).startswith("zhuanhua.")
