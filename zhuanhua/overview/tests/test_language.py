"""Does the language switch keep the page, and lead nowhere else?"""

import pytest


def test_switching_keeps_the_page_with_its_filters(client, db):
    answer = client.post("/language/", {"language": "en", "next": "/search/?q=x"})

    assert (answer.status_code, answer.url) == (302, "/search/?q=x")
    assert 'lang="en"' in client.get("/search/?q=x").text


def test_the_page_offers_the_other_language(client, db):
    assert 'lang="en">English</button>' in client.get("/help/").text

    client.post("/language/", {"language": "en", "next": "/help/"})

    assert 'lang="zh-Hans">中文</button>' in client.get("/help/").text


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_switching_never_leads_to_another_site(client, db, away):
    assert client.post("/language/", {"language": "en", "next": away}).url == "/"


def test_an_unknown_language_changes_nothing(client, db):
    answer = client.post("/language/", {"language": "xx", "next": "/help/"})

    assert answer.cookies == {}


def test_switching_needs_a_form(client, db):
    assert client.get("/language/").status_code == 405
