"""The pool of experts on pages: who is in it, what ties each has, and how much the check of interests can see."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.engines.reviewing import TieKind
from zhuanhua.programmes.projects import actions, codes, queries
from zhuanhua.programmes.projects.forms import (
    ExpertForm,
    TieForm,
)
from zhuanhua.programmes.projects.models import Expert
from zhuanhua.programmes.projects.pages.answering import Asked, ask
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.ui.answering import filled_in


@door(Permission.PROJECT_CALL_MANAGE)
def experts(request: HttpRequest) -> HttpResponse:
    """The pool: fields, load, employers on file, and how much the check of interests can see."""
    pool = queries.pool()
    idle = Expert.objects.filter(is_active=False).select_related("person")
    context = {
        "pool": [(each, _fields(each.expert)) for each in pool],
        "idle": idle,
        "coverage": coverage_rows(pool),
    }
    return render(request, "projects/experts.html", context)


@door(Permission.PROJECT_CALL_MANAGE)
def new_expert(request: HttpRequest) -> HttpResponse:
    """Take somebody into the pool."""
    person: Any = request.person  # type: ignore[attr-defined]
    asked = Asked(_("专家入库"), _("入库"), reverse("projects:experts"), _("专家已入库。"))
    return ask(
        request,
        ExpertForm(request.POST or None),
        lambda typed: actions.keep_expert(by=person, **_expert_facts(typed)),
        asked,
    )


@door(Permission.PROJECT_CALL_MANAGE)
def expert(request: HttpRequest, number: int) -> HttpResponse:
    """One expert: what is kept, and every tie; a tie bites at once."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = Expert.objects.select_related("person").filter(pk=number).first()
    if shown is None:
        raise Http404
    is_tie = "tie" in request.POST
    initial = {
        "fields_": shown.fields,
        "job_title": shown.job_title,
        "most": shown.most,
        "is_active": shown.is_active,
    }
    form = ExpertForm(
        request.POST if request.method == "POST" and not is_tie else None, expert=shown, initial=initial
    )
    tie_form = TieForm(request.POST if is_tie else None)
    answer = filled_in(
        request,
        tie_form if is_tie else form,
        lambda typed: _keep_tie(shown, typed, person) if is_tie else _keep(shown, typed, person),
        done=_("已保存。"),
        to="projects:expert",
        number=number,
    )
    context = {
        "expert": shown,
        "form": form,
        "tie_form": tie_form,
        "ties": shown.ties.select_related("organisation"),
        "seats": shown.person.memberships.select_related("organisation"),
    }
    return answer or render(request, "projects/expert.html", context)


def _keep(expert: Expert, typed: dict[str, Any], by: Any) -> None:
    actions.keep_expert(by=by, **_expert_facts(typed | {"person": expert.person}))


def _keep_tie(expert: Expert, typed: dict[str, Any], by: Any) -> None:
    facts = dict(typed)
    actions.record_tie(expert=expert, organisation=facts.pop("named"), by=by, **facts)


def _expert_facts(typed: dict[str, Any]) -> dict[str, Any]:
    return {
        "person": typed["person"],
        "fields": list(typed["fields_"]),
        "job_title": typed["job_title"],
        "most": typed["most"],
        "is_active": typed["is_active"],
    }


def _fields(expert: Expert) -> str:
    names = dict(codes.Chain.choices)
    return _("、").join(str(names.get(code, code)) for code in expert.fields)


def coverage_rows(pool: list[Any]) -> list[dict[str, Any]]:
    """Say of each kind of tie how many experts have one on file."""
    seen = queries.coverage_of(pool)
    whole = seen["experts"]
    return [
        {
            "label": codes.TIE_LABELS[kind.value],
            "count": seen[kind.value],
            "whole": whole,
            "without": whole - seen[kind.value],
        }
        for kind in TieKind
    ]
