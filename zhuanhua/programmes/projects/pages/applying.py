"""The applicant's pages: may we, begin, fill in section by section, hand in; and the answers of those an application names."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, permissions, queries
from zhuanhua.programmes.projects.pages.answering import done_or_told
from zhuanhua.shared.access.doors import door, open_door
from zhuanhua.shared.access.permissions import Permission


@door(Permission.PROJECT_APPLY)
def mine(request: HttpRequest) -> HttpResponse:
    """The applications and projects of my organisation, and where others have named it."""
    person: Any = request.person  # type: ignore[attr-defined]
    own = person.organisation.pk if person.organisation else None
    seen = queries.visible_applications(person)
    context = {
        "applications": seen.filter(applicant=own).order_by("-id"),
        "partnerships": seen.exclude(applicant=own).filter(partners__organisation=own).order_by("-id"),
        "projects": queries.visible_projects(person).filter(undertaker=own).order_by("-id"),
    }
    return render(request, "projects/mine.html", context)


@door(Permission.PROJECT_APPLY)
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Every condition met, not met or unknown before a word is written; then the draft begins."""
    person: Any = request.person  # type: ignore[attr-defined]
    call = queries.call_for(person, number)
    may = permissions.may_start(person, call, city_today())
    if request.method == "POST":
        try:
            made = actions.start_application(call=call, by=person, on=city_today())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("projects:call", number)
        return redirect("projects:edit", made.number)
    sheet = queries.entry_sheet(call, person.organisation, city_today()) if person.organisation else None
    return render(request, "projects/apply.html", {"call": call, "may": may, "sheet": sheet})


@door(Permission.PROJECT_APPLY)
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in a draft or a correction."""
    person: Any = request.person  # type: ignore[attr-defined]
    application = queries.application_for(person, number)
    try:
        actions.submit_application(application=application, by=person, on=city_today())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:edit_section", number, "review")
    messages.success(request, _("申报已提交。"))
    return redirect("projects:application", number)


@door(Permission.PROJECT_APPLY)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the application back."""
    person: Any = request.person  # type: ignore[attr-defined]
    application = queries.application_for(person, number)
    back = reverse("projects:application", args=[number])
    return done_or_told(
        request,
        lambda: actions.withdraw_application(application=application, by=person),
        done=_("申报已撤回。"),
        back=back,
    )


@door(Permission.PROJECT_APPLY)
def partnership(request: HttpRequest, number: str) -> HttpResponse:
    """A partner reads what it is asked for, and answers."""
    person: Any = request.person  # type: ignore[attr-defined]
    partner = queries.partnership_for(person, number)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        back = reverse("projects:partnership", args=[number])
        return done_or_told(
            request,
            lambda: actions.answer_partner(partner=partner, agrees=agrees, by=person),
            done=_("答复已记下。"),
            back=back,
        )
    return render(
        request,
        "projects/consent.html",
        {"application": partner.application, "asked": partner, "as_partner": True},
    )


@open_door("成员凭本人的链接答复，链接就是凭据")
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """A member of a team reads what they are named for, and answers."""
    member = queries.member_by(token)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "yes"
        by = request.person if request.person.is_authenticated else None  # type: ignore[attr-defined]
        back = reverse("projects:consent", args=[token])
        return done_or_told(
            request,
            lambda: actions.answer_member(member=member, agrees=agrees, by=by),
            done=_("答复已记下。"),
            back=back,
        )
    return render(
        request,
        "projects/consent.html",
        {"application": member.application, "asked": member, "as_partner": False},
    )
