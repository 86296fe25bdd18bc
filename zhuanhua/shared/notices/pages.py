"""A person's messages: unread first; opening one marks it read and leads to its case."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zhuanhua.shared.access.doors import signed_in_door
from zhuanhua.shared.notices import actions
from zhuanhua.shared.notices.queries import notices_for

PAGE_SIZE = 40


@signed_in_door
def mine(request: HttpRequest) -> HttpResponse:
    """The person's messages."""
    notices = notices_for(request.person).order_by(F("read_at").desc(nulls_first=True), "-id")  # type: ignore[attr-defined]
    return render(
        request,
        "notices/list.html",
        {"page": Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))},
    )


@signed_in_door
@require_POST
def read(request: HttpRequest, identifier: int) -> HttpResponse:
    """Mark a message as read and go where it leads."""
    notice = notices_for(request.person).filter(pk=identifier).first()  # type: ignore[attr-defined]
    if notice is None:
        raise Http404
    actions.read_notice(notice=notice, by=request.person)  # type: ignore[attr-defined]
    own = notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if own else "notices:list")


@signed_in_door
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    actions.read_all_notices(by=request.person)  # type: ignore[attr-defined]
    return redirect("notices:list")
