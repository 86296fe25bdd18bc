"""What does the worker do for matching? It follows the journal, learns when asked, and tells people what is new."""

from typing import Any

from django.utils.translation import gettext_noop as noop
from django.utils.translation import override

from zhuanhua.core.dates import city_now
from zhuanhua.programmes.matching import attention, keeping, notices
from zhuanhua.programmes.matching.learning import learn
from zhuanhua.programmes.matching.models import Learning, LearningState
from zhuanhua.shared.jobs import progress
from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every

WEEK = 7 * 24 * 60  # minutes
SAME = "same"  # the message of a learning after which the model is the one that stands already: nothing was said since


@every(minutes=2)
@job(noop("匹配有变动的供需"))
def keep_up() -> None:
    """Rank what changed; the first time everything, after learning the first day's model."""
    keeping.follow()


@every(minutes=24 * 60)
@job(noop("重新匹配全部供需"))
def rank_anew() -> None:
    """Rank everything: once a day, and after a switch of the model; what expired leaves, and whatever went wrong does not stay."""
    keeping.renew()


@every(minutes=60)
@job(noop("提醒新的匹配"))
def tell_of_new() -> None:
    """Tell both sides of strong pairs that were found since; who switched it off is not told."""
    attention.tell_of_new()


@every(minutes=WEEK)
@job(noop("发送每周匹配摘要"))
def tell_weekly() -> None:
    """Send everybody who wants it a line on their week: new strong pairs, questions without answer, matches without a step."""
    attention.tell_weekly()


def gave_up(message: str, *, learning: int) -> None:
    """Keep on a learning, by its key, that its last try failed and why."""
    Learning.objects.filter(pk=learning).update(
        state=LearningState.FAILED, finished_at=city_now(), message=message[:300]
    )


@job(noop("重新学习匹配模型"), retries=1, gave_up=gave_up)
def learn_anew(*, learning: int) -> None:
    """Learn from every opinion, compare with the model in use, and tell who asked; a second try begins anew."""
    found = Learning.objects.select_related("asked_by").filter(pk=learning).first()
    if found is None or found.state not in {LearningState.WAITING, LearningState.RUNNING}:
        return
    Learning.objects.filter(pk=found.pk).update(state=LearningState.RUNNING)
    old = keeping.in_use() or keeping.begin()
    language: Any = found.asked_by.language if found.asked_by else None
    try:
        with override(language):
            learned = learn(old.version, found.key)
    finally:
        progress.forget(found.key)
    facts = {"verdicts": learned.verdicts, "measures": learned.measures, "finished_at": city_now()}
    if Learning.objects.filter(version=learned.version).exists():
        Learning.objects.filter(pk=found.pk).update(state=LearningState.FAILED, message=SAME, **facts)
        return
    Learning.objects.filter(pk=found.pk).update(state=LearningState.READY, version=learned.version, **facts)
    found.refresh_from_db()
    notices.learned(found)
