"""How do programs come in? By the session of a signed-in person or by a personal token; the same permissions judge both."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError
from ninja.security import HttpBearer

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.doors import ApiDoor, Door, DoorKind, api_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows, log_refusal
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.models.tokens import ApiToken

TOKEN_MARK = "zh_"  # noqa: S105 - the beginning of every token, so that a leaked one is recognised


class TokenDoor(HttpBearer):
    """`Authorization: Bearer zh_…`: lets in the token's person for the permissions that token and role both hold."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Give the person; an unknown, expired or revoked token is 401, a missing permission 403."""
        found = token_of(token)
        if found is None:
            raise AuthenticationError(message=_("令牌无效、已过期或已作废。请在“接口令牌”页另发一个。"))
        person = acting_for(found)
        request.person = person
        if self.door.permission is None:
            return person
        asked = (self.door.permission, *self.door.others)
        permission = next((each for each in asked if each.value in found.scopes), asked[0])
        if permission.value not in found.scopes:
            log_refusal(person, permission.value, "not in scopes", path=request.path)
            raise HttpError(
                403, _("这个令牌没有“%(what)s”权限。请另发一个含该权限的令牌。") % {"what": permission.label}
            )
        verdict = allows(person, permission)
        if not verdict:
            log_refusal(person, permission.value, verdict.reason, path=request.path)
            raise HttpError(403, verdict.reason)
        return person


class PublicDoor:
    """Lets everyone in; who brings a token or a session is known by it. A bad token is still refused."""

    def __init__(self, why: str) -> None:
        self.door = Door(DoorKind.OPEN, why=why)
        self._token = TokenDoor(Door(DoorKind.SIGNED_IN))

    def __call__(self, request: HttpRequest) -> Any:
        """Give the person, or Anonymous."""
        return self._token(request) or request.person


def doors(permission: Permission | None = None, *others: Permission) -> Sequence[ApiDoor | TokenDoor]:
    """Make the `auth` of an operation: session or token, each judged by the same permission or one of the others."""
    session = api_door(permission, *others)
    return [TokenDoor(session.door), session]


def token_of(secret: str) -> ApiToken | None:
    """Find a token that still holds, and note the day of its use."""
    digest = digest_of(secret)
    today = city_today()
    found = (
        ApiToken.objects.select_related("person", "membership")
        .filter(digest=digest, revoked_at__isnull=True)
        .first()
    )
    if (
        found is None
        or found.expires_on < today
        or found.membership.until_on is not None
        or not found.person.is_active
    ):
        return None
    if found.used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(used_on=today)
    return found


def acting_for(token: ApiToken) -> Person:
    """Give the token's person, acting in the membership for which it was made, within its scopes whatever is asked."""
    person = token.person
    person.acting = token.membership
    person.token_scopes = frozenset(token.scopes)
    return person


def digest_of(secret: str) -> str:
    """Hash a token; it is 256 random bits, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
