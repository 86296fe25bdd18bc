"""What does the front of the site show: home, inbox, search, exports, help?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhuanhua.shared.access.doors import door, open_door, signed_in_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.ui import search as finder


@open_door("The city's figures, public notices and the certificate check are for everyone.")
def home(request: HttpRequest) -> HttpResponse:
    """The public page: what the platform does, and its numbers with their records."""
    return render(request, "overview/home.html", {})


@door(Permission.TASK_READ)
def inbox(request: HttpRequest) -> HttpResponse:
    """What this person has to do, the latest first."""
    return render(request, "overview/inbox.html", {})


@open_door("It finds only what the reader may see; a visitor finds what is public.")
def search(request: HttpRequest) -> HttpResponse:
    """Look everywhere at once."""
    text = request.GET.get("q", "").strip()
    context = {"text": text, "groups": finder.search(request.person, text)}  # type: ignore[attr-defined]
    return render(request, "overview/search.html", context)


@signed_in_door
def exports(request: HttpRequest) -> HttpResponse:
    """The files this person has asked for."""
    return render(request, "overview/exports.html", {})


def _leaf(name: str, why: str) -> Any:
    @open_door(why)
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, f"overview/{name}.html")

    return page


help_page = _leaf("help", "Help is for everyone.")
accessibility = _leaf("accessibility", "The statement on accessibility is for everyone.")
about = _leaf("about", "Where the numbers come from is for everyone.")
