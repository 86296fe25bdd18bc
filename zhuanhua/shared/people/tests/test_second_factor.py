"""Who needs a second factor, does a code count once, and is its secret kept secret?"""

import re
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.cache.backends import locmem
from django.test import Client

from tests.support.cast import Play, sign_in
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.tests.entering import PASSWORD, SECRET, code_now, try_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


def test_a_second_factor_is_asked_for_and_counts_once(client: Client, play: Play) -> None:
    person = play("decider", role="officer", second_factor=False)
    person.set_password(PASSWORD)
    person.save()
    TOTP.activate(person, SECRET)
    assert try_in(client, "decider")["Location"] == "/accounts/2fa/authenticate/"
    code = code_now()

    assert client.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/inbox/"
    other = Client()
    try_in(other, "decider")
    again = other.post("/accounts/2fa/authenticate/", {"code": code})

    assert (again.status_code, "验证码不对" in again.content.decode()) == (200, True)


def test_the_shared_secret_is_encrypted(play: Play) -> None:
    person = play("decider", role="officer", second_factor=False)
    TOTP.activate(person, SECRET)

    stored = Authenticator.objects.get(user=person).data["secret"]

    assert SECRET not in stored
    assert get_adapter().decrypt(stored) == SECRET


def test_a_decider_without_second_factor_sets_it_up_first(client: Client, play: Play) -> None:
    person = play("decider", role="officer", second_factor=False)
    sign_in(client, person)

    assert client.get("/people/me/")["Location"] == "/accounts/2fa/totp/activate/"
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert page.status_code == 200


@pytest.mark.parametrize("role", ["auditor", "security_admin", "system_admin", "registrar", "finance"])
def test_every_desk_but_the_applicants_needs_it(client: Client, play: Play, role: str) -> None:
    sign_in(client, play("decider", role=role, second_factor=False))

    assert client.get("/people/me/")["Location"] == "/accounts/2fa/totp/activate/"


def test_an_applicant_may_do_without(client: Client, applicant: Person) -> None:
    assert sign_in(client, applicant).get("/people/me/").status_code == 200


def test_demo_persons_are_exempt_in_the_demo_only(client: Client, play: Play, settings: Any) -> None:
    person = play("decider", role="officer", second_factor=False)
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    sign_in(client, person)

    assert client.get("/people/me/").status_code == 302
    settings.ZHUANHUA_DEMO = True
    assert client.get("/people/me/").status_code == 200


def test_setting_up_the_second_factor_asks_for_the_password_again(client: Client, keyed: Person) -> None:
    try_in(client, keyed.username)

    answer = client.get("/accounts/2fa/totp/activate/")

    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")


def test_the_first_code_sets_it_up(client: Client, play: Play) -> None:
    person = play("decider", role="officer", second_factor=False)
    person.set_password(PASSWORD)
    person.save()
    try_in(client, "decider")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.content.decode()).group(1)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    client.post("/accounts/2fa/totp/activate/", {"code": code})

    assert client.get("/people/me/").status_code == 200


def test_recovery_codes_are_made_and_shown(client: Client, keyed: Person) -> None:
    try_in(client, keyed.username)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    TOTP.activate(keyed, SECRET)

    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
    client.post("/accounts/2fa/recovery-codes/generate/")

    assert client.get("/accounts/2fa/recovery-codes/").content.decode().count("<code>") == 10
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200


def test_a_code_works_once_in_all_processes(client: Client, keyed: Person) -> None:
    Authenticator.objects.create(
        user=keyed, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )
    code, outcomes = code_now(), []
    for _process in range(2):
        locmem._caches.clear()  # another process has nothing in its memory
        browser = Client()
        try_in(browser, keyed.username)
        outcomes.append(browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code)

    assert outcomes == [302, 200]
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_a_changed_password_and_a_factor_put_away_leave_a_line(client: Client, keyed: Person) -> None:
    Authenticator.objects.create(
        user=keyed, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )
    sign_in(client, keyed)
    new = "nine quiet harbours under snow"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    client.post("/accounts/reauthenticate/", {"password": new})
    client.post("/accounts/2fa/totp/deactivate/")

    lines = Entry.objects.filter(case_kind="person", case_number=keyed.username)
    assert list(lines.values_list("event", "actor")) == [
        ("person:change_password", keyed.username), ("person:remove_factor", keyed.username),
    ]  # fmt: skip
