"""Which items fit one another, how well and why? All that the product knows of the matching engine stands in this file.

The engine reads what every reader with an account may read: what is restricted never enters, a text behind an undertaking neither.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings

from zhuanhua.shared.catalogue.queries import Matchable
from zhuanhua.shared.people.districts import CITY

MOST = 20  # kept for each item
MOST_TEXT = 800  # characters of a full text; more tells little about what it is
OPEN = ("public", "members")
BP = 10_000


@dataclass(frozen=True, slots=True)
class Fit:
    """A pair that fits: how well, how sure, by which model."""

    need: str
    achievement: str
    level: int
    score_bp: int
    probability_bp: int
    model: str


@dataclass(frozen=True, slots=True)
class Why:
    """One reason of the engine: kind, weight (below 0 speaks against the pair) and the facts of its sentence."""

    kind: str
    weight: float
    facts: dict[str, Any]


def readable(items: Iterable[Matchable]) -> Iterator[Matchable]:
    """Leave out what is restricted."""
    return (item for item in items if item.level != "restricted")


def engine_need(item: Matchable, *, own: bool = False) -> Any:
    """Show a need to the engine; its full text only where everybody reads it, or to its own people."""
    from zhuanhua.engines.matching import Need

    return Need(
        item.number,
        item.title,
        _told(item, own=own),
        _field(item),
        item.trl,
        _region(item),
        None,
        item.amount_fen,
    )


def engine_offer(item: Matchable, *, own: bool = False) -> Any:
    """Show an achievement to the engine."""
    from zhuanhua.engines.matching import Offer

    keywords = tuple(item.keywords)
    told = _told(item, own=own)
    return Offer(
        item.number, item.title, told, keywords, _field(item), item.trl, _region(item), None, item.amount_fen
    )


class Reasoner:
    """Puts the engine's reasons for a pair beside what a reader sees of it."""

    def __init__(self, model: Any) -> None:
        from zhuanhua.engines.matching import Index

        self._index = Index.build([], [], model=model)

    def why(self, need: Matchable, achievement: Matchable) -> list[Why]:
        """Why the pair fits and what speaks against it, from what the reader sees of both; heaviest first."""
        pair = engine_need(need, own=True), engine_offer(achievement, own=True)
        return [Why(one.kind, one.weight, dict(one.facts)) for one in self._index.reasons(*pair)]


def _told(item: Matchable, *, own: bool) -> str:
    text = item.text[:MOST_TEXT] if own or item.level in OPEN else ""
    return f"{item.summary}\n{text}".strip()


def _field(item: Matchable) -> tuple[str, ...]:
    return (f"{item.field[:1]}0", item.field) if item.field else ()


def _region(item: Matchable) -> tuple[str, ...]:
    if not item.district:
        return ()
    return (f"{CITY[:2]}0000", f"{item.district[:4]}00", item.district)


class Shelf:
    """Both catalogues as the engine holds them, ready to be asked by one thread at a time."""

    def __init__(
        self, needs: Iterable[Matchable], achievements: Iterable[Matchable], model: Any = None
    ) -> None:
        from zhuanhua.engines.matching import Index

        self.items = {
            "need": {item.number: item for item in readable(needs)},
            "achievement": {item.number: item for item in readable(achievements)},
        }
        self._needs = [engine_need(item) for item in self.items["need"].values()]
        self._offers = [engine_offer(item) for item in self.items["achievement"].values()]
        self.index = Index.build(self._offers, self._needs, model=model)
        self.model = self.index.model
        self._lock = Lock()

    def of(self, kind: str, item: Matchable) -> list[Fit]:
        """What fits an item of either catalogue."""
        return self.of_need(item) if kind == "need" else self.of_achievement(item)

    def of_need(self, item: Matchable, most: int = MOST) -> list[Fit]:
        """The achievements that fit a need, best first; it need not stand on the shelf. Who may see a restricted one reads its text."""
        asked = engine_need(item, own=item.level == "restricted")
        with self._lock:
            return [_fit(one) for one in self.index.rank(asked, most, with_reasons=False)]

    def of_needs(self, items: Sequence[Matchable], most: int = MOST) -> list[list[Fit]]:
        """The same for many needs at once, in their order."""
        asked = [engine_need(item, own=item.level == "restricted") for item in items]
        with self._lock:
            found = self.index.rank_many(asked, most, with_reasons=False)
        return [[_fit(one) for one in ranked] for ranked in found]

    def of_achievement(self, item: Matchable, most: int = MOST) -> list[Fit]:
        """The needs that an achievement fits; one that is not on the shelf, since it is restricted, is put on a shelf of its own."""
        from zhuanhua.engines.matching import Index

        index = self.index
        if item.number not in self.items["achievement"]:
            index = Index.build([*self._offers, engine_offer(item, own=True)], self._needs, model=self.model)
        with self._lock:
            return [_fit(one) for one in index.rank_needs(item.number, most, with_reasons=False)]

    def everything(self, most: int = MOST) -> Sequence[Fit]:
        """The best of every item of both catalogues, each pair once."""
        with self._lock:
            forward, backward = self.index.rank_all(most, with_reasons=False)
        found = {(one.need_id, one.offer_id): one for ranked in (*backward, *forward) for one in ranked}
        return [_fit(one) for one in found.values()]


def _fit(match: Any) -> Fit:
    return Fit(
        match.need_id, match.offer_id, match.level, max(round(match.score * BP), 0),
        min(round(match.probability * BP), BP), match.model,
    )  # fmt: skip


def home() -> Path:
    """Where the models lie, one folder each; a model that is lost can be learned again from the records."""
    return Path(settings.DATA_DIR) / "matching"


def load_model(version: str) -> Any:
    """Read a kept model; None where its files are gone or of another version of the engine."""
    from zhuanhua.engines.matching import Model

    try:
        return Model.load(home() / version)
    except (OSError, ValueError, KeyError):
        return None


def save_model(model: Any, learned_from: Sequence[tuple[str, str]] = ()) -> str:
    """Keep a model and the pairs it has learned from; gives its version."""
    folder = home() / model.version
    model.save(folder)
    (folder / "pairs.json").write_text(json.dumps(list(learned_from)), encoding="utf-8")
    return str(model.version)


def known_pairs(version: str) -> set[tuple[str, str]]:
    """The pairs a kept model has learned from, need and achievement."""
    try:
        rows = json.loads((home() / version / "pairs.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {(need, achievement) for need, achievement in rows}


def first_model(needs: Iterable[Matchable], achievements: Iterable[Matchable]) -> Any:
    """The model of the first day: from the catalogues' own words, without any verdict."""
    from zhuanhua.engines.matching import Model

    offers = [engine_offer(item) for item in readable(achievements)]
    return Model.first_day(offers, [engine_need(item) for item in readable(needs)])
