"""What does the worker do for matching? It follows the journal, so that the kept pairs are those of the present catalogues."""

from zhuanhua.programmes.matching import keeping
from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every


@every(minutes=2)
@job()
def keep_up() -> None:
    """Rank what changed; the first time everything, after learning the first day's model."""
    keeping.follow()


@every(minutes=24 * 60)
@job()
def rank_anew() -> None:
    """Rank everything once a day: what expired leaves, and whatever went wrong does not stay."""
    keeping.renew()
