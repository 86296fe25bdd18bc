"""How does a line enter the journal? In the transaction of the write it tells of, behind one lock, chained to the last."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from zhuanhua.core.dates import CITY_ZONE, city_now
from zhuanhua.core.rows import insert_rows
from zhuanhua.shared.journal.chain import FIELDS, GENESIS, link
from zhuanhua.shared.journal.models import Entry

LOCK = 7_461_001  # the PostgreSQL advisory lock behind which lines are numbered
PROTECTED = frozenset(  # personal data, and what a contract says: the journal outlives both, and the auditor reads no contract
    {"phone", "email", "contact", "id_number", "bank_account", "person_name", "subject", "payment_terms"}
)
SECRET = frozenset({"password", "secret", "token", "key"})
GUARDED = PROTECTED | SECRET
LAST = "SELECT seq, hash FROM journal_entry ORDER BY seq DESC LIMIT 1"
BATCH = 2_000
MANY = 50  # from here a prepared statement beats Django's bulk_create (bench/p09_import.py)
COLUMNS = (*FIELDS, "previous_hash", "hash")


@dataclass(frozen=True)
class Line:
    """What one line tells, before it is numbered and chained; `by=None` is the system."""

    event: str
    case_kind: str = ""
    case_number: str = ""
    by: Any = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    policy_version: str = ""
    at: datetime | None = None


def record(
    event: str,
    *,
    case_kind: str = "",
    case_number: str = "",
    by: Any,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    policy_version: str = "",
    at: datetime | None = None,
) -> Entry:
    """Write one line. Raises TransactionManagementError outside a transaction: a line and its write live or die together."""
    return record_line(
        Line(event, case_kind, case_number, by, before or {}, after or {}, reason, policy_version, at)
    )


def record_line(line: Line) -> Entry:
    """Write one line that is already put together."""
    return _write([line])[0]


def record_all(lines: Sequence[Line]) -> int:
    """Write many lines in one hash pass; gives their number. Beyond a few, they go in as one prepared statement."""
    if len(lines) < MANY:
        return len(_write(lines)) if lines else 0
    insert_rows(Entry, COLUMNS, [tuple(kept.values()) for kept in _chained(lines)])
    return len(lines)


def masked(values: dict[str, Any]) -> dict[str, Any]:
    """Make values fit to be kept for ever: secrets go, protected values become a keyed hash, dates become text."""
    return {str(name): _fit(str(name), value) for name, value in values.items()}


def _fit(name: str, value: Any) -> Any:
    if name not in GUARDED and type(value) is str:
        return _text(value)
    if name in SECRET and value not in (None, ""):
        return "●●●"
    if name in PROTECTED and value not in (None, ""):
        digest = hmac.new(settings.SECRET_KEY.encode(), str(value).encode(), hashlib.sha256).hexdigest()
        return f"hmac:{digest[:32]}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return masked(value)
    if isinstance(value, list | tuple):
        return [_fit("", each) for each in value]
    return value if value is None or isinstance(value, bool | int) else _text(value)


def _text(value: Any) -> str:
    """Make a text that every database keeps as it is hashed: PostgreSQL takes no NUL, UTF-8 no half of a pair; both are unprintable."""
    text = str(value)
    return text if text.isprintable() else text.replace("\x00", "␀").encode("utf-8", "replace").decode()


def _write(lines: Sequence[Line]) -> list[Entry]:
    return Entry.objects.bulk_create([Entry(**kept) for kept in _chained(lines)], batch_size=BATCH)


def _last_line() -> tuple[int, str]:
    """Take the lock and read the last line; two statements, so that the second sees what was written while the first waited."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK:d}); {LAST}")
            cursor.nextset()
        else:
            cursor.execute(LAST)
        return cursor.fetchone() or (0, GENESIS)


def _chained(lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    """Number and chain lines behind the lock; the caller stores every one of them."""
    if not connection.in_atomic_block:
        message = "A journal line needs the transaction of the write that it tells of."
        raise transaction.TransactionManagementError(message)
    seq, previous = _last_line()
    now = _written(city_now())
    for line in lines:
        seq += 1
        kept = {
            "seq": seq,
            "at": _written(line.at) if line.at else now,
            "event": line.event,
            "actor": line.by.username if line.by is not None else "",
            "actor_name": line.by.name if line.by is not None else "系统",
            "actor_role": line.by.acting_role if line.by is not None else "",
            "case_kind": line.case_kind,
            "case_number": line.case_number,
            "before": masked(line.before) if line.before else {},
            "after": masked(line.after),
            "reason": _text(line.reason),
            "policy_version": line.policy_version,
        }
        digest = link(previous, kept)
        kept["previous_hash"], kept["hash"] = previous, digest
        yield kept
        previous = digest


def _written(at: datetime) -> str:
    return at.astimezone(CITY_ZONE).isoformat(timespec="microseconds")
