"""Do people come in as they should, and is everyone else kept out in the same words?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.tests.entering import PASSWORD, plain, try_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


def test_sign_in_begins_at_the_inbox(client: Client, keyed: Person) -> None:
    answer = try_in(client, keyed.username)

    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")
    assert client.session["_auth_user_id"] == str(keyed.pk)


def test_sign_in_does_not_mind_the_case_of_the_username(client: Client, keyed: Person) -> None:
    assert try_in(client, "APPLICANT").status_code == 302


def test_sign_in_rotates_the_session(client: Client, keyed: Person) -> None:
    client.get("/accounts/login/")
    client.session["kept"] = 1
    session = client.session
    session["kept"] = 1
    session.save()
    before = (
        client.cookies["zhuanhua_session"].value
        if "zhuanhua_session" in client.cookies
        else session.session_key
    )

    try_in(client, keyed.username)

    assert client.cookies["zhuanhua_session"].value != before


def test_unknown_user_and_wrong_password_read_the_same(client: Client, keyed: Person) -> None:
    known = try_in(client, keyed.username, "wrong wrong wrong")
    unknown = try_in(Client(), "nobody.here", "wrong wrong wrong")

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert plain(known) == plain(unknown)
    assert "账号或者密码不对" in known.content.decode()


def test_five_failures_lock_account_and_address(client: Client, keyed: Person) -> None:
    answers = [try_in(client, keyed.username, "wrong wrong wrong") for _ in range(5)]

    locked = try_in(client, keyed.username)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert locked.status_code == 429
    text = locked.content.decode()
    assert "登录已暂时锁定" in text
    assert re.search(r"到<b>\d\d:\d\d</b>之前", text)
    assert "_auth_user_id" not in client.session


def test_changing_the_case_gives_no_further_tries(client: Client, keyed: Person) -> None:
    for name in ("applicant", "Applicant", "APPLICANT", "aPPlicant", "applicanT"):
        try_in(client, name, "wrong wrong wrong")

    assert try_in(client, keyed.username).status_code == 429


def test_the_lock_is_for_one_address(client: Client, keyed: Person) -> None:
    for _ in range(5):
        try_in(client, keyed.username, "wrong wrong wrong")

    elsewhere = Client(REMOTE_ADDR="192.0.2.7")

    assert try_in(elsewhere, keyed.username).status_code == 302


def test_an_unknown_account_locks_the_same_way(client: Client) -> None:
    answers = [try_in(client, "nobody.here", "wrong wrong wrong") for _ in range(5)]

    assert answers[-1].status_code == 429


def test_the_lock_ends_after_a_quarter_of_an_hour(client: Client, keyed: Person) -> None:
    for _ in range(5):
        try_in(client, keyed.username, "wrong wrong wrong")
    attempt = AccessAttempt.objects.get()
    attempt.attempt_time -= timedelta(minutes=16)
    attempt.save()

    assert try_in(client, keyed.username).status_code == 302


def test_no_password_is_kept_with_the_attempts(client: Client, keyed: Person) -> None:
    try_in(client, keyed.username, "wrong wrong wrong")

    assert "wrong" not in str(AccessAttempt.objects.values())


def test_a_stopped_account_does_not_come_in(client: Client, keyed: Person, system_admin: Person) -> None:
    Person.objects.filter(pk=keyed.pk).update(is_active=False)

    answer = try_in(client, keyed.username)

    assert answer["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_the_demo_shows_its_personae_and_signs_in(client: Client, registrar: Person, settings: Any) -> None:
    settings.ZHUANHUA_DEMO = True
    Person.objects.filter(pk=registrar.pk).update(is_demo=True)
    assert "林知远" in client.get("/accounts/login/").content.decode()

    answer = client.post("/accounts/demo/", {"username": "registrar"})

    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")
    assert client.session["_auth_user_id"] == str(registrar.pk)


def test_outside_the_demo_there_is_no_such_page(client: Client, registrar: Person) -> None:
    Person.objects.filter(pk=registrar.pk).update(is_demo=True)

    assert "林知远" not in client.get("/accounts/login/").content.decode()
    assert client.post("/accounts/demo/", {"username": "registrar"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_in_the_demo_only_its_own_persons_come_in(client: Client, registrar: Person, settings: Any) -> None:
    settings.ZHUANHUA_DEMO = True

    assert client.post("/accounts/demo/", {"username": "registrar"}).status_code == 404


def test_demo_sign_in_follows_no_foreign_address(client: Client, registrar: Person, settings: Any) -> None:
    settings.ZHUANHUA_DEMO = True
    Person.objects.filter(pk=registrar.pk).update(is_demo=True)

    answer = client.post("/accounts/demo/", {"username": "registrar", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/inbox/"


def test_there_is_no_open_registration(client: Client) -> None:
    assert client.get("/accounts/signup/")["Location"] == "/accounts/register/"


def test_sign_out_ends_the_session(client: Client, applicant: Person) -> None:
    sign_in(client, applicant)

    client.post("/accounts/logout/")

    assert client.get("/people/me/")["Location"] == "/accounts/login/?next=/people/me/"


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/register/",
        "/accounts/password/reset/done/",
        "/accounts/inactive/",
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_for_nobody_yet_open_in_both_languages(client: Client, address: str, language: str) -> None:
    client.cookies["django_language"] = language

    answer = client.get(address)

    assert answer.status_code == 200
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/logout/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/sessions/",
        "/accounts/reauthenticate/",
    ],
)
def test_pages_of_an_account_open(client: Client, keyed: Person, address: str) -> None:
    try_in(client, keyed.username)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.get(address).status_code == 200
