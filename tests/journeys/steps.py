"""What everyone does in a journey: come in, read the page's words in either language, fill in fields, look around."""

import re
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.support.site import Site

HAN = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile("“[^”]*”")  # words cited from a contract stay as they are


class Words:
    """The product's own words in one language, by their Chinese original: `say("核准登记")`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, original: str, plural: int | None = None, context: str = "", **words: Any) -> str:
        """Give the words as the page shows them; `plural` chooses the form and stands for %(n)s."""
        with translation.override(self.language):
            if plural is not None:
                return ngettext(original, original, plural) % ({"n": plural} | words)
            said = pgettext(context, original) if context else gettext(original)
            return said % words if words else said


def enter(page: "Page", site: "Site", username: str, language: str = "zh-hans") -> Words:
    """Come in by the demo's one click, and switch the language by the button on every page."""
    page.goto(site.at("/accounts/login/"))
    page.locator(f'button[name=username][value="{username}"]').click()
    page.locator(".who").wait_for()
    if language == "en":
        page.get_by_role("button", name="English").click()
        page.locator('html[lang="en"]').wait_for(state="attached")
    return Words(language)


def fill(page: "Page", values: dict[str, str]) -> None:
    """Type into fields by their name; a choice takes its value, a tick box any text."""
    for name, value in values.items():
        field = page.locator(f'main [name="{name}"]').first
        kind = field.evaluate("element => element.type")
        if kind.startswith("select"):
            field.select_option(value)
        elif kind == "radio":
            page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            field.check()
        else:
            field.fill(value)


def press(page: "Page", name: str) -> None:
    """Press a button or follow a link of the page by its words."""
    click(
        page.locator("main")
        .get_by_role("button", name=name, exact=True)
        .or_(page.locator("main").get_by_role("link", name=name, exact=True))
        .first
    )


def click(target: "Locator") -> None:
    """Click, and read on only when the page that answers is there whole: counting rows never waits by itself."""
    target.click()
    target.page.wait_for_load_state()


def said(page: "Page") -> str:
    """Give what the page says after an action."""
    return page.locator(".said").inner_text()


def row_of(page: "Page", text: str) -> Any:
    """Find the row of a table in which a text stands."""
    return page.locator("tbody tr", has_text=text)


def chinese_left(page: "Page") -> list[str]:
    """Give the words of the frame (navigation, titles, heads, buttons, labels) of an English page that are still Chinese."""
    found = page.locator(
        "nav.topnav a, nav.sub a, nav.sub strong, th:not([scope=row]), label, .btn, .state, .help, .crumbs a, h2, footer a"
    ).all_inner_texts()
    return [text for text in found if HAN.search(QUOTED.sub("", text))]


def overflow(page: "Page") -> int:
    """Tell how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
