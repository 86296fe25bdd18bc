"""Who sees which page of organisations and accounts, and what do the forms do?"""

import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.support.cast import Play, make_organisation, sign_in, valid_uscc
from zhuanhua.shared.people.models import AccountApplication, Membership, Organisation, Person

pytestmark = pytest.mark.django_db

REGISTRATION = {
    "uscc": valid_uscc(70),
    "organisation_name": "启明新材料有限公司",
    "kind": "enterprise",
    "district": "210112",
    "name": "赵启",
    "phone": "024-1234 5678",
    "email": "zhao@example.com",
    "username": "newfirm",
}


def test_a_rival_and_a_missing_organisation_look_the_same(
    client: Client, rival: Person, firm: Organisation
) -> None:
    sign_in(client, rival)
    absent = firm.pk + 5

    hidden, missing = client.get(f"/organisations/{firm.pk}/"), client.get(f"/organisations/{absent}/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert _bare(hidden, firm.pk) == _bare(missing, absent)


def _bare(answer: Any, number: int) -> list[str]:
    """The page without what differs on every request: its own address, the token and the minute of printing."""
    text = answer.content.decode().replace(f"/organisations/{number}/", "/organisations/…/")
    return [line for line in text.splitlines() if "csrf" not in line.lower() and "printline" not in line]


@pytest.mark.parametrize("page", ["edit", "rename"])
def test_a_rival_does_not_change_it(client: Client, rival: Person, firm: Organisation, page: str) -> None:
    answer = sign_in(client, rival).post(
        f"/organisations/{firm.pk}/{page}/", {"size": "large", "name": "抢名", "on": "2018-01-01"}
    )

    firm.refresh_from_db()
    assert (answer.status_code, firm.size) == (404, "small")


def test_own_organisation_is_edited(client: Client, applicant: Person, firm: Organisation) -> None:
    sign_in(client, applicant)
    assert client.get("/organisations/mine/")["Location"] == f"/organisations/{firm.pk}/"

    answer = client.post(
        f"/organisations/{firm.pk}/edit/",
        {
            "district": "210102",
            "industry": "3391",
            "size": "medium",
            "registered_on": "2001-02-03",
            "uscc": "x",
            "name": "别的",
        },
    )

    firm.refresh_from_db()
    assert answer.status_code == 302
    assert (firm.district, firm.size, firm.name) == ("210102", "medium", "启明云岭铸锻有限公司")


def test_renaming_shows_both_names(client: Client, applicant: Person, firm: Organisation) -> None:
    sign_in(client, applicant)

    client.post(f"/organisations/{firm.pk}/rename/", {"name": "启明云岭精铸有限公司", "on": "2018-06-01"})

    text = client.get(f"/organisations/{firm.pk}/").content.decode()
    assert "启明云岭精铸有限公司" in text
    assert "启明云岭铸锻有限公司" in text


def test_the_list_finds_by_part_code_and_filter(
    client: Client, officer: Person, firm: Organisation, rival_firm: Organisation
) -> None:
    sign_in(client, officer)

    found = [
        client.get("/organisations/", query).content.decode()
        for query in ({"q": "云岭"}, {"q": rival_firm.uscc}, {"kind": "hospital"})
    ]

    assert [firm.name in text for text in found] == [True, False, False]
    assert [rival_firm.name in text for text in found] == [False, True, False]


@pytest.mark.parametrize("who", ["applicant", "security_admin", "system_admin"])
def test_the_list_is_closed_to_others(client: Client, who: str, request: pytest.FixtureRequest) -> None:
    assert sign_in(client, request.getfixturevalue(who)).get("/organisations/").status_code == 403


def test_nobody_signed_in_is_led_to_sign_in(client: Client) -> None:
    assert client.get("/organisations/")["Location"] == "/accounts/login/?next=/organisations/"


def test_an_application_is_filed_and_approved(client: Client, security_admin: Person) -> None:
    filed = client.post("/accounts/register/", REGISTRATION)
    application = AccountApplication.objects.get()
    assert application.number in filed.content.decode()
    assert Person.objects.filter(username="newfirm").exists() is False

    sign_in(client, security_admin)
    answer = client.post(f"/people/applications/{application.number}/", {"verb": "approve"})

    link = mail.outbox[0].body.split("http")[1].split()[0]
    assert link.partition("/accounts/")[2] in answer.content.decode()
    assert Person.objects.get(username="newfirm").organisation.uscc == REGISTRATION["uscc"]


def test_the_first_password_signs_in(client: Client, security_admin: Person) -> None:
    client.post("/accounts/register/", REGISTRATION)
    sign_in(client, security_admin).post(
        f"/people/applications/{AccountApplication.objects.get().number}/", {"verb": "approve"}
    )
    path = "/accounts/" + mail.outbox[0].body.split("/accounts/")[1].split()[0]
    newcomer = Client()
    password = "seven lanterns on a quiet river"

    assert "不同" in newcomer.post(path, {"password1": password, "password2": "other"}).content.decode()
    assert newcomer.post(path, {"password1": password, "password2": password})["Location"] == "/inbox/"
    assert newcomer.get(path).status_code == 404


def test_an_application_is_refused_with_a_reason(client: Client, security_admin: Person) -> None:
    client.post("/accounts/register/", REGISTRATION)
    application = AccountApplication.objects.get()
    sign_in(client, security_admin)

    client.post(f"/people/applications/{application.number}/", {"verb": "refuse", "reason": "代码与名称不符"})

    application.refresh_from_db()
    assert application.state == "refused"
    assert "代码与名称不符" in mail.outbox[0].body


def test_registration_explains_a_wrong_code(client: Client) -> None:
    answer = client.post(
        "/accounts/register/", {**REGISTRATION, "uscc": REGISTRATION["uscc"].replace("0", "O", 1)}
    )

    assert "是字母O" in answer.content.decode()
    assert AccountApplication.objects.count() == 0


def test_registration_answers_alike_for_a_known_organisation(
    client: Client, applicant: Person, firm: Organisation
) -> None:
    answer = client.post("/accounts/register/", {**REGISTRATION, "uscc": firm.uscc, "username": "applicant"})

    assert "已收到申请" in answer.content.decode()


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


def test_acting_for_another_organisation(client: Client, applicant: Person, agency: Organisation) -> None:
    second = Membership.objects.create(
        person=applicant, organisation=agency, role="agency", since_on="2018-01-01"
    )
    sign_in(client, applicant)

    client.post("/people/me/acting/", {"membership": second.pk})

    assert client.get("/organisations/mine/")["Location"] == f"/organisations/{agency.pk}/"
    Membership.objects.filter(pk=second.pk).update(until_on="2019-01-01")
    assert (
        client.get("/organisations/mine/")["Location"]
        == f"/organisations/{applicant.memberships.first().organisation_id}/"
    )


def test_acting_as_somebody_else_is_not_found(client: Client, applicant: Person, rival: Person) -> None:
    answer = sign_in(client, applicant).post("/people/me/acting/", {"membership": rival.acting.pk})

    assert answer.status_code == 404


def test_profile_is_saved_with_its_language(client: Client, applicant: Person) -> None:
    sign_in(client, applicant)

    answer = client.post(
        "/people/me/",
        {
            "name": "孟清和",
            "email": "m@example.com",
            "phone": "024 1234567",
            "language": "en",
            "is_active": "",
        },
    )

    applicant.refresh_from_db()
    assert (applicant.phone, applicant.language, applicant.is_active) == ("0241234567", "en", True)
    assert answer.cookies["django_language"].value == "en"


def test_a_strange_phone_is_refused(client: Client, applicant: Person) -> None:
    sign_in(client, applicant)

    answer = client.post(
        "/people/me/", {"name": "孟清和", "email": "", "phone": "打我办公室", "language": "zh-hans"}
    )

    assert "不像电话号码" in answer.content.decode()


def test_merges_of_strangers_are_not_found(client: Client, officer: Person, play: Play) -> None:
    make_organisation("别家")

    assert sign_in(client, officer).post("/organisations/merges/99/undo/").status_code == 404


def test_open_registration_takes_one_application_per_mail_and_few_per_address(client: Client) -> None:
    answers = [client.post("/accounts/register/", REGISTRATION).content.decode() for _ in range(21)]

    assert AccountApplication.objects.count() == 1
    assert "已有一份申请在等待审批" in answers[1]
    assert "提交得太多" in answers[20]


def test_a_code_waits_with_three_applications_at_most(client: Client) -> None:
    for place in range(5):
        client.post("/accounts/register/", {**REGISTRATION, "email": f"u{place}@example.com"})

    assert AccountApplication.objects.count() == 3
