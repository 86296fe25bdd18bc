"""What happens when two people's writes wait for each other and PostgreSQL ends one of them? It is done once more, from the start."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

TRIES = 3
ENDED = {"40P01", "40001"}  # deadlock_detected, serialization_failure: nothing of it was kept

View = Callable[..., HttpResponse]


def once_more(view: View) -> View:
    """Answer the request again when the database has ended its transaction in favour of another's.

    Only outside a transaction, where all of it was undone; what a view did in an earlier transaction of the same request
    must be the same when it is done twice, as it must be for a person who presses the button again.
    """

    @wraps(view)
    def patient(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for left in reversed(range(TRIES)):
            try:
                return view(request, *args, **kwargs)
            except OperationalError as fault:
                if not left or connection.in_atomic_block or not was_ended(fault):
                    raise
                for upload in request.FILES.values():
                    upload.seek(0)
        raise AssertionError  # the last try has returned or raised

    return patient


def was_ended(fault: OperationalError) -> bool:
    """Tell a deadlock or a failed serialization from a broken line."""
    return getattr(fault.__cause__, "sqlstate", None) in ENDED
