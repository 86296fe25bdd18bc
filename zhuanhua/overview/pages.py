"""What does the front of the site show: home, inbox, search, exports, help?"""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.overview import desk, figures, front, stream
from zhuanhua.shared.access.doors import door, open_door, signed_in_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import ROLES, Desk
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.exchange.export_queries import exports_for
from zhuanhua.shared.search import asking, words
from zhuanhua.shared.search.keeping import is_behind
from zhuanhua.shared.workflow import queries as workflow
from zhuanhua.ui import menu
from zhuanhua.ui import search as finder

MOST_TASKS = 100
EXPORTS_SHOWN = 50
MOST_PAGES = 50


@open_door("The city's figures, public notices and the certificate check are for everyone.")
def home(request: HttpRequest) -> HttpResponse:
    """The public page: what the platform does, and its numbers with their records."""
    person: Any = request.person  # type: ignore[attr-defined]
    context = {
        "front": figures.front(),
        "desks": front.desks(person),
        "stream": stream.stages(),
        "publicities": front.publicities(on=city_today()),
        "publicity_url": menu.address_of("workflow:publicities") or "",
        "openings": front.openings(on=city_today()),
    }
    return render(request, "overview/home.html", context)


@door(Permission.TASK_READ)
def inbox(request: HttpRequest) -> HttpResponse:
    """What this person has to do, the latest first."""
    person: Any = request.person  # type: ignore[attr-defined]
    today = city_today()
    tasks = list(workflow.tasks_for(person))
    role = ROLES.get(person.acting_role)
    reads_figures = role is not None and role.desk == Desk.BUREAU and allows(person, Permission.FIGURE_READ)
    context = {
        "today": today,
        "situation": desk.situation(tasks, today),
        "unusual": desk.unusual_days(today),
        "batches": desk.batches(tasks[:MOST_TASKS], today),
        "hidden": max(len(tasks) - MOST_TASKS, 0),
        "ahead": desk.days_ahead(tasks, today),
        "month": figures.this_month() if reads_figures else None,
        "first_steps": front.first_steps(person),
    }
    return render(request, "overview/inbox.html", context)


@signed_in_door
def work(request: HttpRequest) -> HttpResponse:
    """Every programme in which this person has something to do, and how much waits there."""
    ways = menu.ways_of(request.person, counted=True)  # type: ignore[attr-defined]
    return render(request, "overview/work.html", {"all_ways": ways})


@open_door("It finds only what the reader may see; a visitor finds what is public.")
def search(request: HttpRequest) -> HttpResponse:
    """Look everywhere at once; one source page by page, narrowed by its filters."""
    person: Any = request.person  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()[:100]
    source, chosen = request.GET.get("source", "")[:40], request.GET.getlist("f")[:10]
    asked_page = request.GET.get("page", "1")
    page = (
        min(int(asked_page), MOST_PAGES)
        if asked_page.isdecimal() and len(asked_page) < 6 and int(asked_page)
        else 1
    )
    if asking.ready():
        answer = asking.ask(person, text, source=source, chosen=chosen, page=page)
    else:
        answer = asking.Answer(groups=asking.plain(person, text) if text else [])
        answer.total = sum(len(group.hits) for group in answer.groups)
    others = [] if source or not words.asked(text) else finder.search(person, text)  # signs alone ask nothing
    context = {
        "text": text,
        "answer": answer,
        "groups": [*answer.groups, *others],
        "found": answer.total + sum(len(group.hits) for group in others),
        "source": source,
        "chosen": chosen,
        "page": page,
        "next_page": page + 1 if page < min(answer.pages, MOST_PAGES) else 0,
        "is_building": not asking.ready(),
        "is_behind": bool(text) and is_behind(),
    }
    return render(request, "overview/search.html", context)


@door(Permission.EXPORT_USE)
def exports(request: HttpRequest) -> HttpResponse:
    """The files this person has asked for, newest first."""
    runs = exports_for(request.person)  # type: ignore[attr-defined]
    page = Paginator(runs, EXPORTS_SHOWN).get_page(request.GET.get("page"))
    return render(request, "overview/exports.html", {"page": page})


@open_door("Help is for everyone.")
def help_page(request: HttpRequest) -> HttpResponse:
    """How things are done here, and who does what."""
    return render(request, "overview/help.html", {"roles": ROLES.values()})


@open_door("The statement on accessibility is for everyone.")
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, and what to do where something cannot be used."""
    return render(request, "overview/accessibility.html")


@open_door("Where the numbers come from is for everyone.")
def about(request: HttpRequest) -> HttpResponse:
    """Where the numbers come from, and how they are kept from being changed."""
    return render(request, "overview/about.html", {"is_demo": settings.ZHUANHUA_DEMO, "title": _("数据口径")})
