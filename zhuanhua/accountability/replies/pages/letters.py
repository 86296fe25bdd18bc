"""What do people see of letters? The list, one letter with every number open, its drift report, and the paper itself."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from zhuanhua.accountability.replies import permissions, queries, showing
from zhuanhua.accountability.replies.drifting import moved_figures, rows_of
from zhuanhua.accountability.replies.letter_docx import keeps_layout, marks_docx
from zhuanhua.accountability.replies.letter_files import KINDS, PDF, WORD, PaperKind, file_name, paper_bytes
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.models.letter import CosignVerdict
from zhuanhua.accountability.replies.pages.offers import offers_for
from zhuanhua.accountability.replies.paper import figure_rows
from zhuanhua.accountability.replies.sentences import edited_often
from zhuanhua.core.dates import city_today, date_text
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import folded, lines_of
from zhuanhua.shared.workflow.clock import clock_face

PAGE_SIZE, REPORTED = 30, 10
VERDICT_TONES = {
    CosignVerdict.WAITING: "theirs",
    CosignVerdict.AGREED: "done",
    CosignVerdict.OBJECTED: "stopped",
}


@door(Permission.LETTER_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """List letters; `?view=` chooses a state."""
    person: Any = request.person  # type: ignore[attr-defined]
    view = request.GET.get("view", "all")
    found = queries.letters_in(person, view=view, text=request.GET.get("q", ""))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"letter": each, "face": clock_face(each.proposal, on=city_today())} for each in page]
    context = {
        "page": page,
        "rows": rows,
        "view": view,
        "views": queries.letter_views(person),
        "q": request.GET.get("q", ""),
    }
    return render(request, "replies/letters.html", context)


@door(Permission.LETTER_READ)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the letter, every number in its colour; `?figure=3` opens what stands behind the third."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    found = queries.trace_of(letter)
    moved = moved_figures(letter)
    spots = showing.spots_of(found, moved)
    current = _chosen(request.GET.get("figure", ""), spots)
    context: dict[str, Any] = {"letter": letter, "total": len(spots)}
    context["why"] = showing.explained(current, person, letter) if current else None
    if request.htmx and request.GET.get("figure"):  # type: ignore[attr-defined]
        return render(request, "replies/letter.html#why", context)
    cosigns = letter.cosigns.filter(round=letter.round).select_related("signer")
    context |= {
        "lines": showing.lines_of(found, spots, current=current.number if current else None),
        "tally": showing.tally_of(spots),
        "signed_on": date_text(letter.issued_on) if letter.issued_on else "",
        "contact_line": f"（{letter.contact}）" if letter.contact else "",
        "problems": found.problems,
        "blocking": len(found.blocking),
        "moved": moved,
        "face": clock_face(letter.proposal, on=city_today()),
        "offers": offers_for(letter, person, blocking=len(found.blocking), moved=len(moved)),
        "cosigns": [{"cosign": each, "tone": VERDICT_TONES[CosignVerdict(each.verdict)]} for each in cosigns],
        "figures": figure_rows(letter, found),
        "papers": [(kind, paper) for kind in KINDS.values() if (paper := getattr(letter, kind.field))],
        "has_layout": letter.layout_id is not None and keeps_layout(letter),
        "may_write": bool(permissions.may_edit(person, letter)),
        "journal": folded(
            lines_of(entries_for(person, letter.case_kind, letter.number)), "reply:edit", edited_often
        ),
    }
    return render(request, "replies/letter.html", context)


@door(Permission.LETTER_READ)
def drift(request: HttpRequest, number: str) -> HttpResponse:
    """Count every number of one frozen letter again, and say which records made the difference."""
    letter = queries.letter_for(request.person, number)  # type: ignore[attr-defined]
    context = {"reports": _reports([letter]), "letter": letter}
    return render(request, "replies/drift.html", context)


@door(Permission.LETTER_READ)
def drifts(request: HttpRequest) -> HttpResponse:
    """The same for every letter whose numbers are frozen, the latest first."""
    person: Any = request.person  # type: ignore[attr-defined]
    page = Paginator(queries.frozen_letters(person), REPORTED).get_page(request.GET.get("page"))
    context = {"reports": _reports(list(page)), "page": page}
    return render(request, "replies/drift.html", context)


@require_GET
@door(Permission.LETTER_READ)
def as_docx(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as Word; `?marks=1` gives a draft with its marks, to go on writing in Word."""
    letter = queries.letter_for(request.person, number)  # type: ignore[attr-defined]
    if request.GET.get("marks"):
        return _answer(marks_docx(letter), f"{letter.number}.docx", WORD)
    return _download(request, letter, WORD)


@require_GET
@door(Permission.LETTER_READ)
def as_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as PDF."""
    letter = queries.letter_for(request.person, number)  # type: ignore[attr-defined]
    return _download(request, letter, PDF)


def _download(request: HttpRequest, letter: Letter, kind: PaperKind) -> HttpResponse:
    try:
        content = paper_bytes(letter, kind)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("replies:letter", letter.number)
    return _answer(content, file_name(letter, kind), kind)


def _answer(content: bytes, name: str, kind: PaperKind) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind.media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


def _reports(letters: list[Letter]) -> list[dict[str, Any]]:
    rows = rows_of(letters)
    return [
        {"letter": each, "rows": rows[each.pk], "moved": sum(bool(row.moved) for row in rows[each.pk])}
        for each in letters
    ]


def _chosen(text: str, spots: list[showing.Spot]) -> showing.Spot | None:
    """The spot that is asked for; else the first that is not in order, else the first."""
    if text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= len(spots):  # noqa: PLR2004
        return spots[int(text) - 1]
    return next((spot for spot in spots if spot.tone in {"lost", "differs"}), spots[0] if spots else None)
