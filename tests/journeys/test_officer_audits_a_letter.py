"""Does a letter with one wrong sum show it in colour, and does a click say why?"""

from tests.journeys.steps import click, enter, press
from tests.support.browser import shot

LETTER = (
    "关于第0417号提案的答复\n\n王代表：\n\n一、服务机构\n"
    "目前，全市各级技术转移机构41家（其中，国家级7家、省级13家、市级22家）。\n\n"
    "二、下一步\n另有中试场地3万平方米。\n"
)


def test_a_wrong_sum_is_coloured_and_explained_at_a_click(site, page):
    enter(page, site, "officer")
    page.goto(site.at("/replies/"))
    page.locator("textarea[name=text]").fill(LETTER)
    press(page, "核对")
    page.wait_for_url("**/replies/*-*/")
    shot(page, "letter-1")
    wrong = page.locator("button.claim-differs, a.claim-differs, [id].claim-differs")
    assert [text.split("\n")[0].rstrip("有出入") for text in wrong.all_inner_texts()] == [
        "41家",
        "7家",
        "13家",
        "22家",
    ]
    click(wrong.nth(3))
    page.locator("#why .big", has_text="22家").wait_for()
    shot(page, "letter-2-why")
    told = page.locator("#why").inner_text()
    assert [word for word in ("算出", "42", "41", "7", "13") if word not in told] == []


def test_the_figure_is_told_apart_by_more_than_colour(site, page):
    enter(page, site, "officer")
    page.goto(site.at("/replies/"))
    page.locator("input[name=file]").set_input_files(
        {"name": "答复.txt", "mimeType": "text/plain", "buffer": LETTER.encode("gb18030")}
    )
    press(page, "核对")
    page.locator(".claim-differs").first.wait_for()
    style = page.locator(".claim-differs").first.evaluate(
        "element => getComputedStyle(element).borderBottomStyle"
    )
    assert style == "dashed"
    assert page.locator(".claim-differs .sr-only").first.inner_text() != ""


def test_keys_walk_through_the_figures(site, page):
    enter(page, site, "officer")
    page.goto(site.at("/replies/"))
    page.locator("textarea[name=text]").fill(LETTER)
    press(page, "核对")
    page.locator(".claim").first.wait_for()
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.id")
    page.keyboard.press("k")
    assert (first != second, page.evaluate("document.activeElement.id")) == (True, first)
