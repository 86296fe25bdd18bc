"""Does a person keep views of a list, alone and within limits?"""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.people import actions
from zhuanhua.shared.people.models import SavedView

pytestmark = pytest.mark.django_db
QUEUE = "contracts:queue"


def test_view_keeps_the_filters_and_not_the_place(registrar: Any) -> None:
    view = actions.keep_view(listing=QUEUE, name=" 大额 ", query="view=all&page=3&sort=-total", by=registrar)

    assert (view.name, view.query) == ("大额", "view=all")


def test_same_name_replaces(registrar: Any) -> None:
    actions.keep_view(listing=QUEUE, name="大额", query="view=all", by=registrar)
    actions.keep_view(listing=QUEUE, name="大额", query="view=due", by=registrar)

    assert list(SavedView.objects.values_list("query", flat=True)) == ["view=due"]


@pytest.mark.parametrize(("name", "query"), [("", ""), ("长" * 31, ""), ("多", "q=" + "x" * 1000)])
def test_view_without_name_or_too_long_is_refused(registrar: Any, name: str, query: str) -> None:
    with pytest.raises(Refusal):
        actions.keep_view(listing=QUEUE, name=name, query=query, by=registrar)

    assert SavedView.objects.count() == 0


def test_twenty_views_are_enough(registrar: Any) -> None:
    for number in range(20):
        actions.keep_view(listing=QUEUE, name=str(number), query="", by=registrar)

    with pytest.raises(Refusal):
        actions.keep_view(listing=QUEUE, name="20", query="", by=registrar)


def test_name_is_once_per_list_in_the_database(registrar: Any) -> None:
    SavedView.objects.create(person=registrar, listing=QUEUE, name="大额")

    with pytest.raises(IntegrityError):
        SavedView.objects.create(person=registrar, listing=QUEUE, name="大额")


def test_view_is_kept_shown_and_forgotten_through_the_pages(registrar: Any, client: Client) -> None:
    sign_in(client, registrar)
    answer = client.post("/people/views/", {"listing": QUEUE, "name": "待复核大额", "query": "view=review"})

    assert answer["Location"] == "/contracts/queue/?view=review"
    assert "待复核大额" in client.get("/contracts/queue/?view=review").content.decode()
    client.post(f"/people/views/{SavedView.objects.get().pk}/forget/")
    assert SavedView.objects.count() == 0


def test_rival_neither_sees_nor_removes_it(registrar: Any, rival: Any, client: Client) -> None:
    view = actions.keep_view(listing=QUEUE, name="大额", query="", by=registrar)
    sign_in(client, rival)

    assert client.post(f"/people/views/{view.pk}/forget/").status_code == 404
    assert SavedView.objects.count() == 1


def test_an_unknown_list_leads_nowhere_else(registrar: Any, client: Client) -> None:
    sign_in(client, registrar)

    answer = client.post("/people/views/", {"listing": "//evil.example", "name": "x", "query": ""})

    assert (answer.status_code, answer["Location"]) == (302, "/people/me/")
