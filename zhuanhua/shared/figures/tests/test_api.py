"""Do programs get the same figures as people, exact, and refusals that name field and way out?"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.shared.people.api import digest_of
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.models.tokens import ApiToken

pytestmark = pytest.mark.django_db


def give_token(person: Person, *, scopes: list[str], days: int = 30) -> dict[str, str]:
    ApiToken.objects.create(
        person=person,
        membership=person.acting,
        name="测试",
        prefix="zh_test",
        digest=digest_of("zh_test-secret"),
        scopes=scopes,
        created_at=timezone.now(),
        expires_on=city_today() + timedelta(days=days),
    )
    return {"Authorization": "Bearer zh_test-secret"}


def test_value_is_exact_text_with_definition_and_day(six: None, client: Client) -> None:
    said = client.get("/api/figures/test.amount?year=2018&by=kind").json()

    assert (said["value"], said["value_fen"], said["text"], said["records"]) == (
        "25204000000.00",
        2_520_400_000_000,
        "252.04亿元",
        2,
    )
    assert (said["figure"]["definition"], said["since"], said["until"]) == (
        "编号之和",
        "2018-01-01",
        "2018-12-31",
    )
    assert [(group["key"], group["value"]) for group in said["groups"]] == [
        ("enterprise", "25200000000.00"),
        ("university", "4000000.00"),
    ]


def test_value_of_one_group(six: None, client: Client) -> None:
    said = client.get("/api/figures/test.count?where=kind:enterprise&where=kind:agency").json()

    assert (said["value"], said["filters"]) == ("4", {"kind": ["enterprise", "agency"]})


def test_catalogue_hides_what_is_not_public(six: None, client: Client, officer: Person) -> None:
    def codes() -> set[str]:
        return {each["code"] for each in client.get("/api/figures/").json()}

    assert "test.hidden" not in codes()
    sign_in(client, officer)
    assert "test.hidden" in codes()


def test_hidden_figure_is_refused_with_a_problem(six: None, client: Client) -> None:
    answer = client.get("/api/figures/test.hidden")

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["way_out"] == "请用有统计权限的账号登录。"


def test_token_speaks_for_its_person(six: None, client: Client, officer: Person) -> None:
    headers = give_token(officer, scopes=["figure_read"])

    assert client.get("/api/figures/test.hidden", headers=headers).json()["value"] == "7"
    assert ApiToken.objects.get().used_on == city_today()


@pytest.mark.parametrize("days", [-1, 30])
def test_token_expired_or_unknown_is_refused_even_where_the_door_is_open(
    six: None, client: Client, officer: Person, days: int
) -> None:
    headers = give_token(officer, scopes=["figure_read"], days=days)
    if days > 0:
        headers["Authorization"] += "x"

    answer = client.get("/api/figures/test.count", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_token_of_ended_membership_is_refused(six: None, client: Client, officer: Person) -> None:
    headers = give_token(officer, scopes=["figure_read"])
    officer.memberships.update(until_on=city_today())

    assert client.get("/api/figures/test.count", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("address", "status", "field"),
    [
        ("/api/figures/test.nothing", 404, "code"),
        ("/api/figures/test.count?year=18", 422, "year"),
        ("/api/figures/test.count?year=soon", 422, "year"),
        ("/api/figures/test.count?by=colour", 404, "by"),
        ("/api/figures/test.count?where=kind", 422, "0"),
        ("/api/figures/test.count?where=kind:robbers", 404, "kind"),
        ("/api/figures/test.count?since=2018-02-01&until=2018-01-01", 400, "since"),
        ("/api/figures/test.count?year=2018&since=2018-01-01", 400, "year"),
    ],
)
def test_wrong_question_names_the_field(
    six: None, client: Client, address: str, status: int, field: str
) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert answer.json()["way_out"]


def test_description_declares_problems(client: Client) -> None:
    said = client.get("/api/openapi.json").json()

    answers = said["paths"]["/api/figures/{code}"]["get"]["responses"]
    assert set(answers) == {"200", "400", "401", "403", "404", "409", "422"}
    assert list(answers["422"]["content"]) == ["application/problem+json"]
