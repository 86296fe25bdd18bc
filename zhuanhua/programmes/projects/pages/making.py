"""The making of a call on pages: begun or copied, written, its form put together from the library and seen as an applicant would."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, queries
from zhuanhua.programmes.projects.codes import library
from zhuanhua.programmes.projects.forms import (
    BasicsForm,
    CallForm,
    CriterionFormSet,
    InstalmentFormSet,
    StartCallForm,
    answer_form,
)
from zhuanhua.programmes.projects.models import Call
from zhuanhua.programmes.projects.pages.answering import Asked
from zhuanhua.programmes.projects.states import CallState
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.ledger.queries import open_accounts
from zhuanhua.ui.answering import tell_form

HUNDRED = 100


@door(Permission.PROJECT_CALL_MANAGE)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a call, empty or from an earlier one."""
    person: Any = request.person  # type: ignore[attr-defined]
    form = StartCallForm(request.POST or None, calls=Call.objects.all())
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_call(**form.cleaned_data, on=city_today(), by=person)
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            return redirect("projects:edit_call", made.number)
    asked = Asked(_("编制申报通知"), _("开始编制"), reverse("projects:index"), "")
    return render(request, "projects/form.html", {"form": form, "asked": asked})


@door(Permission.PROJECT_CALL_MANAGE)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """The facts, criteria and parts of a call that is not open yet."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = _draft(person, number)
    if shown is None:
        return redirect("projects:call", number)
    typed = request.POST or None
    initial = {name: getattr(shown, name) for name in CallForm.base_fields}
    form = CallForm(
        typed, initial=initial | {"account": shown.account_id}, accounts=open_accounts("projects")
    )
    criteria = CriterionFormSet(typed, prefix="criteria", initial=[
        {"title": row["title"], "weight": row["weight_bp"] // HUNDRED, "most": row["most"]} for row in shown.criteria
    ])  # fmt: skip
    parts = InstalmentFormSet(typed, prefix="parts", initial=[
        {"title": row["title"], "share": row["share_bp"] // HUNDRED} for row in shown.instalments
    ])  # fmt: skip
    if typed is not None and all([form.is_valid(), criteria.is_valid(), parts.is_valid()]):
        facts = form.cleaned_data | {
            "research_fen": form.cleaned_data["research_fen"] or 0,
            "conversion_fen": form.cleaned_data["conversion_fen"] or 0,
            "criteria": [
                {
                    "code": f"c{place}",
                    "title": row["title"],
                    "weight_bp": row["weight"] * HUNDRED,
                    "most": row["most"],
                }
                for place, row in enumerate(filter(None, criteria.cleaned_data), start=1)
            ],
            "instalments": [
                {"title": row["title"], "share_bp": row["share"] * HUNDRED}
                for row in parts.cleaned_data
                if row
            ],
        }
        try:
            actions.save_call(call=shown, facts=facts, by=person)
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("projects:edit_form" if "next" in request.POST else "projects:edit_call", number)
    return render(
        request,
        "projects/edit_call.html",
        {"call": shown, "form": form, "criteria": criteria, "parts": parts},
    )


@door(Permission.PROJECT_CALL_MANAGE)
def edit_form(request: HttpRequest, number: str) -> HttpResponse:
    """Put the form together: every field of the library, in which section it stands, whether it is required, how long it may be."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = _draft(person, number)
    if shown is None:
        return redirect("projects:call", number)
    last = shown.forms.order_by("-edition").first()
    sections = last.sections if last else []
    fault = None
    if request.method == "POST":
        sections = _sections(request.POST)
        try:
            actions.save_form(call=shown, sections=sections, by=person)
        except Refusal as refusal:
            fault = refusal
        else:
            messages.success(request, _("申报书格式已保存为新的一版。"))
            return redirect("projects:preview" if "preview" in request.POST else "projects:edit_form", number)
    context = {
        "call": shown,
        "edition": last.edition if last else 0,
        "rows": _library_rows(sections),
        "titles": [
            (place, sections[place - 1]["title"] if place <= len(sections) else "")
            for place in range(1, library.MOST_SECTIONS + 1)
        ],
        "fault": fault,
    }
    return render(request, "projects/edit_form.html", context)


@door(Permission.PROJECT_CALL_MANAGE)
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The form as an applicant will see it; nothing is saved here."""
    shown = queries.managed_call(request.person, number)  # type: ignore[attr-defined]
    last = shown.forms.order_by("-edition").first()
    if last is None:
        raise Http404
    sections = [(each["title"], answer_form(each)) for each in last.sections]
    context = {
        "call": shown,
        "edition": last,
        "basics": BasicsForm(tracks=shown.tracks),
        "sections": sections,
    }
    return render(request, "projects/preview.html", context)


def _draft(person: Any, number: str) -> Call | None:
    shown = queries.managed_call(person, number)
    return shown if shown.state == CallState.DRAFT else None


def _library_rows(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    placed = {
        each["code"]: (place, each)
        for place, section in enumerate(sections, start=1)
        for each in section["fields"]
    }
    rows = []
    for field in library.FIELDS:
        place, asked = placed.get(field.code, (0, {}))
        rows.append({
            "field": field, "kind": library.KINDS[field.kind], "place": place, "required": asked.get("required", False),
            "letters": asked.get("letters") or field.letters,
        })  # fmt: skip
    return rows


def _sections(typed: Any) -> list[dict[str, Any]]:
    """Read the table: fields stand in their section in the order of the library; sections without a field and a title fall away."""
    sections = []
    for place in range(1, library.MOST_SECTIONS + 1):
        fields = [
            {
                "code": field.code,
                "required": bool(typed.get(f"required_{field.code}")),
                "letters": int(letters)
                if (letters := typed.get(f"letters_{field.code}", "")).isdecimal() and len(letters) <= 5
                else 0,  # noqa: PLR2004 - the library allows 10,000
            }
            for field in library.FIELDS
            if typed.get(f"place_{field.code}") == str(place)
        ]
        title = typed.get(f"title_{place}", "").strip()
        if fields or title:
            sections.append({"title": title, "fields": fields})
    return sections
