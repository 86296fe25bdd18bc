"""Which models are there, how do they compare, which one ranks? And what does somebody want to be told?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.matching import actions, queries
from zhuanhua.programmes.matching.forms import AlertsForm
from zhuanhua.programmes.matching.jobs import SAME
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.jobs import progress

TEACH = Permission.MATCH_TEACH


@door(TEACH)
def models(request: Any) -> HttpResponse:
    """The model in use, a course of learning under way, and the models there are."""
    person = request.person
    found = list(queries.learnings(person)[:30])
    running = next((one for one in found if one.state in {"waiting", "running"}), None)
    context = {
        "learnings": [
            (one, _nothing_new() if one.message == SAME else one.message)
            for one in found
            if one is not running
        ],
        "running": running,
        "progress": progress.told(running.key) if running else None,
        "in_use": next((one for one in found if one.in_use), None),
        "said": queries.opinions(person),
    }
    return render(request, "matching/models.html", context)


@door(TEACH)
@require_POST
def start(request: Any) -> HttpResponse:
    """Ask for a new model."""
    return _pressed(request, lambda: actions.start_learning(by=request.person), _("已开始，学完会通知您。"))


@door(TEACH)
@require_POST
def switch(request: Any, identifier: int) -> HttpResponse:
    """Use another model."""
    learning = queries.learning_for(request.person, identifier)
    return _pressed(
        request,
        lambda: actions.switch_model(learning=learning, by=request.person),
        _("已启用，两个目录正在重新排序。"),
    )


@door(Permission.MATCH_USE)
def alerts(request: Any) -> HttpResponse:
    """Choose what one wants to be told."""
    silence = queries.silence_of(request.person)
    form = AlertsForm(
        request.POST or None,
        initial={
            "alerts": not (silence and silence.no_alerts),
            "digest": not (silence and silence.no_digest),
        },
    )
    if request.method == "POST" and form.is_valid():
        actions.choose_alerts(**form.cleaned_data, by=request.person)
        messages.success(request, _("已保存。"))
        return redirect("matching:alerts")
    return render(request, "matching/alerts.html", {"form": form})


def _pressed(request: Any, action: Any, done: str) -> HttpResponse:
    try:
        action()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("matching:models")


def _nothing_new() -> str:
    return _("上次学习以后没有新的意见，结果和已有的模型一样。")
