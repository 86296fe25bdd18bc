"""What do people see of audited letters? A list, the letter with its figures coloured, and the reasons beside it."""

import csv
import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhuanhua.accountability.replies import actions, auditing, presenting, queries
from zhuanhua.accountability.replies.forms import LetterForm
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission


@door(Permission.LETTER_AUDIT)
def index(request: HttpRequest) -> HttpResponse:
    """List the audits and take in a new letter."""
    form = LetterForm(request.POST, request.FILES) if request.method == "POST" else LetterForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        source: dict[str, Any] = (
            {"name": upload.name, "data": upload.read()} if upload else {"text": form.cleaned_data["text"]}
        )
        try:
            audit = actions.audit_letter(title=form.cleaned_data["title"], by=request.person, **source)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("replies:detail", audit.number)
    page = Paginator(queries.audits_for(request.person), 30).get_page(request.GET.get("page"))
    return render(
        request, "replies/list.html", {"form": form, "page": page}, status=400 if form.errors else 200
    )


@door(Permission.LETTER_AUDIT)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the letter; `?claim=3` opens the reasons of the third figure, `?show=differs` colours one kind only."""
    audit = queries.audit_for(request.person, number)
    show = request.GET.get("show", "")
    show = show if show in presenting.CSS else ""
    current = _chosen(request.GET.get("claim", ""), len(audit.claims))
    if current is None:
        colours = [presenting.colour(audit, at) for at in range(len(audit.claims))]
        current = next((at for at, tone in enumerate(colours) if tone == "differs"), 0 if colours else None)
    context = {
        "audit": audit,
        "show": show,
        "why": presenting.explain(audit, current) if current is not None else None,
    }
    if request.htmx and request.GET.get("claim"):
        return render(request, "replies/detail.html#why", context)
    context["lines"] = presenting.paragraphs(audit, show=show, current=current)
    context["tally"] = presenting.tally(audit, show)
    return render(request, "replies/detail.html", context)


@require_POST
@door(Permission.LETTER_AUDIT)
def recheck(request: HttpRequest, number: str) -> HttpResponse:
    """Audit the letter again."""
    audit = actions.check_again(audit=queries.audit_for(request.person, number), by=request.person)
    messages.success(
        request, _("已按今天的记录重新核对。有出入%(count)s个。") % {"count": audit.contradicted}
    )
    return redirect("replies:detail", audit.number)


@require_GET
@door(Permission.LETTER_AUDIT)
def table(request: HttpRequest, number: str) -> HttpResponse:
    """The check table for a spreadsheet."""
    audit = queries.audit_for(request.person, number)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{audit.number}.csv"'
    csv.writer(response).writerows(presenting.table(audit))
    return response


@require_GET
@door(Permission.LETTER_AUDIT)
def as_json(request: HttpRequest, number: str) -> HttpResponse:
    """The audit for programs, in the shape of `zhuanhua letters audit --json`."""
    audit = queries.audit_for(request.person, number)
    body = json.dumps(auditing.published(audit.result), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{audit.number}.json"'
    return response


def _chosen(text: str, total: int) -> int | None:
    """The index of the figure asked for, or nothing."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return None
    return int(text) - 1 if 1 <= int(text) <= total else None
