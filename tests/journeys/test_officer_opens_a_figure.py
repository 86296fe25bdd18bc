"""Does a bar of a chart open the records behind it, and is the exported file what stands on the screen?"""

import csv
import io

from python_calamine import CalamineWorkbook

from tests.journeys.steps import click, enter
from tests.journeys.world import OLD_DEVELOPMENT, OLD_SERVICE
from tests.support.browser import shot

MIDDLE_OF_BAR = """([series, place]) => {
  const frame = document.querySelector("[data-chart]");
  const chart = echarts.getInstanceByDom(frame);
  const value = Number(chart.getOption().series[series].data[place].value);
  const [x, y] = chart.convertToPixel({ seriesIndex: series }, [place, value / 2]);
  const box = frame.getBoundingClientRect();
  return [box.x + x, box.y + y];
}"""


def open_chart(page, site, query: str) -> None:
    """Open the number of registrations with its chart drawn."""
    enter(page, site, "officer")
    page.goto(site.at("/statistics/"))
    click(page.locator("tbody a", has_text="技术合同登记项数").first)
    page.goto(f"{page.url.split('?')[0]}{query}")
    page.locator("[data-chart] svg").first.wait_for()


def click_bar(page, series: int, place: int) -> None:
    """Click the middle of a bar with the mouse."""
    page.locator("[data-chart]").scroll_into_view_if_needed()
    page.wait_for_function("document.readyState === 'complete'")
    page.mouse.click(*page.evaluate(MIDDLE_OF_BAR, [series, place]))
    page.wait_for_url("**/contracts/records/**")


def names_shown(page) -> list[str]:
    """Give the contracts on the page, in its order."""
    return page.locator("tbody a.name").all_inner_texts()


def test_a_bar_opens_exactly_its_records(site, page):
    open_chart(page, site, "?year=2025")
    shot(page, "figure-1-chart")
    assert page.locator("tbody .fig").all_inner_texts() == ["3", "2"]
    click_bar(page, 0, 0)
    shot(page, "figure-2-records")
    assert sorted(names_shown(page)) == sorted(OLD_DEVELOPMENT)
    assert [pill.split("：")[1].split()[0] for pill in page.locator(".pill-on").all_inner_texts()] == [
        "技术开发",
        "2025",
    ]


def test_a_number_in_the_table_opens_the_same(site, page):
    open_chart(page, site, "?year=2025")
    click(page.locator("tbody .fig", has_text="2"))
    page.wait_for_url("**/contracts/records/**")
    assert sorted(names_shown(page)) == sorted(OLD_SERVICE)
    assert "合计2项" in page.locator("tfoot").inner_text()


def export(page, words: str) -> bytes:
    """Take the list along as a file."""
    click(page.locator("main summary", has_text="导出"))
    with page.expect_download() as waiting:
        click(page.get_by_role("button", name=words))
    return waiting.value.path().read_bytes()


def test_the_exported_files_hold_exactly_the_rows_on_the_screen(site, page):
    enter(page, site, "officer")
    page.goto(site.at("/contracts/records/?registered_year=2025&kind=development&sort=-total"))
    shown = names_shown(page)
    rows = list(csv.DictReader(io.StringIO(export(page, "导出CSV").decode("utf-8-sig"))))
    page.keyboard.press("Escape")
    sheet = (
        CalamineWorkbook.from_filelike(io.BytesIO(export(page, "导出Excel")))
        .get_sheet_by_index(0)
        .to_python()
    )
    column = next(index for index, line in enumerate(sheet) if "合同" in line)
    assert shown == list(reversed(OLD_DEVELOPMENT))
    assert [row["合同"] for row in rows] == shown
    assert [line[sheet[column].index("合同")] for line in sheet[column + 1 :] if line[0]] == shown
