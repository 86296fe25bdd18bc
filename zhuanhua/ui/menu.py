"""Which entries does the menu show to whom? Programmes and reports register theirs when Django starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.verdicts import may


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry: shown to who holds the permission (one, or any of a tuple); without one to every account; `public` to all.

    `count` gives the number beside it (person -> int), `also` the names of other pages on which the entry is current.
    A `spare` entry of the top bar moves into its menu 更多 where the window is too narrow for all.
    """

    label: Any
    url_name: str
    permission: Any = None
    count: Callable[[Any], int] | None = None
    also: tuple[str, ...] = ()
    public: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A tab as the page shows it."""

    label: Any
    url: str
    is_current: bool
    count: int = 0
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """The tabs of one programme under its title; the namespace is the app_name of its addresses."""

    namespace: str
    title: Any
    tabs: tuple[Tab, ...]
    about: Any = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Way:
    """One programme as a person finds it: its title, a line about it, what they may open in it."""

    title: Any
    about: Any
    entries: list[Entry]
    is_current: bool = False


WORK = pgettext_lazy("menu", "办理")
ALL_WORK = "overview:work"
PROGRAMMES: dict[str, Programme] = {}
TOP: dict[str, tuple[int, Tab]] = {}
OWN: dict[str, tuple[int, Tab]] = {}


def register_tabs(
    namespace: str,
    tabs: list[Tab],
    *,
    title: Any = "",
    about: Any = "",
    order: int = 50,
    shares: tuple[str, ...] = (),
) -> None:
    """Put a programme's tabs into the second bar and into the list below 办理; smaller orders stand first.

    `shares` names further namespaces whose pages stand under the same tabs.
    """
    programme = Programme(namespace, title, tuple(tabs), about, order)
    PROGRAMMES.update(dict.fromkeys((namespace, *shares), programme))


def register_top(tab: Tab, *, order: int = 50) -> None:
    """Put an entry into the top bar; smaller orders stand further left."""
    TOP[tab.url_name] = (order, tab)


def register_own(tab: Tab, *, order: int = 50) -> None:
    """Put an entry into the person's menu: what is one's own, and oversight."""
    OWN[tab.url_name] = (order, tab)


def may_see(person: Any, tab: Tab) -> bool:
    """Judge one entry for one person."""
    if tab.public:
        return True
    if not person.is_authenticated:
        return False
    wanted = tab.permission if isinstance(tab.permission, tuple) else (tab.permission,)
    return tab.permission is None or any(may(person, each) for each in wanted)


def top_entries(person: Any, view_name: str) -> list[Entry]:
    """The top bar for this person; 办理 leads to the list of their programmes, or to the only one that they have."""
    found = [entry for tab in _in_order(TOP) if (entry := _entry(person, tab, view_name))]
    ways = ways_of(person, view_name) if person.is_authenticated else []
    if ways:
        place = 1 if found and found[0].url == address_of("overview:inbox") else 0
        url = (address_of(ALL_WORK) if len(ways) > 1 else None) or ways[0].entries[0].url
        inside = view_name == ALL_WORK or any(way.is_current for way in ways)
        found.insert(place, Entry(WORK, url, inside))
    return found


def ways_of(person: Any, view_name: str = "", *, counted: bool = False) -> list[Way]:
    """Every programme in which this person may open something; `counted` also asks how much waits there."""
    tops = [(tab, tab.url_name.partition(":")[0]) for _order, tab in TOP.values()]
    own_place = {space for tab, space in tops if not tab.public or f"{space}:*" in tab.also}
    here = PROGRAMMES.get(view_name.partition(":")[0])
    once = {id(each): each for name, each in PROGRAMMES.items() if name not in own_place}
    return [
        Way(each.title, each.about, entries, each is here)
        for each in sorted(once.values(), key=lambda each: each.order)
        if any(not tab.public and may_see(person, tab) for tab in each.tabs)
        and (entries := _tabs(person, each, ALL_WORK if counted else ""))
    ]


def own_entries(person: Any, view_name: str) -> list[Entry]:
    """The entries of the person's menu."""
    return [entry for tab in _in_order(OWN) if (entry := _entry(person, tab, view_name))]


def programme_of(person: Any, view_name: str) -> tuple[Any, list[Entry]]:
    """The title and tabs of the programme to which a page belongs, or nothing."""
    programme = PROGRAMMES.get(view_name.partition(":")[0])
    if programme is None:
        return "", []
    return programme.title, _tabs(person, programme, view_name)


def title_at(path: str) -> Any:
    """The title of the programme that has a page at this path, or nothing."""
    try:
        programme = PROGRAMMES.get(resolve(path).namespace)
    except Resolver404:
        return ""
    return programme.title if programme else ""


def all_entries(person: Any) -> list[Entry]:
    """Every entry that this person may open, for the search."""
    found = [entry for tab in [*_in_order(TOP), *_in_order(OWN)] if (entry := _entry(person, tab, ""))]
    for programme in PROGRAMMES.values():
        found += _tabs(person, programme, "")
    return list({entry.url: entry for entry in found}.values())


def _in_order(table: dict[str, tuple[int, Tab]]) -> list[Tab]:
    return [tab for _order, tab in sorted(table.values(), key=lambda pair: pair[0])]


def _tabs(person: Any, programme: Programme, view_name: str) -> list[Entry]:
    return [entry for tab in programme.tabs if (entry := _entry(person, tab, view_name))]


def _entry(person: Any, tab: Tab, view_name: str) -> Entry | None:
    url = address_of(tab.url_name) if may_see(person, tab) else None
    if url is None:
        return None
    number = tab.count(person) if tab.count and view_name and person.is_authenticated else 0
    same = view_name == tab.url_name or view_name in tab.also
    inside = f"{view_name.partition(':')[0]}:*" in tab.also
    return Entry(tab.label, url, bool(view_name) and (same or inside), number, tab.spare)


def address_of(url_name: str, *args: Any) -> str | None:
    """The address of a page, or nothing where this site runs without that app."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return None
