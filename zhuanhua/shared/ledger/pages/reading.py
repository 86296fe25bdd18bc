"""Budgets and their movements, for every desk that works with money."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.journal.sentences import sentence
from zhuanhua.shared.ledger import programmes, queries
from zhuanhua.shared.ledger.actions.moving import SYSTEM
from zhuanhua.shared.ledger.books import TransferKind
from zhuanhua.shared.ledger.models import Budget, Transfer
from zhuanhua.shared.people.queries import names_of

PAGE_SIZE = 50


@door(Permission.BUDGET_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """List the budgets by year and programme; with nothing chosen, every year."""
    person: Any = request.person  # type: ignore[attr-defined]
    year, programme = queries.wanted(request.GET)
    lines = queries.lines_of(queries.budgets(person, year=year, programme=programme))
    check = queries.last_check()
    context = {
        "lines": lines,
        "titles": {
            line.budget.programme: programmes.title_of(line.budget.programme) for line in lines if line.budget
        },
        "total": queries.total_of(lines),
        "years": Budget.objects.order_by("-year").values_list("year", flat=True).distinct(),
        "programmes": [
            (code, programmes.title_of(code))
            for code in Budget.objects.order_by("programme").values_list("programme", flat=True).distinct()
        ],
        "year": year,
        "programme": programme,
        "check_at": datetime.fromisoformat(check.at) if check else None,
        "check_words": sentence(check) if check else "",
        "may_manage": allows(person, Permission.BUDGET_MANAGE),
    }
    return render(request, "ledger/list.html", context)


@door(Permission.BUDGET_READ)
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One budget: what it has, from which source, and every movement, newest first."""
    person: Any = request.person  # type: ignore[attr-defined]
    budget = queries.budget_for(person, code)
    kind = request.GET.get("kind", "")
    kind = kind if kind in TransferKind.values else ""
    page = Paginator(queries.transfers_of(budget, kind), PAGE_SIZE).get_page(request.GET.get("page"))
    sources = queries.sources_of(budget)
    context = {
        "budget": budget,
        "programme": programmes.title_of(budget.programme),
        "sources": sources,
        "total": queries.total_of(sources),
        "page": page,
        "moved": moved(budget, page.object_list),
        "kinds": [
            (value, TransferKind(value).label)
            for value in TransferKind.values
            if queries.transfers_of(budget, value).exists()
        ],
        "kind": kind,
        "may_manage": allows(person, Permission.BUDGET_MANAGE),
    }
    return render(request, "ledger/detail.html", context)


def moved(budget: Budget, transfers: Iterable[Transfer]) -> list[dict[str, Any]]:
    """Give each movement with the address of its case and the name of who made it."""
    listed = list(transfers)
    names = names_of({transfer.actor for transfer in listed})
    return [
        {
            "transfer": transfer,
            "case_url": programmes.address_of(budget.programme, transfer.case_kind, transfer.case_number),
            "name": names.get(transfer.actor, _("系统") if transfer.actor == SYSTEM else transfer.actor),
            "elsewhere": transfer.budget_id != budget.pk,
        }
        for transfer in listed
    ]
