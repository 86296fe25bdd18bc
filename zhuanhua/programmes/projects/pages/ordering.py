"""The order on pages: what is proposed by the scores, and who changes it with a second person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects import actions, codes, permissions, queries
from zhuanhua.programmes.projects.forms import (
    OverrideForm,
    ReasonForm,
)
from zhuanhua.programmes.projects.models import Override
from zhuanhua.programmes.projects.pages.answering import Asked, ask, done_or_told
from zhuanhua.programmes.projects.states import (
    ApplicationState,
    CallState,
    OverrideState,
)
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.avoidance import is_impartial, partial_in
from zhuanhua.shared.workflow.moves import moves_for


@door(Permission.PROJECT_CALL_MANAGE, Permission.PROJECT_AWARD, Permission.PROJECT_OVERRIDE_CONFIRM)
def ranking(request: HttpRequest, number: str) -> HttpResponse:
    """The order by track, with its tie rule, what is proposed, and who asked to change it."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.managed_call(person, number)
    listed = call.applications.filter(rank__isnull=False).select_related("applicant").order_by("rank")
    listed = listed.prefetch_related("partners")
    partial = partial_in(person, [permissions.matter_of(each) for each in listed])
    decided = {each.number for each in listed if each.state == ApplicationState.PROPOSED} & partial.keys()
    tracks = []
    for track in call.tracks:
        rows = [
            (each, codes.TIE_STEPS.get(each.tie, ""), partial.get(each.number, ""))
            for each in listed
            if each.track == track
        ]
        given = sum(each.award_fen for each, _tie, _why in rows)
        tracks.append(
            {
                "track": track,
                "rows": rows,
                "money": call.money_of(track),
                "given": given,
                "left": call.money_of(track) - given,
            }
        )
    awards = call.state == CallState.PUBLICITY and allows(person, Permission.PROJECT_AWARD)
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
            if each.move.verb != "decide" or not decided
        ],
        "why_not": next((partial[number] for number in sorted(decided)), "") if awards else "",
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
    partial = is_impartial(person, permissions.matter_of(shown.application)).reason if decides else ""
    return render(
        request,
        "projects/override.html",
        {
            "override": shown,
            "form": form,
            "decides": decides and not partial,
            "why_not": partial,
            "back": back,
        },
    )
