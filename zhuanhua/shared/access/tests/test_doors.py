"""Does every page have its door, and does the door judge rightly?"""

from typing import Any
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver

from tests.support.cast import sign_in
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access import urls as access_urls
from zhuanhua.shared.access.doors import Door, DoorKind, api_door, door, door_of, open_door, signed_in_door
from zhuanhua.shared.access.middleware import PersonMiddleware
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Anonymous, allows, require
from zhuanhua.shared.people import account_urls
from zhuanhua.shared.people import urls as people_urls
from zhuanhua.shared.people.models import Person

pytestmark = pytest.mark.django_db


def view(request: HttpRequest) -> HttpResponse:
    """Answer."""
    return HttpResponse("inside")


def asked_by(person: Any, method: str = "get", **headers: str) -> HttpRequest:
    request = getattr(RequestFactory(), method)("/somewhere/?a=1", headers=headers)
    request.person = person
    return request


def routes(patterns: list[Any]) -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in patterns:
        found += routes(pattern.url_patterns) if isinstance(pattern, URLResolver) else [pattern]
    return found


def test_every_route_of_people_and_access_has_a_door() -> None:
    all_routes = routes([*account_urls.urlpatterns, *people_urls.urlpatterns, *access_urls.urlpatterns])

    undeclared = [route.name for route in all_routes if door_of(route.callback, route.name or "") is None]

    assert undeclared == []
    assert len(all_routes) > 40


def test_a_route_that_nobody_declared_is_known_as_such() -> None:
    assert door_of(view, "elsewhere:page") is None


def test_the_longest_beginning_counts() -> None:
    assert door_of(view, "account_login").kind == DoorKind.OPEN
    assert door_of(view, "account_change_password").kind == DoorKind.SIGNED_IN
    assert door_of(view, "mfa_authenticate").kind == DoorKind.OPEN
    assert door_of(view, "mfa_index").kind == DoorKind.SIGNED_IN


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/sessions/",
        "/accounts/reauthenticate/",
    ],
)
def test_the_library_keeps_the_doors_of_the_table(client: Client, address: str) -> None:
    assert unquote(client.get(address)["Location"]) == f"/accounts/login/?next={address}"


def test_a_door_lets_the_holder_in(officer: Person) -> None:
    guarded = door(Permission.CONTRACT_EXAMINE)(view)

    assert guarded(asked_by(officer)).content == b"inside"
    assert guarded.door == Door(DoorKind.PERMISSION, permission=Permission.CONTRACT_EXAMINE)


def test_a_door_refuses_with_who_can(applicant: Person) -> None:
    with pytest.raises(PermissionDenied) as said:
        door(Permission.CONTRACT_EXAMINE)(view)(asked_by(applicant))

    assert str(said.value) == "您以企业用户身份登录，“审核合同”由登记员、经办办理。"


def test_a_door_with_others_lets_either_in(
    security_admin: Person, system_admin: Person, officer: Person
) -> None:
    guarded = door(Permission.ROLE_GRANT, Permission.ACCOUNT_MANAGE)(view)

    assert guarded(asked_by(security_admin)).content == guarded(asked_by(system_admin)).content == b"inside"
    with pytest.raises(PermissionDenied):
        guarded(asked_by(officer))


def test_nobody_is_led_to_sign_in_and_back() -> None:
    answer = door(Permission.TASK_READ)(view)(asked_by(Anonymous()))

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/somewhere/%3Fa%3D1")


def test_a_post_leads_back_to_the_beginning() -> None:
    answer = signed_in_door(view)(asked_by(Anonymous(), "post"))

    assert answer["Location"] == "/accounts/login/?next=/inbox/"


def test_htmx_is_told_to_load_the_whole_page() -> None:
    answer = signed_in_door(view)(asked_by(Anonymous(), **{"HX-Request": "true"}))

    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/accounts/login/")


def test_a_signed_in_door_lets_everyone_with_an_account_in(rival: Person) -> None:
    assert signed_in_door(view)(asked_by(rival)).content == b"inside"


def test_an_open_door_says_why() -> None:
    assert open_door("public register")(view)(asked_by(Anonymous())).content == b"inside"
    assert open_door("public register")(view).door.why == "public register"
    with pytest.raises(TypeError):
        open_door(" ")
    with pytest.raises(TypeError):
        open_door(view)  # type: ignore[arg-type]  # the mistake that is caught: no call


def test_an_api_door_answers_401_403_and_in(officer: Person, applicant: Person) -> None:
    from ninja.errors import HttpError  # noqa: PLC0415 - only here

    guard = api_door(Permission.CONTRACT_EXAMINE)

    assert guard.authenticate(asked_by(Anonymous()), None) is None
    assert guard.authenticate(asked_by(officer), "x") == officer
    with pytest.raises(HttpError):
        guard.authenticate(asked_by(applicant), "x")
    assert api_door().authenticate(asked_by(applicant), "x") == applicant


def test_allows_gives_a_reason_for_each_no(applicant: Person) -> None:
    assert allows(None, Permission.TASK_READ).reason == "请先登录。"
    assert bool(allows(applicant, Permission.TASK_READ)) is True
    applicant.is_active = False
    assert allows(applicant, Permission.TASK_READ).reason == "这个账号已停用。"
    applicant.is_active = True
    applicant.acting = None
    assert (
        allows(applicant, Permission.JOURNAL_READ).reason
        == "这个账号还没有角色，“查看操作日志”由审计员办理。"
    )


def test_require_raises_with_the_reason(applicant: Person) -> None:
    require(applicant, Permission.CONTRACT_FILE)
    with pytest.raises(Forbidden, match="由审计员办理"):
        require(applicant, Permission.JOURNAL_READ)


def test_a_refusal_that_no_page_caught_is_said(applicant: Person) -> None:
    middleware = PersonMiddleware(view)
    request = asked_by(applicant)

    answer = middleware.process_exception(request, Conflict("合同已由别人办理。"))

    assert (answer.status_code, "合同已由别人办理。" in answer.content.decode()) == (409, True)
    assert middleware.process_exception(request, Refusal("没有办成。")).status_code == 400
    assert middleware.process_exception(request, ValueError("a fault")) is None
    with pytest.raises(PermissionDenied):
        middleware.process_exception(request, Forbidden("不可以。"))


def test_refusals_are_logged_without_names(
    client: Client, applicant: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in(client, applicant).get("/organisations/")

    logged = capsys.readouterr().out + capsys.readouterr().err
    assert applicant.name not in logged
