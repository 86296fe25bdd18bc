"""Finds items that are nearly the same: at entry for one text, and in groups for the whole catalogue."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from zhuanhua.core.text import match_key
from zhuanhua.engines.likeness import bands_of, likeness
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.models import LikenessBand
from zhuanhua.shared.catalogue.queries.single import visible

NEAR = 0.5  # share of pieces from which two texts are shown as perhaps the same
MOST = 8
MOST_GROUPS = 100
CROWD = 20  # a band that so many share is a form letter, not a likeness


@dataclass(frozen=True, slots=True)
class Alike:
    """An item that may be the same, and how alike it is."""

    item: Any
    percent: int
    same_title: bool


def compared_text(item: Any) -> str:
    """Give what is compared of an item: title, summary and text."""
    return f"{item.title}。{item.summary}。{item.text}"


def similar(catalogue: Catalogue, person: Any, *, title: str, text: str, but: str = "") -> list[Alike]:
    """Find what the person may know of and that is nearly the same, most alike first; what they may not see is not hinted at."""
    among = visible(catalogue, person).filter(merged_into__isnull=True).exclude(number=but)
    whole = f"{title}。{text}"
    [bands] = bands_of([whole])
    numbers = LikenessBand.objects.filter(kind=catalogue.kind, band__in=bands).values_list(
        "number", flat=True
    )
    near = {item.number: item for item in among.filter(number__in=list(dict.fromkeys(numbers))[:200])}
    key = match_key(title)
    if len(key) > 3:
        near |= {item.number: item for item in among.filter(title_key=key)[:MOST]}
    found = [
        Alike(item, round(likeness(whole, compared_text(item)) * 100), item.title_key == key)
        for item in near.values()
    ]
    kept = [alike for alike in found if alike.same_title or alike.percent >= NEAR * 100]
    return sorted(kept, key=lambda alike: (-alike.percent, alike.item.number))[:MOST]


def duplicate_groups(catalogue: Catalogue, among: QuerySet[Any]) -> list[list[Any]]:
    """Group items of a list that bear the same title or are nearly the same; each item stands in one group."""
    known = dict(among.order_by().values_list("number", "title_key"))
    joined = _Groups()
    by_title: dict[str, list[str]] = defaultdict(list)
    for number, key in known.items():
        by_title[key].append(number)
    for key, numbers in by_title.items():
        if len(key) > 3 and len(numbers) > 1:
            joined.join(numbers)
    for numbers in _banded(catalogue, known):
        joined.join(numbers)
    groups = joined.groups()[:MOST_GROUPS]
    wanted = [number for group in groups for number in group]
    items = {item.number: item for item in among.filter(number__in=wanted)}
    return [sorted((items[number] for number in group), key=lambda item: item.pk) for group in groups]


def _banded(catalogue: Catalogue, known: dict[str, str]) -> list[list[str]]:
    """Give the pairs that share a band and are really alike."""
    bands = LikenessBand.objects.filter(kind=catalogue.kind)
    shared = bands.values("band").annotate(many=Count("number")).filter(many__gt=1, many__lte=CROWD)
    by_band: dict[int, list[str]] = defaultdict(list)
    for band, number in bands.filter(band__in=shared.values("band")).values_list("band", "number"):
        if number in known:
            by_band[band].append(number)
    pairs = {
        (first, second)
        for numbers in by_band.values()
        for at, first in enumerate(sorted(numbers))
        for second in sorted(numbers)[at + 1 :]
    }
    texts = {
        item.number: compared_text(item)
        for item in catalogue.model.objects.filter(number__in={number for pair in pairs for number in pair})
    }
    return [list(pair) for pair in sorted(pairs) if likeness(texts[pair[0]], texts[pair[1]]) >= NEAR]


class _Groups:
    """Joins what belongs together."""

    def __init__(self) -> None:
        self.home: dict[str, str] = {}

    def join(self, numbers: list[str]) -> None:
        homes = sorted({self._find(number) for number in numbers})
        for home in homes[1:]:
            self.home[home] = homes[0]

    def groups(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for number in self.home:
            found[self._find(number)].append(number)
        return sorted(sorted(group) for group in found.values() if len(group) > 1)

    def _find(self, number: str) -> str:
        home = self.home.setdefault(number, number)
        while home != self.home[home]:
            home = self.home[home]
        return home
