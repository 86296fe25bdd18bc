"""What can be done with the model? Ask for a new one, switch to it and back; and choose what one wants to be told."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.matching import jobs, keeping
from zhuanhua.programmes.matching.models import Learning, LearningState, Silence
from zhuanhua.programmes.matching.ranking import load_model
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.jobs.queue import enqueue
from zhuanhua.shared.journal.actions import record

LOST = timedelta(hours=2)  # a course of learning that has not ended by then was cut off
OPEN = (LearningState.WAITING, LearningState.RUNNING)


@transaction.atomic
def start_learning(*, by: Any) -> Learning:
    """Ask the worker to learn a new model from every opinion; one at a time. The model in use stays until somebody switches."""
    require(by, Permission.MATCH_TEACH)
    now = city_now()
    still = Learning.objects.filter(state__in=OPEN)
    still.filter(asked_at__lt=now - LOST).update(
        state=LearningState.FAILED, finished_at=now, message=_("学习中断。")
    )
    if still.exists():
        raise Conflict(_("已经有一次学习在进行。"), way_out=_("请等它结束。"))
    try:
        with transaction.atomic():
            learning = Learning.objects.create(state=LearningState.WAITING, asked_by=by, asked_at=now)
    except IntegrityError as fault:
        raise Conflict(_("已经有一次学习在进行。"), way_out=_("请等它结束。")) from fault
    record("learning:start", case_kind="learning", case_number=str(learning.pk), by=by)
    enqueue(jobs.learn_anew, learning=learning.pk)
    return learning


@transaction.atomic
def switch_model(*, learning: Learning, by: Any) -> Learning:
    """Let a learned model rank from now on, a newer or an older one; both catalogues are ranked anew in the background."""
    require(by, Permission.MATCH_TEACH)
    old = Learning.objects.select_for_update().filter(in_use=True).first()
    learning = Learning.objects.select_for_update().get(pk=learning.pk)
    if learning.state != LearningState.READY or learning.in_use:
        raise Conflict(_("这个模型现在不能启用。"), way_out=_("请刷新页面。"))
    if load_model(learning.version) is None:
        raise Conflict(_("这个模型的文件已经不在。"), way_out=_("请重新学习一次。"))
    Learning.objects.filter(in_use=True).update(in_use=False)
    Learning.objects.filter(pk=learning.pk).update(
        in_use=True, switched_by=by.pk, switched_at=city_now(), ranked_until=keeping.NEVER
    )
    record(
        "learning:switch", case_kind="learning", case_number=str(learning.pk), by=by,
        before={"version": old.version if old else ""}, after={"version": learning.version},
    )  # fmt: skip
    enqueue(jobs.rank_anew)
    learning.refresh_from_db()
    return learning


@transaction.atomic
def choose_alerts(*, alerts: bool, digest: bool, by: Any) -> Silence:
    """Choose what one wants to be told; nobody chooses for others."""
    require(by, Permission.MATCH_USE)
    silence, _made = Silence.objects.update_or_create(
        person_id=by.pk, defaults={"no_alerts": not alerts, "no_digest": not digest}
    )
    record(
        "match:choose_alerts", case_kind="person", case_number=by.username, by=by,
        after={"alerts": alerts, "digest": digest},
    )  # fmt: skip
    return silence
