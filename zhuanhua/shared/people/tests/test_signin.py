"""Do people come in as they should, and is everyone else kept out in the same words?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends import locmem
from django.test import Client
from django.utils import timezone

from tests.support.cast import Play, sign_in
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "seven lanterns on a quiet river"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def keyed(applicant: Person) -> Person:
    """The applicant with a password."""
    applicant.set_password(PASSWORD)
    applicant.save()
    return applicant


def try_in(client: Client, username: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": username, "password": password})


def plain(answer: Any) -> str:
    """The page without what differs on every request: tokens and what was typed."""
    text = re.sub(r'(value|name)="[^"]*"', "", answer.content.decode())
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", text)


def code_now() -> str:
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counter))


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


def test_password_reset_answers_alike_and_writes_to_the_known_only(client: Client, keyed: Person) -> None:
    known = client.post("/accounts/password/reset/", {"email": keyed.email}, follow=True)
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.com"}, follow=True)

    assert plain(known) == plain(unknown)
    assert [message.to for message in mail.outbox] == [[keyed.email]]


def test_a_reset_link_works_once(client: Client, keyed: Person) -> None:
    client.post("/accounts/password/reset/", {"email": keyed.email})
    link = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    new = "another sentence of seven words here"

    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})

    keyed.refresh_from_db()
    assert keyed.check_password(new)
    assert "已用过" in Client().get(link, follow=True).content.decode()


def test_a_new_password_ends_the_other_sessions(client: Client, keyed: Person) -> None:
    try_in(client, keyed.username)
    other = Client()
    try_in(other, keyed.username)
    new = "another sentence of seven words here"

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get("/people/me/").status_code == 200
    assert other.get("/people/me/").status_code == 302


def test_sign_out_ends_the_session(client: Client, applicant: Person) -> None:
    sign_in(client, applicant)

    client.post("/accounts/logout/")

    assert client.get("/people/me/")["Location"] == "/accounts/login/?next=/people/me/"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "至少要12位"),
        ("password1234", "太常见"),
        ("111111111111", "太常见"),
        ("123456789012", "太常见"),
        ("applicant is my name", "您的账号"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(
    client: Client, keyed: Person, password: str, said: str
) -> None:
    sign_in(client, keyed)

    answer = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )

    assert said in answer.content.decode()


def test_the_stricter_profile_wants_mixed_signs(keyed: Person) -> None:
    from django.core.exceptions import ValidationError  # noqa: PLC0415 - only here

    from zhuanhua.shared.people.passwords import MixedSigns  # noqa: PLC0415 - only here

    with pytest.raises(ValidationError, match="至少三种"):
        MixedSigns().validate("all small letters", keyed)
    MixedSigns().validate("Quiet river 7", keyed)


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


def test_an_old_password_is_changed_first_where_the_profile_says_so(
    client: Client, keyed: Person, settings: Any
) -> None:
    settings.PASSWORD_MAX_DAYS = 90
    sign_in(client, keyed)
    assert client.get("/people/me/").status_code == 200

    Person.objects.filter(pk=keyed.pk).update(password_set_at=timezone.now() - timedelta(days=91))

    assert client.get("/people/me/")["Location"] == "/accounts/password/change/"
    assert client.get("/accounts/password/change/").status_code == 200


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
