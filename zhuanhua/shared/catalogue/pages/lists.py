"""The lists: the public shelf, one's own items, the reviewer's desk."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.catalogue import permissions, queries
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.fields import name_of
from zhuanhua.shared.catalogue.models import ContactRequest, ContactState
from zhuanhua.shared.catalogue.pages.answering import person_of, shown
from zhuanhua.shared.catalogue.queries.lists import FILTERS, STATE_FILTER
from zhuanhua.shared.people.districts import DISTRICTS
from zhuanhua.shared.search import asking
from zhuanhua.shared.search.sources import source_named

SHELF_SIZE = 20
MOST_FOUND = 500
LIST_SIZE = 50


def index(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """The shelf: what is published, with filters and what each would show; only what the reader may know of is counted."""
    person = person_of(request)
    everything = queries.shelf(catalogue, person)
    params, text = request.GET.copy(), request.GET.get("q", "").strip()[:100]
    place = source_named(catalogue.name)
    if text and place and asking.ready():
        everything = everything.filter(number__in=asking.found_numbers(person, text, place, most=MOST_FOUND))
        params.pop("q")
    items = queries.filtered(everything, params)
    page = Paginator(items, SHELF_SIZE).get_page(request.GET.get("page"))
    for item in page.object_list:
        item.sight = permissions.sight(person, item)
    context = {
        "page": page,
        "filters": filters(request, queries.filter_counts(items)),
        "pills": pills(request),
        "may_file": allows(person, catalogue.file),
        "text": request.GET.get("q", ""),
    }
    return shown(request, catalogue, "index", context)


def records(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """What the figures count, where a number opens."""
    items = queries.filtered(queries.records(catalogue, person_of(request)), request.GET)
    return shown(request, catalogue, "records", _listing(request, items))


def mine(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """The items of one's organisation."""
    person = person_of(request)
    items = queries.filtered(queries.mine(catalogue, person), request.GET)
    context = _listing(request, items) | {
        "may_import": allows(person, catalogue.import_),
        "asks": _asks(catalogue, person),
    }
    return shown(request, catalogue, "mine", context)


def desk(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """What waits for a review, and all that was ever handed in."""
    person = person_of(request)
    view = "all" if request.GET.get("view") == "all" else "waiting"
    items = queries.filtered(queries.desk(catalogue, person, view=view), request.GET)
    context = _listing(request, items) | {
        "view": view,
        "waiting": queries.waiting(catalogue, person),
        "batch": request.GET.get("batch", ""),
    }
    return shown(request, catalogue, "desk", context)


def _listing(request: HttpRequest, items: QuerySet[Any]) -> dict[str, Any]:
    page = Paginator(items, LIST_SIZE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "items": page.object_list,
        "filters": filters(request, {}, state=True),
        "pills": pills(request),
        "today": city_today(),
    }


def _asks(catalogue: Catalogue, person: Any) -> set[str]:
    """Name the person's items for which somebody waits for an answer."""
    waiting = ContactRequest.objects.filter(kind=catalogue.kind, state=ContactState.ASKED)
    own = queries.mine(catalogue, person).values("number")
    return set(waiting.filter(number__in=own).values_list("number", flat=True))


def filters(
    request: HttpRequest, counts: dict[str, dict[str, int]], *, state: bool = False
) -> list[dict[str, Any]]:
    """Give each filter with its choices, how much each would show, and what is chosen."""
    table = {**FILTERS, "state": STATE_FILTER} if state else FILTERS
    found = []
    for name, (label, _column, words) in table.items():
        numbers = counts.get(name)
        choices = [
            (value, word, numbers.get(value, 0) if numbers is not None else None)
            for value, word in words.items()
        ]
        kept = [
            each for each in choices if numbers is None or each[2] or each[0] in request.GET.getlist(name)
        ]
        found.append({"name": name, "label": label, "choices": kept, "chosen": request.GET.getlist(name)})
    return found


def pills(request: HttpRequest) -> list[dict[str, Any]]:
    """Give what narrows the list, each with the address that takes it away."""
    labels: dict[str, tuple[Any, Any]] = {
        name: (label, words) for name, (label, _c, words) in FILTERS.items()
    }
    labels |= {
        "state": (STATE_FILTER[0], STATE_FILTER[2]),
        "published_year": (_("发布年份"), {}),
        "batch": (_("批次"), {}),
        "q": (_("查找"), {}),
    }
    found = []
    for name, (label, words) in labels.items():
        for value in request.GET.getlist(name):
            if value:
                rest = request.GET.copy()
                rest.setlist(name, [other for other in rest.getlist(name) if other != value])
                rest.pop("page", None)
                found.append(
                    {"label": label, "value": _word(name, value, words), "without": f"?{rest.urlencode()}"}
                )
    return found


def _word(name: str, value: str, words: Any) -> Any:
    if name == "district":
        return DISTRICTS.get(value, value)
    if name == "domain" and value not in words:
        return name_of(value)
    return words.get(value, value)
