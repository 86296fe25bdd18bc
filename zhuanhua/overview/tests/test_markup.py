"""Is the HTML of our pages sound: no inline style or script, one h1, named landmarks, labelled fields, unique ids?"""

from collections import Counter
from html.parser import HTMLParser

import pytest

from tests.support.cast import sign_in

PAGES = ["/", "/help/", "/about/", "/accessibility/", "/search/?q=x", "/look/", "/nowhere/"]
INPUTS = {"input", "select", "textarea"}


class Page(HTMLParser):
    """Keeps every start tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture(params=PAGES)
def page(request, client, registrar, language, settings):
    settings.DEBUG = False
    sign_in(client, registrar)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(request.param)
    if request.param == "/look/" and answer.status_code == 404:
        pytest.skip("the gallery exists on local and demo sites only")
    return Page(answer.content.decode())


def test_no_style_or_script_stands_in_the_html(page):
    inline = [
        tag for tag, attrs in page.tags if "style" in attrs or any(name.startswith("on") for name in attrs)
    ]
    scripts = [
        attrs
        for attrs in page.all("script")
        if "src" not in attrs and attrs.get("type") != "application/json"
    ]

    assert (inline, scripts, page.all("style")) == ([], [], [])


def test_nothing_is_loaded_from_elsewhere(page):
    links = [
        attrs.get("src") or attrs.get("href") for tag in ("script", "link", "img") for attrs in page.all(tag)
    ]

    assert [link for link in links if link and not link.startswith("/")] == []


def test_one_h1_one_main_and_a_skip_link_first(page):
    links = page.all("a")

    assert (len(page.all("h1")), len(page.all("main")), links[0]["href"]) == (1, 1, "#main")


def test_landmarks_of_one_kind_have_different_names(page):
    names = Counter(attrs.get("aria-label") or attrs.get("aria-labelledby") for attrs in page.all("nav"))

    assert None not in names
    assert max(names.values(), default=1) == 1


def test_ids_are_unique(page):
    ids = Counter(attrs["id"] for _tag, attrs in page.tags if attrs.get("id"))

    assert [name for name, number in ids.items() if number > 1] == []


def test_what_is_referred_to_exists(page):
    ids = {attrs["id"] for _tag, attrs in page.tags if attrs.get("id")}
    asked = {
        word
        for _tag, attrs in page.tags
        for name in ("aria-labelledby", "aria-describedby", "for")
        for word in (attrs.get(name) or "").split()
    }

    assert asked - ids == set()


def test_every_field_has_a_label(page):
    labelled = {attrs.get("for") for attrs in page.all("label")}
    bare = [
        attrs
        for tag, attrs in page.tags
        if tag in INPUTS
        and attrs.get("type") not in {"hidden", "submit", "checkbox"}
        and attrs.get("id") not in labelled
        and not attrs.get("aria-label")
    ]

    assert bare == []


def test_tables_have_a_caption(page):
    assert len(page.all("caption")) == sum(
        "sum" not in (attrs.get("class") or "").split() for attrs in page.all("table")
    )


def test_the_page_says_its_language(page, language):
    assert page.all("html")[0]["lang"] == ("en" if language == "en" else "zh-Hans")
