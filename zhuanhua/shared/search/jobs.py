"""What does the worker do for the search? It follows the journal, builds anew once a day, and asks saved searches again."""

from django.utils.translation import gettext_noop as noop

from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every
from zhuanhua.shared.search import index
from zhuanhua.shared.search.actions import look_again
from zhuanhua.shared.search.keeping import follow, rebuild
from zhuanhua.shared.search.models import SavedSearch


@every(minutes=24 * 60)
@job(noop("重建查找索引"))
def build_anew() -> None:
    """Build the index from the records: the first time, and once a day, so that whatever went wrong does not stay."""
    rebuild()


@every(minutes=2)
@job(noop("更新查找索引"))
def keep_up() -> None:
    """Bring in what readers did not."""
    if index.current() is not None:
        follow()


@every(minutes=60)
@job(noop("查保存的查找有无新结果"))
def ask_again() -> None:
    """Ask every saved search that wants alerts."""
    for saved in SavedSearch.objects.filter(alerts=True).select_related("person"):
        look_again(saved)
