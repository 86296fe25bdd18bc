"""What does monitoring ask: is the site alive, and how much waits? No name, number or text of a case stands here."""

from secrets import compare_digest

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

import zhuanhua
from zhuanhua.shared.access.doors import open_door
from zhuanhua.shared.journal.models import Entry


@open_door("A probe has no account; it learns only whether the database answers.")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


@open_door("Monitoring carries the token of ZHUANHUA_METRICS_TOKEN; without it the page does not exist.")
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give counts for Prometheus, read from the database, so that every process answers the same."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not compare_digest(given, settings.METRICS_TOKEN.encode()):
        raise Http404
    page = CollectorRegistry()
    Gauge("zhuanhua_info", "Version of the program", ["version"], registry=page).labels(
        zhuanhua.__version__
    ).set(1)
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    Gauge("zhuanhua_jobs_waiting", "Background jobs that wait", registry=page).set(waiting.count())
    Gauge("zhuanhua_jobs_oldest_seconds", "How long the oldest waits", registry=page).set(age)
    Gauge("zhuanhua_jobs_failed", "Background jobs that failed", registry=page).set(
        DBTaskResult.objects.failed().count()
    )
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    Gauge("zhuanhua_journal_lines", "Lines of the journal", registry=page).set(last or 0)
    return HttpResponse(generate_latest(page), content_type=CONTENT_TYPE_LATEST)
