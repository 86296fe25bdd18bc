"""How does a drafter write? Text with marks, what it will say beside it, a picker for figures, saved by itself, or from Word."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuanhua.accountability.replies import actions, permissions, picking, queries, showing
from zhuanhua.accountability.replies.forms_letters import BodyForm, PickForm, WordForm
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.pages.answering import saved
from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.clock import clock_face

PARTS = ("title", "addressee", "body", "contact")


@door(Permission.LETTER_WRITE)
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Write the draft. With `autosave` the answer is JSON: the moment, the version, whether something was not kept."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    why = permissions.may_edit(person, letter)
    if not why:
        messages.error(request, why.reason)
        return redirect("replies:letter", number)
    form = BodyForm(request.POST or None, initial=_initial(letter))
    if request.method == "POST":
        kept = _save(letter, form, person) if form.is_valid() else None
        if "autosave" in request.POST:
            return _told(kept)
        if kept is not None:
            messages.success(request, _("已保存。"))
            return redirect("replies:letter" if "leave" in request.POST else "replies:write", number)
    context = {
        "letter": letter,
        "form": form,
        "word_form": WordForm(),
        "face": clock_face(letter.proposal, on=city_today()),
        **_preview(letter, form, person),
        **_picked(request, person),
    }
    return render(request, "replies/write.html", context, status=400 if form.errors else 200)


@require_POST
@door(Permission.LETTER_WRITE)
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """Say what the text as typed will read, number by number; nothing is kept."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    context = {"letter": letter, **_preview(letter, BodyForm(request.POST), person)}
    return render(request, "replies/write.html#preview", context)


@require_GET
@door(Permission.LETTER_WRITE)
def pick(request: HttpRequest) -> HttpResponse:
    """Find figures and references by their words, each with its value and the mark to insert."""
    person: Any = request.person  # type: ignore[attr-defined]
    context = _picked(request, person)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "replies/pick.html#picked", context)
    return render(request, "replies/pick.html", context)


@require_POST
@door(Permission.LETTER_WRITE)
def word(request: HttpRequest, number: str) -> HttpResponse:
    """Take the draft from a Word file."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    form = WordForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(fault.text for fault in form.faults))
        return redirect("replies:write", number)
    try:
        actions.take_word_draft(letter=letter, upload=form.cleaned_data["file"], by=person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已读入文件里的正文；签发时用它的版式。"))
    return redirect("replies:write", number)


def _save(letter: Letter, form: BodyForm, person: Any) -> Letter | None:
    version = form.cleaned_data.get("version")
    if version is not None:
        letter.version = version
    values = {name: form.cleaned_data[name] for name in PARTS}
    kept: Letter | None = saved(form, lambda: actions.edit_letter(letter=letter, values=values, by=person))
    return kept


def _told(kept: Letter | None) -> JsonResponse:
    if kept is None:
        return JsonResponse({"faults": 1})
    return JsonResponse({"saved_at": f"{city_now():%H:%M}", "faults": 0, "version": kept.version})


def _initial(letter: Letter) -> dict[str, Any]:
    return {"version": letter.version, **{name: getattr(letter, name) for name in PARTS}}


def _preview(letter: Letter, form: BodyForm, person: Any) -> dict[str, Any]:
    typed = form.data if form.is_bound else _initial(letter)
    title, body = str(typed.get("title", "")), str(typed.get("body", ""))[:100_000]
    found = queries.traced(f"{' '.join(title.split())}\n{body.replace(chr(13), '')}")
    spots = showing.spots_of(found)
    used: dict[str, showing.Spot] = {}
    for spot in spots:
        if spot.mark and spot.said and not spot.said.fault:
            used.setdefault(spot.mark, spot)
    return {
        "lines": showing.lines_of(found, spots),
        "tally": showing.tally_of(spots),
        "problems": found.problems,
        "blocking": len(found.blocking),
        "used": list(used.values()),
        "addressee": str(typed.get("addressee", "")),
    }


def _picked(request: HttpRequest, person: Any) -> dict[str, Any]:
    form = PickForm(request.GET if "q" in request.GET else None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    year = asked.get("year") or city_today().year - 1
    return {
        "pick_form": PickForm(initial={"q": asked.get("q", ""), "year": year}),
        "picked": picking.picked(person, asked.get("q", ""), year=year) if form.is_bound else None,
        "asked": asked.get("q", ""),
    }
