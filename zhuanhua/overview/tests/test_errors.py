"""Does every refusal name the thing, the reason and the way out?"""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from tests.support.cast import sign_in
from zhuanhua.overview import errors
from zhuanhua.ui import search as finder
from zhuanhua.ui.search import Hit


def test_an_unknown_page_offers_the_search(client, db):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "没有这个网页" in answer.text
    assert 'role="search"' in answer.text


def test_an_unknown_number_offers_its_neighbours(client, officer, monkeypatch):
    hit = Hit("2019-QM-01386", "/contracts/2019-QM-01386/", "防腐涂层")
    monkeypatch.setitem(finder._NEIGHBOURS, "sample", lambda person, text: [hit])

    answer = sign_in(client, officer).get("/nowhere/2019-QM-91386/")

    assert answer.status_code == 404
    assert "没有找到2019-QM-91386" in answer.text
    assert 'href="/contracts/2019-QM-01386/"' in answer.text


def test_a_refusal_says_who_can(client, applicant):
    answer = sign_in(client, applicant).get("/contracts/queue/")

    assert answer.status_code == 403
    assert "登记员" in answer.text
    assert "已记入日志" in answer.text


def test_a_form_of_another_session_is_refused_with_the_way_out(db):
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})

    assert answer.status_code == 403
    assert "刷新后再送一次" in answer.text


def test_an_expired_sign_in_is_offered_the_way_back_to_the_form(db):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/contracts/X/edit/", {}, headers={"referer": "http://testserver/contracts/X/edit/"})
    elsewhere = client.post("/contracts/X/edit/", {}, headers={"referer": "http://evil.example/x/"})

    assert "登录已过期，没有送出" in answer.text
    assert "/accounts/login/?next=%2Fcontracts%2FX%2Fedit%2F" in answer.text
    assert "data-not-sent" in answer.text
    assert "evil.example" not in elsewhere.text


def test_our_fault_shows_neither_a_name_nor_a_way_in(rf: RequestFactory, db):
    shown = errors.server_error(rf.get("/contracts/")).content.decode()

    assert ("account_login" in shown, 'href="/accounts/login/' in shown) == (False, False)


def test_our_fault_carries_its_number_and_asks_nothing_of_the_database(
    django_assert_num_queries, rf: RequestFactory, db
):
    with django_assert_num_queries(0):
        answer = errors.server_error(rf.get("/contracts/"))

    assert answer.status_code == 500
    assert f"编号{errors.incident_number()}" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.too_many, 429)],
)
def test_error_pages_stand_without_a_person(rf: RequestFactory, db, view, status):
    assert view(rf.get("/x/"), PermissionDenied("")).status_code == status
