"""How do all components look side by side? Only on a local or demo site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhuanhua.shared.access.doors import open_door


@open_door("A page for those who build the site; it exists on local and demo sites only and shows no record.")
def look(request: HttpRequest) -> HttpResponse:
    """Show every component once, with invented content."""
    return render(request, "overview/look.html", {})
