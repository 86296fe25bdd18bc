"""The peer of P10: the barest Django list page on the same records, with a session, three queries and fifty rows. Served as `peer_list:application`."""

import os

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="peer_list",
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BENCH_DATABASE"],
            "CONN_MAX_AGE": None,
        }
    },
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  settings have to stand first
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

PAGE = engines["django"].from_string(
    "<html><body><h1>{{ count }}</h1><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></body></html>"
)


def contracts(request: HttpRequest) -> HttpResponse:
    """List fifty contracts, newest first."""
    request.session["seen"] = 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, username FROM people_person LIMIT 1")
        cursor.fetchall()
        cursor.execute("SELECT max(id) FROM contracts_contract")
        count = cursor.fetchone()[0]
        cursor.execute(
            "SELECT number, project_name, kind, total_fen, registered_on FROM contracts_contract WHERE state = 'registered' ORDER BY id DESC LIMIT 50"
        )
        rows = cursor.fetchall()
    return HttpResponse(PAGE.render({"rows": rows, "count": count}))


urlpatterns = [path("", contracts)]
application = get_wsgi_application()
