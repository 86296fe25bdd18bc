"""How does a desk page ask before it decides? One form on a sheet of its own; a refusal stands in it, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.ui.answering import filled_in


def decide(  # noqa: PLR0913 - each is a word on the page
    request: HttpRequest,
    contract: Contract,
    form: forms.Form,
    deed: Callable[[dict[str, Any]], Any],
    *,
    done: Any,
    title: Any,
    verb: Any,
    note: Any = "",
    tone: str = "primary",
) -> HttpResponse:
    """Show the form; do the deed with what was typed, and go back to the contract."""
    answer = filled_in(request, form, deed, done=done, to="contracts:detail", number=contract.number)
    context = {"contract": contract, "form": form, "title": title, "verb": verb, "note": note, "tone": tone}
    return answer or render(request, "contracts/decide.html", context)
