"""The expert's pages: what was assigned to me, one application without names, points and opinion, stepping back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, queries
from zhuanhua.programmes.projects.codes import PaperKind
from zhuanhua.programmes.projects.forms import ReasonForm, ScoreForm, TieForm
from zhuanhua.programmes.projects.models import Review
from zhuanhua.programmes.projects.pages.answering import Asked, ask
from zhuanhua.programmes.projects.queries.bare_files import without_metadata
from zhuanhua.programmes.projects.queries.blinding import blind_parts, blinded, names_of
from zhuanhua.programmes.projects.states import REVIEW_STANDS, CallState
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.ui.answering import tell_form


@door(Permission.PROJECT_SCORE)
def my_reviews(request: HttpRequest) -> HttpResponse:
    """What was assigned to me, and the ties I have declared."""
    person: Any = request.person  # type: ignore[attr-defined]
    mine = Review.objects.filter(expert__person=person.pk, state__in=REVIEW_STANDS).select_related(
        "application__call"
    )
    rows = [
        (each, blinded(each.application.title, names_of(each.application)))
        for each in mine.order_by("state", "number")
    ]
    expert = queries.expert_of(person)
    context = {
        "rows": rows,
        "expert": expert,
        "ties": expert.ties.select_related("organisation") if expert else [],
    }
    return render(request, "projects/my_reviews.html", context)


@door(Permission.PROJECT_SCORE)
def declare(request: HttpRequest) -> HttpResponse:
    """Declare a tie of one's own."""
    person: Any = request.person  # type: ignore[attr-defined]
    expert = queries.expert_of(person)
    if expert is None:
        raise Http404
    asked = Asked(
        _("申报利害关系"), _("申报"), reverse("projects:my_reviews"), _("已登记，以后不会再分派给您。")
    )

    def deed(typed: dict[str, Any]) -> None:
        actions.record_tie(expert=expert, organisation=typed.pop("named"), by=person, **typed)

    return ask(request, TieForm(request.POST or None), deed, asked)


@door(Permission.PROJECT_SCORE)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """One application without names; every opening looks for an interest first."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = _opened(request, number)
    if shown is None:
        return redirect("projects:my_reviews")
    application, call = shown.application, shown.application.call
    is_open = call.state == CallState.IN_REVIEW
    form = ScoreForm(
        request.POST or None, criteria=call.criteria, initial=shown.scores | {"comment": shown.comment}
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            actions.score_review(review=shown, comment=typed.pop("comment"), scores=typed, by=person)
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("评分已提交；排序以前可以修改。"))
            return redirect("projects:my_reviews")
    context = {
        "review": shown,
        "call": call,
        "title": blinded(application.title, names_of(application)),
        "application": application,
        "parts": blind_parts(application),
        "papers": list(enumerate(files_of(application).filter(kind=PaperKind.BODY), start=1)),
        "lines_of_budget": application.budget.all(),
        "form": form,
        "is_open": is_open,
    }
    return render(request, "projects/review.html", context)


@door(Permission.PROJECT_SCORE)
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Step back."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = queries.review_for(person, number)
    asked = Asked(
        _("申明回避"), _("申明回避"), reverse("projects:my_reviews"), _("已回避，会另请专家。"),
        intro=_("与这项申报有利害关系，或者认出了申报单位的，请回避。"),
    )  # fmt: skip
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda typed: actions.decline_review(review=shown, by=person, **typed),
        asked,
    )


@door(Permission.PROJECT_SCORE)
def paper(request: HttpRequest, number: str, paper: Any) -> HttpResponse:
    """The plan without metadata, under a name that says nothing."""
    shown = _opened(request, number)
    stored = files_of(shown.application).filter(pk=paper, kind=PaperKind.BODY).first() if shown else None
    if stored is None:
        raise Http404
    with stored.read() as kept:
        content = without_metadata(stored.name, kept.read())
    if not content:
        raise Http404
    ending = stored.name.rpartition(".")[2].lower()
    answer = HttpResponse(content, content_type=stored.media_type)
    answer["Content-Disposition"] = f'attachment; filename="plan.{ending}"'
    return answer


def _opened(request: HttpRequest, number: str) -> Review | None:
    """Give the review when nothing stands against it; an interest found now bars it at once."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = actions.open_review(review=queries.review_for(person, number), by=person, on=city_today())
    if shown is None:
        messages.error(request, _("这份评审与您有利害关系，已收回。"))
    return shown
