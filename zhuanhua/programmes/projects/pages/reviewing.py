"""The review on pages: the pool and its ties, who reviews what, minutes, order and changes of it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.engines.reviewing import TieKind, outliers
from zhuanhua.programmes.projects import actions, codes, queries
from zhuanhua.programmes.projects.forms import (
    AssignForm,
    ExpertForm,
    MinutesForm,
    OverrideForm,
    ReasonForm,
    TieForm,
)
from zhuanhua.programmes.projects.models import Call, Expert, Override, Review
from zhuanhua.programmes.projects.pages.answering import Asked, ask, done_or_told, tell_form
from zhuanhua.programmes.projects.states import (
    IN_RANKING,
    REVIEW_STANDS,
    ApplicationState,
    CallState,
    OverrideState,
    ReviewState,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.workflow.moves import moves_for

HUNDRED = 100


@door(Permission.PROJECT_CALL_MANAGE)
def experts(request: HttpRequest) -> HttpResponse:
    """The pool: fields, load, employers on file, and how much the check of interests can see."""
    pool = queries.pool()
    idle = Expert.objects.filter(is_active=False).select_related("person")
    context = {
        "pool": [(each, _fields(each.expert)) for each in pool],
        "idle": idle,
        "coverage": _coverage(pool),
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
    if request.method == "POST":
        chosen = tie_form if is_tie else form
        if chosen.is_valid():
            try:
                if is_tie:
                    typed = dict(tie_form.cleaned_data)
                    actions.record_tie(expert=shown, organisation=typed.pop("named"), by=person, **typed)
                else:
                    actions.keep_expert(
                        by=person, **_expert_facts(form.cleaned_data | {"person": shown.person})
                    )
            except Refusal as refusal:
                tell_form(chosen, refusal)
            else:
                messages.success(request, _("已保存。"))
                return redirect("projects:expert", number)
    context = {
        "expert": shown,
        "form": form,
        "tie_form": tie_form,
        "ties": shown.ties.select_related("organisation"),
        "seats": shown.person.memberships.select_related("organisation"),
    }
    return render(request, "projects/expert.html", context)


@door(Permission.PROJECT_CALL_MANAGE)
def reviews(request: HttpRequest, number: str) -> HttpResponse:
    """Who reviews what: assigned, scored, stepped back, barred; totals far from the others are marked."""
    call = queries.managed_call(request.person, number)  # type: ignore[attr-defined]
    found = queries.reviews_by_application(call)
    rows = []
    for each in (
        call.applications.filter(
            Q(state__in=IN_RANKING) | Q(pk__in=found)
        )  # decided ones keep who reviewed them
        .select_related("applicant")
        .order_by("track", "number")
    ):
        mine = found.get(each.pk, [])
        standing = [review for review in mine if review.state in REVIEW_STANDS]
        rows.append(
            {
                "application": each,
                "reviews": _marked(call, mine),
                "lacking": max(call.experts_wanted - len(standing), 0) if each.state in IN_RANKING else 0,
            }
        )
    context = {
        "call": call,
        "rows": rows,
        "coverage": _coverage(queries.pool(call)),
        "assigns": call.state == CallState.IN_REVIEW,
        "form": AssignForm(),
        "scored": sum(1 for row in rows for each, _far in row["reviews"] if each.state == ReviewState.SCORED),
        "asked": sum(1 for row in rows for each, _far in row["reviews"] if each.state in REVIEW_STANDS),
    }
    return render(request, "projects/reviews.html", context)


@door(Permission.PROJECT_CALL_MANAGE)
@require_POST
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Assign everything by field and load, or one expert to one application by hand."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.managed_call(person, number)
    back = redirect("projects:reviews", number)
    form = AssignForm(request.POST)
    try:
        if request.POST.get("application"):
            application = call.applications.filter(number=request.POST["application"]).first()
            if application is None or not form.is_valid():
                messages.error(request, _("没有选专家。"))
                return back
            actions.assign_one(
                application=application, expert=form.cleaned_data["expert"], by=person, on=city_today()
            )
            messages.success(request, _("已分派。"))
            return back
        made, lacking = actions.assign_call(call=call, by=person, on=city_today())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(
        request, ngettext("分派了%(count)d份评审。", "分派了%(count)d份评审。", made) % {"count": made}
    )
    if lacking:
        told = ngettext(
            "还有%(count)d项缺专家：都有利害关系，或者已到评审上限。",
            "还有%(count)d项缺专家：都有利害关系，或者已到评审上限。",
            len(lacking),
        )
        messages.warning(request, told % {"count": len(lacking)})
    return back


@door(Permission.PROJECT_CALL_MANAGE)
def recall(request: HttpRequest, number: str) -> HttpResponse:
    """Take a review back."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = Review.objects.select_related("application__call", "expert__person").filter(number=number).first()
    if shown is None:
        raise Http404
    back = reverse("projects:reviews", args=[shown.application.call.number])
    asked = Asked(
        _("收回评审"),
        _("收回评审"),
        back,
        _("评审已收回。"),
        name=f"{shown.expert.person.name} · {shown.application.title}",
    )
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda typed: actions.recall_review(review=shown, by=person, **typed),
        asked,
    )


@door(Permission.PROJECT_CALL_MANAGE)
def minutes(request: HttpRequest, number: str) -> HttpResponse:
    """Write what the committee found."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.managed_call(person, number)
    asked = Asked(
        _("写评审会纪要"),
        _("保存纪要"),
        reverse("projects:ranking", args=[number]),
        _("纪要已保存。"),
        name=str(call),
    )
    form = MinutesForm(request.POST or None, initial={"held_on": city_today()})
    return ask(
        request,
        form,
        lambda typed: actions.write_minutes(call=call, by=person, on=city_today(), **typed),
        asked,
    )


@door(Permission.PROJECT_CALL_MANAGE, Permission.PROJECT_AWARD, Permission.PROJECT_OVERRIDE_CONFIRM)
def ranking(request: HttpRequest, number: str) -> HttpResponse:
    """The order by track, with its tie rule, what is proposed, and who asked to change it."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.managed_call(person, number)
    listed = call.applications.filter(rank__isnull=False).select_related("applicant").order_by("rank")
    tracks = []
    for track in call.tracks:
        rows = [(each, codes.TIE_STEPS.get(each.tie, "")) for each in listed if each.track == track]
        given = sum(each.award_fen for each, _tie in rows)
        tracks.append(
            {
                "track": track,
                "rows": rows,
                "money": call.money_of(track),
                "given": given,
                "left": call.money_of(track) - given,
            }
        )
    context = {
        "call": call,
        "tracks": tracks,
        "minutes": call.minutes.select_related("made_by"),
        "overrides": Override.objects.filter(application__call=call).select_related(
            "application", "asked_by", "confirmed_by"
        ),
        "tie_rule": codes.TIE_RULE,
        "changes": call.state == CallState.RANKED and allows(person, Permission.PROJECT_CALL_MANAGE),
        "writes": call.state in {CallState.IN_REVIEW, CallState.RANKED}
        and allows(person, Permission.PROJECT_CALL_MANAGE),
        "offers": [
            each.move
            for each in moves_for(call, person)
            if each.allowed and each.move.verb in {"rank", "announce", "decide"}
        ],
    }
    return render(request, "projects/ranking.html", context)


@door(Permission.PROJECT_CALL_MANAGE)
def ask_override(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to take an application in or to leave it out against the order."""
    person: Any = request.person  # type: ignore[attr-defined]
    application = queries.application_for(person, number)
    takes_in = application.state != ApplicationState.PROPOSED
    title = _("调入拟立项") if takes_in else _("调出拟立项")
    asked = Asked(
        title,
        _("提请复核"),
        reverse("projects:ranking", args=[application.call.number]),
        _("已提请另一位人员复核。"),
        name=str(application),
    )
    form = OverrideForm(request.POST or None, initial={"award_fen": application.requested_fen})
    if not takes_in:
        del form.fields["award_fen"]

    def deed(typed: dict[str, Any]) -> None:
        actions.ask_override(
            application=application, takes_in=takes_in, award_fen=typed.get("award_fen") or 0, reason=typed["reason"], by=person, on=city_today()
        )  # fmt: skip

    return ask(request, form, deed, asked)


@door(Permission.PROJECT_OVERRIDE_CONFIRM, Permission.PROJECT_CALL_MANAGE)
def override(request: HttpRequest, number: str) -> HttpResponse:
    """One change of the order: another person agrees or not."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.override_for(person, number)
    form = ReasonForm(request.POST if "decline" in request.POST else None)
    back = reverse("projects:ranking", args=[shown.application.call.number])
    if request.method == "POST" and "confirm" in request.POST:
        return done_or_told(
            request,
            lambda: actions.confirm_override(override=shown, by=person),
            done=_("已同意调整。"),
            back=back,
        )
    if request.method == "POST" and form.is_valid():
        return done_or_told(
            request,
            lambda: actions.decline_override(override=shown, by=person, **form.cleaned_data),
            done=_("已告知提出人。"),
            back=back,
        )
    decides = bool(allows(person, Permission.PROJECT_OVERRIDE_CONFIRM)) and shown.state == OverrideState.ASKED
    return render(
        request, "projects/override.html", {"override": shown, "form": form, "decides": decides, "back": back}
    )


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


def _coverage(pool: list[Any]) -> list[dict[str, Any]]:
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


def _marked(call: Call, found: list[Review]) -> list[tuple[Review, bool]]:
    scored = [each for each in found if each.state == ReviewState.SCORED and each.total is not None]
    far = {
        scored[place].pk
        for place in outliers([each.total or 0 for each in scored], beyond=call.outlier_points * HUNDRED)
    }
    return [(each, each.pk in far) for each in found]
