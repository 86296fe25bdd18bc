"""Who sees which page of organisations and of one's own account, and what do the forms do?"""

from typing import Any

import pytest
from django.test import Client

from tests.support.cast import Play, make_organisation, sign_in
from zhuanhua.shared.people.models import Membership, Organisation, Person

pytestmark = pytest.mark.django_db


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
