"""Does what was typed survive a sign-in that expires, whether the page saves itself or the person presses save?"""

import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import click, enter, fill, press
from tests.support.browser import shot

if TYPE_CHECKING:
    from playwright.sync_api import Page

TITLE = "连铸坯表面温度场在线重构软件开发"
KEPT = "JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('kept:')))"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_text_typed_after_the_sign_in_expired_comes_back_and_is_saved(site, page, watch, language):
    watch.expected += ["401", "403"]
    say = enter(page, site, "seller", language)
    address = begin(page, site, say)
    session = next(each["name"] for each in page.context.cookies() if "session" in each["name"])
    page.context.clear_cookies(name=session)
    fill(page, {"project_name": TITLE})
    page.locator("[data-saved]", has_text=say("登录已过期，没有保存；填的内容留在这台电脑上。")).wait_for()
    shot(page, f"expired-1-{language}", whole=False)
    click(page.locator("[data-saved] a"))
    come_back(page, say, address)
    assert page.locator("[name=project_name]").input_value() == TITLE
    page.locator("[data-saved]", has_text=re.compile(rf"{say('已保存')} \d\d:\d\d")).wait_for()
    assert page.evaluate(KEPT) == "[]"
    page.goto(address)
    assert (page.locator("[name=project_name]").input_value(), page.locator("form > .note").count()) == (
        TITLE,
        0,
    )


def test_text_sent_after_the_sign_in_expired_comes_back_and_goes_when_signing_out(site, page, watch):
    watch.expected += ["401", "403"]
    say = enter(page, site, "seller")
    address = begin(page, site, say)
    page.context.clear_cookies()
    fill(page, {"project_name": TITLE})
    press(page, say("保存"))
    assert page.locator("h1").inner_text() == "登录已过期，没有送出"
    assert page.locator("[data-kept-note]").is_visible()
    press(page, say("重新登录，回到填写的那一页"))
    come_back(page, say, address)
    assert page.locator("[name=project_name]").input_value() == TITLE
    page.context.clear_cookies()
    fill(page, {"project_name": f"{TITLE}（二期）"})
    page.locator("[data-saved] a").wait_for()
    enter(page, site, "rival")
    page.goto(site.at("/inbox/"))
    assert TITLE in page.evaluate(KEPT)
    click(page.locator("summary.who"))
    click(page.locator("[data-sign-out] button"))
    page.wait_for_url(lambda url: "/inbox/" not in url)
    assert page.evaluate(KEPT) == "[]"


def begin(page: "Page", site, say) -> str:
    """Open a new draft at the section with its title."""
    page.goto(site.at("/contracts/mine/"))
    press(page, say("申报合同"))
    page.wait_for_url("**/edit/")
    page.goto(f"{page.url}subject/")
    return page.url


def come_back(page: "Page", say, address: str) -> None:
    """Sign in again by the demo's one click; the form stands there again, and says what it put back."""
    click(page.locator('button[name=username][value="seller"]'))
    page.wait_for_url(address)
    assert page.locator("form > .note").inner_text() == say(
        "上次没有存上的内容已经放回，请核对，系统会再保存。"
    )
