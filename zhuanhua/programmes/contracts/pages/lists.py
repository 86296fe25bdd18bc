"""The lists: my contracts, the registrar's queue, the register, changes and objections."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core.dates import city_today, year_in
from zhuanhua.programmes.contracts import queries
from zhuanhua.programmes.contracts.queries.lists import VIEWS, open_changes, open_objections
from zhuanhua.shared.access.doors import door, signed_in_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.districts import DISTRICTS
from zhuanhua.shared.people.queries import people_with
from zhuanhua.shared.workflow.clock import clock_face

PAGE_SIZE = 50


@signed_in_door
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the list that is the person's own."""
    person: Any = request.person  # type: ignore[attr-defined]
    if allows(person, Permission.CONTRACT_EXAMINE) or allows(person, Permission.CONTRACT_REVIEW):
        return redirect("contracts:queue")
    if allows(person, Permission.CONTRACT_FILE):
        return redirect("contracts:mine")
    return redirect("contracts:records")


@door(Permission.CONTRACT_READ_OWN)
def mine(request: HttpRequest) -> HttpResponse:
    """The contracts of the organisation for which the person acts."""
    person: Any = request.person  # type: ignore[attr-defined]
    contracts = queries.filtered(queries.my_contracts(person), request.GET)
    context = listing(request, contracts) | {
        "export": "contracts-mine",
        "may_file": allows(person, Permission.CONTRACT_FILE),
    }
    return render(request, "contracts/mine.html", context)


@door(Permission.CONTRACT_EXAMINE, Permission.CONTRACT_REVIEW)
def queue(request: HttpRequest) -> HttpResponse:
    """The desk: what waits, how long, and for whom."""
    person: Any = request.person  # type: ignore[attr-defined]
    today = city_today()
    view = request.GET.get("view", "mine")
    view = view if view in VIEWS else "mine"
    counts = queries.desk_counts(person, on=today)
    contracts = queries.filtered(queries.queue(person, view=view, on=today), request.GET)
    standing = queries.standing_of(contracts, on=today)
    context = listing(request, contracts, count=standing["all"]) | {
        "view": view,
        "views": [(name, label, counts[name]) for name, label in view_labels()],
        "situation": situation(view, standing),
        "columns": queue_columns(),
        "export": "contracts-queue",
        "registrars": people_with(Permission.CONTRACT_EXAMINE),
    }
    return render(request, "contracts/queue.html", context)


@door(Permission.CONTRACT_READ_ALL, Permission.CONTRACT_READ_OWN)
def records(request: HttpRequest) -> HttpResponse:
    """The register: where the figures open."""
    person: Any = request.person  # type: ignore[attr-defined]
    contracts = queries.filtered(queries.records(person), request.GET)
    totals = queries.totals_of(contracts)
    context = listing(request, contracts, count=totals["count"]) | {
        "export": "contracts-records",
        "totals": totals,
    }
    return render(request, "contracts/records.html", context)


@door(Permission.CONTRACT_CHANGE_DECIDE, Permission.CONTRACT_OBJECTION_DECIDE)
def changes(request: HttpRequest) -> HttpResponse:
    """Changes and objections that wait for a decision, then those decided."""
    person: Any = request.person  # type: ignore[attr-defined]
    return render(
        request,
        "contracts/changes.html",
        {"changes": open_changes(person), "objections": open_objections(person)},
    )


def listing(request: HttpRequest, contracts: Any, *, count: int | None = None) -> dict[str, Any]:
    """Give what every list page needs: the page, its clocks, filters and chosen pills; `count` where it is known already."""
    today = city_today()
    pages = Paginator(contracts, PAGE_SIZE)
    if count is not None:
        pages.count = count
    page = pages.get_page(request.GET.get("page"))
    for contract in page.object_list:
        contract.face = clock_face(contract, on=today)
    return {"page": page, "contracts": page.object_list, "pills": pills(request), "filters": filters(request)}


def filters(request: HttpRequest) -> list[dict[str, Any]]:
    """Give each filter with its choices and what is chosen."""
    shown = []
    for name, (label, _column, codelist) in queries.LIST_FILTERS.items():
        choices = codelist.choices if codelist else list(DISTRICTS.items())
        shown.append({"name": name, "label": label, "choices": choices, "chosen": request.GET.getlist(name)})
    return shown


def pills(request: HttpRequest) -> list[dict[str, Any]]:
    """Give the chosen filters with the address that takes each away."""
    found = []
    labels = {
        name: (label, dict(codelist.choices) if codelist else DISTRICTS)
        for name, (label, _c, codelist) in queries.LIST_FILTERS.items()
    }
    labels |= {
        "registered_year": (_("登记年份"), {}),
        "signed_year": (_("签订年份"), {}),
        "registered_month": (_("登记月份"), {}),
        "q": (_("查找"), {}),
    }
    for name, (label, words) in labels.items():
        for value in request.GET.getlist(name):
            if not value or (name.endswith("_year") and not year_in(value)):
                continue
            rest = request.GET.copy()
            rest.setlist(name, [other for other in rest.getlist(name) if other != value])
            rest.pop("page", None)
            found.append(
                {"label": label, "value": words.get(value, value), "without": f"?{rest.urlencode()}"}
            )
    return found


def view_labels() -> list[tuple[str, str]]:
    """Name the saved views of the desk."""
    return [
        ("mine", _("我经办的和未分派的")),
        ("due", _("今天到期和逾期")),
        ("corrected", _("补正已回")),
        ("review", _("待复核")),
        ("all", _("全部在办")),
    ]


def queue_columns() -> list[dict[str, Any]]:
    """Name the columns of the queue that a person may hide on this device; the contract itself always shows."""
    named = (
        ("kind", _("类型")),
        ("total", _("合同额")),
        ("trade", _("核定交易额")),
        ("state", _("状态")),
        ("due", _("时限")),
        ("handler", _("经办")),
    )
    return [{"key": key, "label": label, "is_shown": True} for key, label in named]


def situation(view: str, counts: dict[str, int]) -> str:
    """Say how the shown list stands in one sentence; every number counts rows of this list."""
    label = dict(view_labels())[view]
    parts = [
        ngettext("%(view)s%(count)d项", "%(view)s%(count)d项", counts["all"])
        % {"view": label, "count": counts["all"]}
    ]
    if counts["late"]:
        parts.append(_("其中%(count)d项逾期") % {"count": counts["late"]})
    if counts["today"]:
        parts.append(_("%(count)d项今天到期") % {"count": counts["today"]})
    return _("，").join(parts)
