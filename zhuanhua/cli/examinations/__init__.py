"""What does the doctor examine? One small function per subject; each says what it saw, and the way out."""

from collections.abc import Callable, Iterator

from django.db import DatabaseError
from django.utils.translation import gettext as _

from zhuanhua.cli.examinations.databases import clock, database, migrations
from zhuanhua.cli.examinations.finding import Finding
from zhuanhua.cli.examinations.live import live_site
from zhuanhua.cli.examinations.machine import disk, fonts, jobs, mail, static_files
from zhuanhua.cli.examinations.site import deployment, secret_key, site_kind

__all__ = ["Finding", "all_findings", "database"]
EXAMINATIONS: tuple[Callable[[], Iterator[Finding]], ...] = (
    site_kind,
    secret_key,
    deployment,
    database,
    migrations,
    jobs,
    clock,
    mail,
    fonts,
    disk,
    static_files,
)


def all_findings(url: str = "") -> list[Finding]:
    """Examine every subject; one that breaks is itself a finding."""
    findings: list[Finding] = []
    for examine in EXAMINATIONS:
        findings += guarded(examine)
    if url:
        findings += guarded(lambda: live_site(url))
    return findings


def guarded(examine: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What an examination finds, or why it could not be made."""
    try:
        return list(examine())
    except (DatabaseError, OSError) as fault:
        return [Finding("bad", _("检查"), _("不能完成：%(fault)s") % {"fault": fault})]
