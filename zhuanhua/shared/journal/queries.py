"""What does the journal say about a case, who may read it, and does the chain hold?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal import heads
from zhuanhua.shared.journal.chain import FIELDS, Fault
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.verifier import Report, verify

COLUMNS = (*FIELDS, "previous_hash", "hash")
CHECK = "journal:check"
BATCH = 5_000


@dataclass(frozen=True)
class Wanted:
    """Which lines an auditor asks for; empty parts ask for everything."""

    case: str = ""
    actor: str = ""
    event: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Check:
    """What the last check of the chain found; it stands in the journal itself."""

    at: datetime
    by: str
    lines: int
    heads: int
    fault: Fault | None


def entries_for(person: Any, case_kind: str, case_number: str) -> QuerySet[Entry]:  # noqa: ARG001 - the caller has fetched the case for this person
    """Give the lines of one case, newest first. The case itself must have been fetched for this person."""
    return Entry.objects.filter(case_number=case_number, case_kind=case_kind).order_by("-seq")


def entries_wanted(person: Any, wanted: Wanted) -> QuerySet[Entry]:
    """Give the lines an auditor asks for, newest first; refused without the permission to read the journal."""
    require(person, Permission.JOURNAL_READ)
    found = Entry.objects.order_by("-seq")
    if wanted.case:
        found = found.filter(case_number__iexact=wanted.case)
    if wanted.actor:
        found = found.filter(Q(actor=wanted.actor) | Q(actor_name__icontains=wanted.actor))
    if wanted.event:
        found = found.filter(event=wanted.event)
    if wanted.since:
        found = found.filter(at__gte=wanted.since.isoformat())
    if wanted.until and wanted.until < date.max:
        found = found.filter(at__lt=(wanted.until + timedelta(days=1)).isoformat())
    return found


def events() -> list[str]:
    """Give every kind of event that has happened."""
    return list(Entry.objects.order_by("event").values_list("event", flat=True).distinct())


def lines(since: int = 0) -> Iterator[dict[str, Any]]:
    """Stream all lines after `since` in order, as the plain values that are hashed."""
    yield from Entry.objects.filter(seq__gt=since).order_by("seq").values(*COLUMNS).iterator(chunk_size=BATCH)


def check_chain(signed: Iterable[dict[str, Any]] | None = None) -> Report:
    """Check the whole chain against signed heads, by default those kept on this machine."""
    anchors = list(heads.kept_heads() if signed is None else signed)
    return verify(lines(), anchors, heads.public_key() if anchors else None, may_be_empty=True)


def first_fault() -> Fault | None:
    """Check the whole chain; gives the first line that does not fit, or None."""
    return check_chain().first


def last_check() -> Check | None:
    """Give the result of the last check that was told in the journal."""
    entry = Entry.objects.filter(event=CHECK).order_by("-seq").first()
    if entry is None:
        return None
    told = entry.after
    fault = Fault(told["fault_seq"], told["fault"], told.get("found")) if told.get("fault") else None
    return Check(datetime.fromisoformat(entry.at), entry.actor_name, told["lines"], told["heads"], fault)
