"""When is the end of the journal signed? Every five minutes in which something was written; the head also goes to the log."""

import structlog
from django.utils.translation import gettext_noop as noop

from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every
from zhuanhua.shared.journal import heads
from zhuanhua.shared.journal.models import Entry

log = structlog.get_logger("zhuanhua.journal")


@every(minutes=5)
@job(noop("签日志的链头"), retries=0)
def sign_present_head() -> None:
    """Sign and keep a head unless the last one still holds; a log that is shipped away carries it out of the house."""
    kept = heads.kept_heads()
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    if last is None or (kept and (kept[-1].get("seq"), kept[-1].get("hash")) == last):
        return
    head = heads.sign_head()
    if head is not None:
        log.info("journal.head", **head)
