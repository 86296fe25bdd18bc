"""How does the index stay true? It is built from the records, and then follows the journal: every write leaves a line that names its case."""

import time
from collections import defaultdict
from collections.abc import Iterator

import structlog
from django.db.models import Max

from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.search import index
from zhuanhua.shared.search.sources import Document, Source, all_sources

log = structlog.get_logger("zhuanhua.search")
AT_ONCE = 400  # changed cases that a reader's request may bring in; more are left to the worker
PATIENCE = 1.0  # seconds between two looks of one process
_looked = [0.0]


def rebuild() -> int:
    """Build the index anew from the records while the old one serves; what is written meanwhile is followed afterwards."""
    with index.the_writer(wait=True):
        line = _last_line()
        began = time.monotonic()
        count = index.build(_everything(), journal=line)
        log.info("search.rebuilt", documents=count, seconds=round(time.monotonic() - began, 1))
        return count


def follow(*, most: int | None = None, wait: bool = True) -> int:
    """Bring in what the journal tells since the last time; gives the number of cases. With `most`, a longer backlog is left to the worker."""
    place = index.current()
    if place is None:
        return 0
    last = _last_line()
    if last <= index.followed(place):
        return 0
    with index.the_writer(wait=wait) as got:
        place = index.current()
        if not got or place is None:
            return 0
        known = index.followed(place)
        if last < known:  # another database, or one put back from a copy: the index knows what never was
            index.build(_everything(), journal=last)
            return 0
        touched = _touched(known, last)
        if most is not None and sum(len(numbers) for numbers in touched.values()) > most:
            return 0
        sources = {source.name: source for source in all_sources()}
        documents = list(_named(sources, touched))
        gone = {(name, number) for name, numbers in touched.items() for number in numbers}
        gone |= {(source.name, document.number) for source, document in documents}
        index.change(
            place, [(sources[name], number) for name, number in sorted(gone)], documents, journal=last
        )
        return len(gone)


def follow_soon() -> None:
    """Bring in a short backlog before a reader asks, so that what was just written is found and what was just hidden is not."""
    now = time.monotonic()
    if now - _looked[0] < PATIENCE:
        return
    _looked[0] = now
    follow(most=AT_ONCE, wait=False)


def is_behind() -> bool:
    """Whether changed cases wait for the worker. How many is nobody's business who may not see them."""
    place = index.current()
    if place is None:
        return False
    known, last = index.followed(place), _last_line()
    return last > known and bool(_touched(known, last))


def _touched(after: int, until: int) -> dict[str, list[str]]:
    """Name the cases of each source of which the journal tells."""
    by_kind = {kind: source.name for source in all_sources() for kind in source.kinds}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    lines = Entry.objects.filter(seq__gt=after, seq__lte=until, case_kind__in=list(by_kind)).order_by()
    for kind, number in lines.values_list("case_kind", "case_number").distinct():
        found[by_kind[kind]][number] = None
    return {name: list(numbers) for name, numbers in found.items()}


def _named(sources: dict[str, Source], touched: dict[str, list[str]]) -> Iterator[tuple[Source, Document]]:
    for name, numbers in touched.items():
        for document in sources[name].documents(numbers):
            yield sources[name], document


def _everything() -> Iterator[tuple[Source, Document]]:
    for source in all_sources():
        for document in source.documents(None):
            yield source, document


def _last_line() -> int:
    return Entry.objects.aggregate(last=Max("seq"))["last"] or 0
