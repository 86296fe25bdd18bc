"""What can an auditor do with the journal? Have the chain checked, and carry lines away; both leave a line themselves."""

from typing import Any

from django.db import transaction

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.journal.queries import CHECK, Wanted, check_chain
from zhuanhua.shared.journal.verifier import Report


def keep_check(*, by: Any) -> Report:
    """Check the chain, and keep what was found as a line of the journal; `by=None` is the system.

    The check itself runs outside the write's transaction, so that nobody waits for it.
    """
    if by is not None:
        require(by, Permission.JOURNAL_READ)
    report = check_chain()
    first = report.first
    found = {"fault": first.kind, "fault_seq": first.seq, "found": first.found} if first else {}
    with transaction.atomic():
        record(CHECK, by=by, after={"lines": report.lines, "heads": report.heads, **found})
    return report


@transaction.atomic
def note_export(*, wanted: Wanted, form: str, by: Any) -> None:
    """Tell the journal that its lines were carried away, and which."""
    require(by, Permission.JOURNAL_READ)
    asked = {
        "case": wanted.case,
        "actor_asked": wanted.actor,
        "event": wanted.event,
        "since": wanted.since,
        "until": wanted.until,
    }
    record(
        "journal:export",
        by=by,
        after={name: value for name, value in asked.items() if value} | {"form": form},
    )
