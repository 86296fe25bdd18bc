"""How do people come in? What we tell allauth (sign-in, second factor) and axes (lock-out) to do our way."""

import base64
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.models import AccessAttempt
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Where a person begins after signing in: the first page in this list that the acting role may open.
BEGINNINGS = (
    (Permission.TASK_READ, "/inbox/"),
    (Permission.ROLE_GRANT, "people:applications"),
    (Permission.ACCOUNT_MANAGE, "people:accounts"),
    (Permission.JOURNAL_READ, "/journal/"),
)


class AccountAdapter(DefaultAccountAdapter):
    """Our words, no open registration, one beginning for each role."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账号已停用。请联系本单位的系统管理员。"),
        "enter_current_password": _("请输入现在的密码。"),
        "incorrect_code": _("验证码不对。请输入验证器应用上现在显示的6位数字。"),
        "incorrect_password": _("密码不对。请重新输入。"),
        "invalid_password_reset": _("这个链接已用过或者已过期。请重新申请。"),
        "too_many_login_attempts": _("登录失败次数过多。请5分钟后再试。"),
        "username_password_mismatch": _("账号或者密码不对。请核对后重新输入；连续错5次会锁定15分钟。"),
        "rate_limited": _("尝试次数过多。请过几分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account by themselves: organisations apply, and the security administrator decides."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Begin where the role works."""
        return beginning_of(request.user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """One answer for allauth and axes alike."""
        return client_address(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the shared secrets of authenticator apps encrypted, under a key drawn from the site's secret."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对。请输入验证器应用上现在显示的6位数字，或者一个没有用过的恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt before it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read what was stored, under today's secret or a former one."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"zhuanhua second factor").derive(
        secret.encode()
    )
    return base64.urlsafe_b64encode(derived)


def beginning_of(person: Any) -> str:
    """The address of the first page for this person."""
    for permission, place in BEGINNINGS:
        if allows(person, permission):
            return resolve_url(place)
    return resolve_url("people:profile")


def client_address(request: HttpRequest) -> str:
    """The address that counts for lock-out: that of the connection, or what our own proxy says it was."""
    try:
        return get_client_ip(request) or "127.0.0.1"
    except PermissionDenied:  # a header that does not fit the number of proxies
        return request.META.get("REMOTE_ADDR") or "127.0.0.1"


def attempted_username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that is tried, without regard to case: `Officer` and `officer` share five tries."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(given).strip().lower()[:255]


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say until when the account is locked from this address; the same for an account that does not exist."""
    ends_at = lock_ends_at(attempted_username(request, credentials), client_address(request))
    return render(
        request, "people/locked.html", {"ends_at": ends_at}, status=settings.AXES_HTTP_RESPONSE_CODE
    )


def lock_ends_at(username: str, address: str) -> datetime | None:
    """When the lock ends: fifteen minutes after the last try that counted."""
    last = (
        AccessAttempt.objects.filter(username=username, ip_address=address).order_by("-attempt_time").first()
    )
    return (last.attempt_time + settings.AXES_COOLOFF_TIME).astimezone(CITY_ZONE) if last else None
