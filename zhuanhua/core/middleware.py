"""Which headers stand on every answer, and what comes no further than the gate?"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"


class SecurityHeaders:
    """Sets content security policy, permissions policy and caching; a view may set its own, stricter values first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then add what is missing."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class NoNul:
    """Refuses the sign NUL in addresses and form fields: nobody types it, and PostgreSQL can neither keep nor compare it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 400; the API reads its own parameters."""
        is_api = request.path_info.startswith("/api/")
        if not is_api and ("\0" in request.path_info or _has_nul(request.GET) or _has_nul(request.POST)):
            raise BadRequest("NUL")
        return self.get_response(request)


def _has_nul(query: QueryDict) -> bool:
    return any("\0" in name or any("\0" in value for value in values) for name, values in query.lists())
