"""What does the system administrator see? Whether the background jobs run, what is next, and what failed; no case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.jobs import queries as jobs


@door(Permission.SYSTEM_OPERATE)
def running(request: HttpRequest) -> HttpResponse:
    """Show how the background jobs stand now."""
    now = timezone.now()
    context = {
        "now": now,
        "load": jobs.load(at=now),
        "recurring": jobs.recurring(at=now),
        "failures": jobs.failures(at=now),
    }
    return render(request, "overview/running.html", context)
