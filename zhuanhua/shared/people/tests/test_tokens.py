"""Does a token open what its person may, no more and no longer, and is its text kept nowhere?"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.catalogue.tests.factories import published
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.actions.tokens import create_token, revoke_token
from zhuanhua.shared.people.api import token_of
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.models.tokens import ApiToken

pytestmark = pytest.mark.django_db


def make(person: Person, **facts: Any) -> tuple[ApiToken, str]:
    asked: dict[str, Any] = {
        "name": "年报脚本",
        "scopes": ["figure_read"],
        "expires_on": city_today() + timedelta(days=30),
    } | facts
    return create_token(by=person, **asked)


def test_create_token_keeps_the_hash_alone(officer: Person) -> None:
    token, secret = make(officer)

    kept = ApiToken.objects.values_list("prefix", "digest", "scopes").get()
    assert secret.startswith("zh_")
    assert secret not in repr(kept)
    assert token_of(secret) == token


def test_create_and_revoke_leave_one_line_each_without_the_secret(officer: Person) -> None:
    token, secret = make(officer)
    revoke_token(token=token, by=officer)

    lines = list(Entry.objects.order_by("seq"))
    assert [line.event for line in lines] == ["token:create", "token:revoke"]
    assert secret not in repr([line.after for line in lines])
    assert token_of(secret) is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["role_grant"]}, "scopes"),
        ({"scopes": ["api_token_manage"]}, "scopes"),
        ({"expires_on": city_today() - timedelta(days=1)}, "expires_on"),
        ({"expires_on": city_today() + timedelta(days=367)}, "expires_on"),
    ],
)
def test_create_token_refuses(officer: Person, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        make(officer, **facts)

    assert refusal.value.field == field
    assert ApiToken.objects.count() == 0


def test_revoke_twice_is_a_conflict(officer: Person) -> None:
    token, _secret = make(officer)
    revoke_token(token=token, by=officer)

    with pytest.raises(Conflict):
        revoke_token(token=token, by=officer)


def test_page_shows_the_token_once(client: Client, officer: Person) -> None:
    sign_in(client, officer)
    expires_on = (city_today() + timedelta(days=30)).isoformat()

    answer = client.post(
        "/people/tokens/", {"name": "年报脚本", "scopes": ["figure_read"], "expires_on": expires_on}
    )

    assert "<code>zh_" in answer.content.decode()
    later = client.get("/people/tokens/").content.decode()
    assert "年报脚本" in later
    assert "<code>zh_" not in later


def test_page_says_what_is_wrong(client: Client, officer: Person) -> None:
    answer = sign_in(client, officer).post(
        "/people/tokens/", {"name": "", "scopes": ["role_grant"], "expires_on": "soon"}
    )

    assert answer.status_code == 400
    assert ApiToken.objects.count() == 0


def test_another_persons_token_is_not_found(client: Client, officer: Person, registrar: Person) -> None:
    token, secret = make(officer)

    answer = sign_in(client, registrar).post(f"/people/tokens/{token.pk}/revoke/")

    assert answer.status_code == 404
    assert token_of(secret) == token


def test_security_administrator_has_no_tokens_page(client: Client, security_admin: Person) -> None:
    assert sign_in(client, security_admin).get("/people/tokens/").status_code == 403


def test_a_token_carries_its_scopes_to_open_doors(
    client: Client, officer: Person, applicant: Person, reviewer: Person
) -> None:
    """What members may read stays shut to a token made for figures, as it is to nobody at all."""
    item = published("need", by=applicant, reviewer=reviewer, level="members")
    answers = []
    for scope in ("figure_read", "need_read"):
        _token, secret = make(officer, scopes=[scope])
        answer = client.get(f"/api/needs/{item.number}", headers={"Authorization": f"Bearer {secret}"})
        answers.append(item.summary in answer.content.decode())

    assert answers == [False, True]
