"""How does a page answer when an action refuses? With the sentence, on the page the person came from, nothing lost."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.catalogue import queries
from zhuanhua.shared.catalogue.catalogues import Catalogue


def person_of(request: HttpRequest) -> Any:
    """Give who asks."""
    return request.person  # type: ignore[attr-defined]


def shown(request: HttpRequest, catalogue: Catalogue, name: str, context: dict[str, Any]) -> HttpResponse:
    """Show a page of a catalogue: the programme's own template where it has one, else the common one."""
    named = {"catalogue": catalogue, "ns": catalogue.name}
    return render(request, [f"{catalogue.name}/{name}.html", f"catalogue/{name}.html"], named | context)  # type: ignore[arg-type]


def pressed(
    request: HttpRequest, catalogue: Catalogue, number: str, deed: Callable[[Any, Any], Any], *, done: Any
) -> HttpResponse:
    """Do to the item what its button says, `deed(item, person)`; say that it is done or why not, and go back to the item."""
    person = person_of(request)
    item = queries.item_for(catalogue, person, number)
    try:
        deed(item, person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(f"{catalogue.name}:detail", number)
