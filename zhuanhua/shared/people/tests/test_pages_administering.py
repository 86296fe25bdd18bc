"""What do the two administrators do on their pages, and how soon does it bite?"""

import time

import pytest
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.shared.people.models import Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "page", ["people/", "people/applications/", "people/invite/", "people/accounts/applicant/"]
)
@pytest.mark.parametrize("who", ["officer", "leader", "auditor", "rival"])
def test_accounts_are_for_administrators(
    client: Client, applicant: Person, who: str, page: str, request: pytest.FixtureRequest
) -> None:
    assert sign_in(client, request.getfixturevalue(who)).get(f"/{page}").status_code == 403


def test_the_security_administrator_invites_and_grants(
    client: Client, security_admin: Person, bureau: Organisation
) -> None:
    sign_in(client, security_admin)
    facts = {
        "name": "新经办",
        "username": "newofficer",
        "email": "n@example.com",
        "role": "officer",
        "organisation": bureau.name,
    }

    assert "账号已开通" in client.post("/people/invite/", facts).content.decode()
    client.post("/people/accounts/newofficer/grant/", {"role": "reviewer", "organisation": bureau.name})

    person = Person.objects.get(username="newofficer")
    assert [held.role for held in person.active_memberships()] == ["officer", "reviewer"]
    client.post(f"/people/roles/{person.active_memberships().first().pk}/end/")
    assert [held.role for held in person.active_memberships()] == ["reviewer"]
    assert "复核" in client.get("/people/accounts/newofficer/").content.decode()


def test_the_security_administrator_does_not_disable(
    client: Client, security_admin: Person, applicant: Person
) -> None:
    assert (
        sign_in(client, security_admin)
        .post("/people/accounts/applicant/disable/", {"reason": "x"})
        .status_code
        == 403
    )


def test_the_system_administrator_does_not_grant(
    client: Client, system_admin: Person, applicant: Person
) -> None:
    assert (
        sign_in(client, system_admin)
        .post("/people/accounts/applicant/grant/", {"role": "officer"})
        .status_code
        == 403
    )


def test_a_disabled_account_dies_with_its_next_request(
    client: Client, applicant: Person, system_admin: Person
) -> None:
    sign_in(client, applicant)
    assert client.get("/people/me/").status_code == 200

    sign_in(Client(), system_admin).post("/people/accounts/applicant/disable/", {"reason": "离职"})

    assert client.get("/people/me/").status_code == 302


def test_system_administrator_enables_and_unlocks(
    client: Client, applicant: Person, system_admin: Person
) -> None:
    sign_in(client, system_admin)
    client.post("/people/accounts/applicant/disable/", {"reason": "离职"})
    assert "恢复账号" in client.get("/people/accounts/applicant/").content.decode()

    client.post("/people/accounts/applicant/enable/")
    answer = client.post("/people/accounts/applicant/unlock/", follow=True)

    assert "已解除登录锁定" in answer.content.decode()


def test_a_role_taken_back_bites_at_once(client: Client, officer: Person) -> None:
    sign_in(client, officer)
    assert client.get("/organisations/").status_code == 200

    officer.memberships.update(until_on="2019-01-01")

    assert client.get("/organisations/").status_code == 403


def test_clearing_a_second_factor_on_screen(client: Client, officer: Person, security_admin: Person) -> None:
    sign_in(client, security_admin).post(
        "/people/accounts/officer/second-factor/", {"reason": "当面核对工作证"}
    )

    assert officer.authenticator_set.count() == 0


def test_an_idle_session_ends(client: Client, applicant: Person) -> None:
    sign_in(client, applicant).get("/people/me/")
    session = client.session
    session["seen_at"] = int(time.time()) - 31 * 60
    session.save()

    assert client.get("/people/me/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_session_ends_after_twelve_hours(client: Client, applicant: Person) -> None:
    sign_in(client, applicant).get("/people/me/")
    session = client.session
    session["signed_in_at"] = int(time.time()) - 12 * 3600 - 1
    session.save()

    assert client.get("/people/me/").status_code == 302
