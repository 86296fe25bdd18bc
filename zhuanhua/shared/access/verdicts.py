"""May this person do that, and if not, why not? The one place where a permission is asked for."""

from dataclasses import dataclass
from typing import Any

import structlog
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Forbidden
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import ROLES, roles_with

log = structlog.get_logger("zhuanhua.access")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed, or the reason why not; true when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        """Let a verdict stand in an `if`."""
        return self.allowed


ALLOWED = Verdict(allowed=True)


class Anonymous:
    """Nobody has signed in: the same questions as a Person, and no to each."""

    pk = None
    username = ""
    name = ""
    short_name = ""
    language = ""
    is_authenticated = False
    is_active = False
    acting = None
    acting_role = ""
    organisation = None
    token_scopes = None


def may(person: Any, permission: Permission) -> bool:
    """Judge by the role in which the person acts at this moment, and by the scopes of the token they came with; nothing else grants anything."""
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    scopes = getattr(person, "token_scopes", None)
    role = ROLES.get(person.acting_role)
    return (
        (scopes is None or permission.value in scopes) and role is not None and permission in role.permissions
    )


def allows(person: Any, permission: Permission) -> Verdict:
    """Judge, and where the answer is no, say why: a page that shows many entries asks `may`, which spares the words."""
    return ALLOWED if may(person, permission) else Verdict(allowed=False, reason=_why_not(person, permission))


def _why_not(person: Any, permission: Permission) -> str:
    if person is None or not person.is_authenticated:
        return _("请先登录。")
    if not person.is_active:
        return _("这个账号已停用。")
    scopes = getattr(person, "token_scopes", None)
    if scopes is not None and permission.value not in scopes:
        return _("这个令牌没有“%(what)s”权限。请另发一个含该权限的令牌。") % {"what": permission.label}
    role = ROLES.get(person.acting_role)
    holders = _("、").join(str(each.title) for each in roles_with(permission))
    what = str(permission.label)
    if role is None:
        return _("这个账号还没有角色，“%(what)s”由%(holders)s办理。") % {"what": what, "holders": holders}
    words = {"what": what, "holders": holders, "role": str(role.title)}
    return _("您以%(role)s身份登录，“%(what)s”由%(holders)s办理。") % words


def require(person: Any, permission: Permission) -> None:
    """Let the person pass, or refuse with the reason and log the refusal."""
    verdict = allows(person, permission)
    if not verdict:
        log_refusal(person, permission.value, verdict.reason)
        raise Forbidden(verdict.reason, code="forbidden")


def log_refusal(person: Any, asked: str, reason: str, *, path: str = "") -> None:
    """Write who was refused what; by number and role, never by name."""
    log.warning(
        "access.refused",
        asked=asked,
        reason=reason,
        path=path,
        person=getattr(person, "pk", None),
        role=getattr(person, "acting_role", ""),
    )
