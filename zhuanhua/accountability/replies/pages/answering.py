"""How does a page answer when an action refuses? With the sentence, beside the field or above the page, nothing lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhuanhua.accountability.replies.forms_letters import ReasonForm
from zhuanhua.core.errors import Refusal


def done_or_told(
    request: HttpRequest, action: Callable[[], Any], *, done: Any, to: str, number: str
) -> HttpResponse:
    """Run an action behind a button; say that it is done or why not, and go on to the case."""
    try:
        action()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(to, number)


def saved(form: forms.Form, action: Callable[[], Any]) -> Any:
    """Run an action with a form; a refusal stands beside the field it names, and the answer is None."""
    try:
        return action()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def with_reason(  # noqa: PLR0913 - what such a page differs in
    request: HttpRequest, deed: Callable[[str], Any], *, title: Any, told: Any, about: str, to: str, number: str, done: Any
) -> HttpResponse:  # fmt: skip
    """Ask for the reason, then do it."""
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, lambda: deed(form.cleaned_data["reason"])) is not None
    ):
        messages.success(request, done)
        return redirect(to, number)
    context = {"form": form, "title": title, "told": told, "about": about, "back": (to, number)}
    return render(request, "replies/reason.html", context, status=400 if form.is_bound else 200)
