"""What does the ledger do every night? Release what has expired, recompute everything, and tell when something does not fit."""

from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.ledger.actions import expire_due
from zhuanhua.shared.ledger.queries import CHECK
from zhuanhua.shared.ledger.verifying import Report, speak, verify
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.people.queries import people_with

A_DAY = 24 * 60
log = structlog.get_logger("zhuanhua.ledger")


def keep_check(*, by: Any) -> Report:
    """Check the ledger, and keep what was found as a line of the journal; `by=None` is the system.

    Finance and whoever runs the site are told when something does not fit. The check itself is no part of the write's transaction.
    """
    if by is not None:
        require(by, Permission.BUDGET_READ)
    report = verify()
    first = report.first
    found = {"fault": first.kind, "fault_transfer": first.transfer, "found": speak(first)} if first else {}
    with transaction.atomic():
        record(CHECK, by=by, after={"transfers": report.transfers, "faults": len(report.faults), **found})
        if first:
            _tell(speak(first), len(report.faults))
    return report


def _tell(words: str, count: int) -> None:
    for permission in (Permission.BUDGET_MANAGE, Permission.SYSTEM_OPERATE):
        for person in people_with(permission):
            notify(
                person,
                title=noop("资金账核对发现%(count)s处不符"),
                body=noop("%(words)s 请运行 zhuanhua verify ledger，查清以前不要再付款。"),
                words={"count": str(count), "words": words},
                url="/budgets/",
            )


@every(minutes=A_DAY)
@job(noop("释放到期的预留资金"), retries=2)
def release_expired() -> None:
    """Release every reservation whose last day is past."""
    released = expire_due(on=city_today())
    if released:
        log.info("ledger.expired", released=released)


@every(minutes=A_DAY)
@job(noop("核对资金账"), retries=0)
def reconcile() -> None:
    """Check the ledger; a fault also goes to the log, where an alarm can hear it."""
    report = keep_check(by=None)
    if report.first:
        log.error(
            "ledger.fault", faults=len(report.faults), first=report.first.transfer, kind=report.first.kind
        )
