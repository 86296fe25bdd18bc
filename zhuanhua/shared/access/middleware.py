"""Who is asking? Sets `request.person`, ends sessions that are too old, and asks deciders for their second factor."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.shared.access.roles import ROLES
from zhuanhua.shared.access.verdicts import Anonymous

log = structlog.get_logger("zhuanhua.access")

IDLE_SECONDS = 30 * 60  # 等保: a session left alone ends
ABSOLUTE_SECONDS = 12 * 3600
SEEN_EVERY_SECONDS = 60  # the session is written at most once a minute

# What a person may open before the second factor is set up: setting it up, leaving, language, help.
BEFORE_SECOND_FACTOR = (
    "/accounts/2fa/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/language/",
    "/static/",
    "/healthz",
)

BEFORE_NEW_PASSWORD = ("/accounts/password/", *BEFORE_SECOND_FACTOR)


class PersonMiddleware:
    """Turns the signed-in user into `request.person`; every request asks the database anew, so a change bites at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the person, judge the session, then answer."""
        request.person = self._person(request)
        if self._lacks_second_factor(request):
            messages.warning(
                request, _("这个岗位登录要用两步验证。请先用手机上的验证器应用完成设置，再继续办理。")
            )
            return redirect("mfa_activate_totp")
        if self._password_too_old(request):
            messages.warning(
                request,
                ngettext(
                    "密码已用满%(days)s天。请先换一个，再继续办理。",
                    "密码已用满%(days)s天。请先换一个，再继续办理。",
                    settings.PASSWORD_MAX_DAYS,
                )
                % {"days": settings.PASSWORD_MAX_DAYS},
            )
            return redirect("account_change_password")
        response = self.get_response(request)
        if response.status_code == 404 and request.person.is_authenticated:  # noqa: PLR2004 - the HTTP status
            log.info(
                "access.not_found",
                path=request.path,
                person=request.person.pk,
                role=request.person.acting_role,
            )
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Say a refusal that no page caught: 403 through the site's page for it, any other with its words and way out."""
        if isinstance(fault, Forbidden):
            raise PermissionDenied(str(fault)) from fault
        if isinstance(fault, Refusal):
            return render(request, "access/refused.html", {"refusal": fault}, status=fault.status)
        return None

    def _person(self, request: HttpRequest) -> Any:
        user = request.user
        if not user.is_authenticated:
            return Anonymous()
        if self._too_old(request):
            logout(request)
            messages.info(request, _("您有一段时间没有操作，已自动退出。请重新登录。"))
            return Anonymous()
        chosen = request.session.get("acting")
        if chosen is not None and not user.act_in(chosen):
            del request.session["acting"]
        return user

    def _too_old(self, request: HttpRequest) -> bool:
        now = int(time.time())
        begun = request.session.setdefault("signed_in_at", now)
        seen = request.session.get("seen_at", now)
        if now - seen > IDLE_SECONDS or now - begun > ABSOLUTE_SECONDS:
            return True
        if "seen_at" not in request.session or now - seen >= SEEN_EVERY_SECONDS:
            request.session["seen_at"] = now
        return False

    def _password_too_old(self, request: HttpRequest) -> bool:
        person = request.person
        if (
            not settings.PASSWORD_MAX_DAYS
            or not person.is_authenticated
            or request.path.startswith(BEFORE_NEW_PASSWORD)
        ):
            return False
        if person.password_set_at is None or not person.has_usable_password():
            return False
        return timezone.now() - person.password_set_at > timedelta(days=settings.PASSWORD_MAX_DAYS)

    def _lacks_second_factor(self, request: HttpRequest) -> bool:
        person = request.person
        if not person.is_authenticated or request.path.startswith(BEFORE_SECOND_FACTOR):
            return False
        if settings.ZHUANHUA_DEMO and person.is_demo:
            return False
        held = (ROLES.get(membership.role) for membership in person.active_memberships())
        return any(role is not None and role.needs_second_factor for role in held) and not is_mfa_enabled(
            request.user
        )
