"""What does a person see when something cannot be done? The thing, the reason, the way out, and a number to name on the phone."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.shared.access.doors import open_door
from zhuanhua.ui import words
from zhuanhua.ui.context import Nobody
from zhuanhua.ui.search import near

log = structlog.get_logger("zhuanhua.errors")

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{5,39}")
WHY_OPEN = "It says why something cannot be done, to whoever asked."


@open_door(WHY_OPEN)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what the browser sent cannot be read."""
    return _page(
        request,
        400,
        kind="fault",
        title=_("送来的内容不完整"),
        text=_("浏览器送来的内容缺了一部分，或者不合规则，没有作任何改动。请回到上一页重新办理。"),
        code=_("请求无法处理（400）"),
    )


@open_door(WHY_OPEN)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this role may not; the reason names who can."""
    reason = str(exception or "") or _("您现在的身份不能查看这一页。")
    code = _("拒绝查看（403） · %(moment)s · 已记入日志") % {
        "moment": words.moment_words(city_now(), year=True)
    }
    return _page(request, 403, kind="closed", title=_("您的身份不能打开这一页"), text=reason, code=code)


@open_door(WHY_OPEN)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was opened in another session, or the sign-in has expired; leads back to the form, by the sign-in page where needed."""
    log.warning("csrf.refused", path=request.path, reason=reason)
    person = getattr(request, "person", None) or Nobody()
    form = _form_page(request)
    if person.is_authenticated or not form:
        title = _("这一页放得太久，没有送出")
        text = _(
            "页面打开后，您可能退出过，或者换了账号；为防止冒用，这次没有办理。请返回上一页，刷新后再送一次。浏览器要允许本站使用Cookie。"
        )
        onward = (form, _("回到填写的那一页")) if form else None
    else:
        title = _("登录已过期，没有送出")
        text = _("您打开这一页以后，登录到期了；为防止冒用，这次没有办理。请重新登录，会回到填写的那一页。")
        onward = (
            f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': form})}",
            _("重新登录，回到填写的那一页"),
        )
    code = _("拒绝办理（403）")
    return _page(
        request, 403, kind="closed", title=title, text=text, code=code, onward=onward, is_not_sent=True
    )


def _form_page(request: HttpRequest) -> str:
    """Where the form stood that was sent: the page named by the browser, if it is ours and no page for signing in."""
    named = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(named, allowed_hosts={request.get_host()}):
        return ""
    place = urlsplit(named)
    if not place.path.startswith("/") or place.path.startswith("/accounts/"):
        return ""
    return f"{place.path}?{place.query}" if place.query else place.path


@open_door(WHY_OPEN)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page or number, or not theirs to see; offers what differs by one character."""
    asked = _number_in(request.path)
    hits = _near(request, asked) if asked else []
    if asked:
        title = _("没有找到%(number)s") % {"number": asked}
        text = (
            _("可能是编号写错了一位，也可能它不归您经办。与它只差一位的有：")
            if hits
            else _("可能是编号写错了，也可能它不归您经办。请核对编号，或者换个编号查找。")
        )
    else:
        title = _("没有这个网页")
        text = _("网址可能写错了，或者网页已经移走。可以从查找开始。")
    return _page(
        request,
        404,
        kind="missing",
        title=title,
        text=text,
        hits=hits,
        asked=asked,
        code=_("没有找到（404）"),
    )


@open_door(WHY_OPEN)
def wrong_method(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """405: an address that only takes what a button sends was opened by hand."""
    return _page(
        request,
        405,
        kind="missing",
        title=_("这个网址不能直接打开"),
        text=_("它只接收页面上按钮送来的内容。请从列表或者待办进入，再按按钮办理。"),
        code=_("不能这样打开（405）"),
    )


class WrongMethod:
    """Gives a page of ours where a view answers 405 with nothing, to whoever reads pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and fill an empty 405."""
        answer = self.get_response(request)
        if answer.status_code != 405 or answer.content or not request.accepts("text/html"):  # noqa: PLR2004 - HTTP's own number
            return answer
        page = wrong_method(request)
        page["Allow"] = answer.get("Allow", "")
        return page


@open_door(WHY_OPEN)
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many attempts."""
    return _page(
        request,
        429,
        kind="closed",
        title=_("试得太快，请稍等"),
        text=_("短时间内从您这里来的请求太多，先停一停，几分钟后再试。忘记密码的，请用“忘记密码”重设。"),
        code=_("请求过多（429）"),
    )


@open_door(WHY_OPEN)
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; draws nothing from the database, since that may be what failed."""
    number = incident_number()
    log.error("page.failed", incident=number, path=request.path)
    quiet = {"person": Unknown(), "nav": [], "tabs": [], "messages": [], "programme_title": ""}
    code = _("系统差错（500） · 编号%(number)s。打电话时请说这个编号。") % {"number": number}
    context = quiet | {
        "kind": "fault",
        "title": _("这一页没能打开"),
        "text": _(
            "是我们的差错，不是您的。这一次的办理没有生效，没有任何内容只存了一半；请再试一次，仍然不行就告诉我们下面的编号。"
        ),
        "code": code,
        "again": request.get_full_path() if request.method == "GET" else "",
        "back": _back(Nobody()),
    }
    return render(request, "overview/error.html", context, status=500)


class Unknown(Nobody):
    """Stands in for the person where the fault may be that no person can be found."""

    is_unknown = True


def incident_number() -> str:
    """Give the number under which the logs keep this request: E-20190423-1f3a9c20."""
    known = structlog.contextvars.get_contextvars().get("request_id", "")
    return f"E-{city_now():%Y%m%d}-{str(known)[:8] or 'unknown'}"


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    person = getattr(request, "person", None) or Nobody()
    return render(request, "overview/error.html", {"back": _back(person), **context}, status=status)


def _back(person: Any) -> tuple[str, str]:
    """Where to go from here: the desk for who has one, else the front page."""
    if person.is_authenticated:
        try:
            return reverse(settings.LOGIN_REDIRECT_URL), _("回到待办")
        except NoReverseMatch:
            return settings.LOGIN_REDIRECT_URL, _("回到待办")
    return "/", _("回到首页")


def _number_in(path: str) -> str:
    """The last part of an address that looks like a number of a case."""
    parts = [
        part
        for part in path.split("/")
        if NUMBER.fullmatch(part) and any(letter.isdigit() for letter in part)
    ]
    return parts[-1] if parts else ""


def _near(request: HttpRequest, asked: str) -> list[Any]:
    person = getattr(request, "person", None)
    return near(person, asked) if person is not None else []
