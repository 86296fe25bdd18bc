"""Are weak passwords refused, does a reset work once, and does a new password end what was open?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.support.cast import sign_in
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.tests.entering import PASSWORD, plain, try_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


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


def test_an_old_password_is_changed_first_where_the_profile_says_so(
    client: Client, keyed: Person, settings: Any
) -> None:
    settings.PASSWORD_MAX_DAYS = 90
    sign_in(client, keyed)
    assert client.get("/people/me/").status_code == 200

    Person.objects.filter(pk=keyed.pk).update(password_set_at=timezone.now() - timedelta(days=91))

    assert client.get("/people/me/")["Location"] == "/accounts/password/change/"
    assert client.get("/accounts/password/change/").status_code == 200
