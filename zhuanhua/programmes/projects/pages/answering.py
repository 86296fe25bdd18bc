"""How does a page answer? With one form on a sheet of its own, or behind a button; a refusal is said where the person is, nothing typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhuanhua.core.errors import Refusal
from zhuanhua.ui.answering import filled_in


@dataclass(frozen=True)
class Asked:
    """One form page: its title, the line under it, the words on the button, where it leads afterwards, what is said then."""

    title: Any
    button: Any
    back: str
    done: Any
    intro: Any = ""
    name: str = ""
    danger: bool = False


def ask(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[dict[str, Any]], Any],
    asked: Asked,
    **context: Any,
) -> HttpResponse:
    """Show a form; do the deed with what was typed; go back, or say what is wrong beside it."""
    answer = filled_in(request, form, deed, done=asked.done, to=asked.back)
    return answer or render(request, "projects/form.html", {"form": form, "asked": asked, **context})


def done_or_told(request: HttpRequest, action: Callable[[], Any], *, done: Any, back: str) -> HttpResponse:
    """Run an action behind a button; say that it is done or why not, and go on."""
    try:
        action()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)
