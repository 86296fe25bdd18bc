"""How does somebody without an account get one: by an application from the open page, approved or refused?"""

import pytest
from django.core import mail
from django.test import Client

from tests.support.cast import sign_in, valid_uscc
from zhuanhua.shared.people.models import AccountApplication, Organisation, Person

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


def test_open_registration_takes_one_application_per_mail_and_few_per_address(client: Client) -> None:
    answers = [client.post("/accounts/register/", REGISTRATION).content.decode() for _ in range(21)]

    assert AccountApplication.objects.count() == 1
    assert "已有一份申请在等待审批" in answers[1]
    assert "提交得太多" in answers[20]


def test_a_code_waits_with_three_applications_at_most(client: Client) -> None:
    for place in range(5):
        client.post("/accounts/register/", {**REGISTRATION, "email": f"u{place}@example.com"})

    assert AccountApplication.objects.count() == 3
