"""What do people see of references? The list, one number with its source and the letters that use it, entering and correcting."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.accountability.replies import actions, queries
from zhuanhua.accountability.replies.forms_letters import CorrectionForm, ReferenceForm, ReplaceForm
from zhuanhua.accountability.replies.pages.answering import saved
from zhuanhua.core.text import match_key
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of

PAGE_SIZE = 50
FACTS = ("name", "text", "definition", "document", "page", "as_of")


@door(Permission.LETTER_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """List the references; `?q=` finds by code, name, number or document."""
    person: Any = request.person  # type: ignore[attr-defined]
    text = request.GET.get("q", "")
    found = queries.references_for(person)
    rows: Any = queries.references_like(person, text) if match_key(text) else found
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "q": text,
        "may_write": allows(person, Permission.LETTER_WRITE),
    }
    return render(request, "replies/references.html", context)


@door(Permission.LETTER_WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a number with the document and page it stands on."""
    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(form, lambda: actions.enter_reference(**form.cleaned_data, by=request.person))  # type: ignore[attr-defined]
        if made is not None:
            messages.success(request, _("引用数已录入，在答复里写%(mark)s。") % {"mark": made.mark})
            return redirect("replies:reference", made.code)
    return render(request, "replies/reference_form.html", {"form": form}, status=400 if form.errors else 200)


@door(Permission.LETTER_READ)
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One reference: number, source, who uses it, what happened."""
    person: Any = request.person  # type: ignore[attr-defined]
    reference = queries.reference_for(person, code)
    context = {
        "reference": reference,
        "letters": queries.letters_using(person, reference),
        "may_write": allows(person, Permission.LETTER_WRITE),
        "lines": lines_of(entries_for(person, "reference", reference.code)),
    }
    return render(request, "replies/reference.html", context)


@door(Permission.LETTER_WRITE)
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a number or its source."""
    person: Any = request.person  # type: ignore[attr-defined]
    reference = queries.reference_for(person, code)
    form = CorrectionForm(request.POST or None, initial={name: getattr(reference, name) for name in FACTS})
    if request.method == "POST" and form.is_valid():
        done = saved(
            form, lambda: actions.correct_reference(reference=reference, **form.cleaned_data, by=person)
        )
        if done is not None:
            messages.success(request, _("引用数已更正。"))
            return redirect("replies:reference", code)
    context = {"form": form, "reference": reference}
    return render(request, "replies/reference_form.html", context, status=400 if form.errors else 200)


@door(Permission.LETTER_WRITE)
def replace(request: HttpRequest, code: str) -> HttpResponse:
    """Hand the number over to the records that now hold it."""
    person: Any = request.person  # type: ignore[attr-defined]
    reference = queries.reference_for(person, code)
    form = ReplaceForm(request.POST or None, initial={"mark": reference.replaced_by})
    if request.method == "POST" and form.is_valid():
        done = saved(
            form,
            lambda: actions.replace_reference(reference=reference, mark=form.cleaned_data["mark"], by=person),
        )
        if done is not None:
            messages.success(request, _("此后请用%(mark)s。") % {"mark": done.replaced_by})
            return redirect("replies:reference", code)
    context = {"form": form, "reference": reference}
    return render(request, "replies/replace.html", context, status=400 if form.errors else 200)
