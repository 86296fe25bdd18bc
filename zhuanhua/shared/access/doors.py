"""Who may enter which page? Every view carries exactly one door, and a house test refuses a route without one.

`@door(Permission.X)` lets the holders of a permission in, `@signed_in_door` everyone with an account, `@open_door("why")`
everyone. A door judges the kind of act only; whose case it is, the queries judge: another's case is "not found".
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from ninja.errors import HttpError
from ninja.security import APIKeyCookie

from zhuanhua.core.deadlocks import once_more
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows, log_refusal

View = Callable[..., HttpResponse]


class DoorKind(StrEnum):
    """How a door judges."""

    OPEN = "open"
    SIGNED_IN = "signed_in"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class Door:
    """What stands before a view: its kind, the permission it asks for, and why it is open when it is."""

    kind: DoorKind
    permission: Permission | None = None
    why: str = ""
    others: tuple[Permission, ...] = ()


def door(permission: Permission, *others: Permission) -> Callable[[View], View]:
    """Let in who holds the permission, or one of the others that the page also serves; nobody signed in goes to sign in.

    Anyone else sees a 403 page with the reason.
    """

    def guard(view: View) -> View:
        patient = once_more(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            person = request.person
            if not person.is_authenticated:
                return to_sign_in(request, permission.value)
            verdict = allows(person, permission)
            if not verdict and not any(allows(person, other) for other in others):
                log_refusal(person, permission.value, verdict.reason, path=request.path)
                raise PermissionDenied(verdict.reason)
            return patient(request, *args, **kwargs)

        guarded.door = Door(DoorKind.PERMISSION, permission=permission, others=others)
        return guarded

    return guard


def signed_in_door(view: View) -> View:
    """Let in everyone with an account, whatever the role."""
    patient = once_more(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.person.is_authenticated:
            return to_sign_in(request, "signed_in")
        return patient(request, *args, **kwargs)

    guarded.door = Door(DoorKind.SIGNED_IN)
    return guarded


def open_door(why: str) -> Callable[[View], View]:
    """Let everyone in, and say why that is right."""
    if not isinstance(why, str) or not why.strip():
        message = 'An open door says why it is open: @open_door("public by 办法第几条").'
        raise TypeError(message)

    def mark(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        marked.door = Door(DoorKind.OPEN, why=why)
        return marked

    return mark


def to_sign_in(request: HttpRequest, asked: str) -> HttpResponse:
    """Send a visitor to sign in and back again; an htmx request is told to load the whole page."""
    log_refusal(request.person, asked, "not signed in", path=request.path)
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else settings.LOGIN_REDIRECT_URL
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})
    return redirect_to_login(back, resolve_url(settings.LOGIN_URL))


class ApiDoor(APIKeyCookie):
    """The same judgement before an API operation, by the session's cookie: `auth=api_door(Permission.X)`."""

    def __init__(self, door_: Door) -> None:
        self.param_name = settings.SESSION_COOKIE_NAME
        super().__init__(csrf=True)
        self.door = door_

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Give the person; None answers 401, a missing permission 403 with its reason."""
        person = request.person
        if not person.is_authenticated:
            return None
        if self.door.permission is None:
            return person
        verdict = allows(person, self.door.permission)
        if not verdict and not any(allows(person, other) for other in self.door.others):
            log_refusal(person, self.door.permission.value, verdict.reason, path=request.path)
            raise HttpError(403, verdict.reason)
        return person


def api_door(permission: Permission | None = None, *others: Permission) -> ApiDoor:
    """Make the `auth` of an API operation, for one permission or one of the others; without any, every account may call it."""
    if permission is None:
        return ApiDoor(Door(DoorKind.SIGNED_IN))
    return ApiDoor(Door(DoorKind.PERMISSION, permission=permission, others=others))


# Views of libraries cannot carry our decorator. Their routes stand here, by the beginning of the route's name; the
# longest beginning counts. The library itself keeps the door, and tests/test_doors.py checks that it does.
_SIGN_IN = Door(
    DoorKind.OPEN, why="Nobody is signed in yet: signing in, leaving, and setting a forgotten password."
)
_OWN = Door(DoorKind.SIGNED_IN, why="One's own account only.")
THIRD_PARTY: dict[str, Door] = {
    "account_": _SIGN_IN,
    "account_change_password": _OWN,
    "account_email": _OWN,
    "account_reauthenticate": _OWN,
    "account_set_password": _OWN,
    "mfa_": _OWN,
    "mfa_authenticate": Door(
        DoorKind.OPEN, why="The second step of signing in; without the first it leads back to it."
    ),
    "mfa_trust": Door(
        DoorKind.OPEN, why="Offered between the second step and the session; without them it leads back."
    ),
    "usersessions_": _OWN,
}


def door_of(view: Any, url_name: str = "") -> Door | None:
    """Find the door of a route: on the view, else in the table of libraries; None is a route nobody has declared."""
    own = getattr(view, "door", None)
    if own is not None:
        return own
    known = [prefix for prefix in THIRD_PARTY if url_name.startswith(prefix)]
    return THIRD_PARTY[max(known, key=len)] if known else None
