"""How does a page answer when an action refuses? With the sentence, on the page the person came from, nothing lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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


def filled_in(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[dict[str, Any]], Any],
    *,
    done: Any,
    to: str,
    number: str | int | None = None,
) -> HttpResponse | None:
    """Do the deed with what was typed, say so and go on; nothing while the form is not right, or a refusal stands in it."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        deed(form.cleaned_data)
    except Refusal as refusal:
        tell_form(form, refusal)
        return None
    messages.success(request, done)
    return redirect(to) if number is None else redirect(to, number)


def tell_form(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside the field it names, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
