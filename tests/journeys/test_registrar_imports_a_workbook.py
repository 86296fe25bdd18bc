"""Does a workbook with faults come in safely: named by row and column, cancelled, corrected, imported, and never twice?"""

import io
from datetime import date

import xlsxwriter

from tests.journeys.steps import click, enter, press, row_of, said
from tests.support.browser import shot
from tests.support.cast import valid_uscc

NAMES = ("炉衬厚度电磁测量装置开发", "钢水连续测温保护管开发", "除尘灰资源化技术开发")
DAY = date(2026, 5, 13)
GOOD = {
    "卖方信用代码": valid_uscc(1), "买方信用代码": valid_uscc(2), "合同细类": "委托开发", "技术领域": "先进制造", "支付方式": "一次总算、一次总付",
    "合同成交额（万元）": 120, "签订日期": DAY, "履行起始日期": DAY, "履行截止日期": date(2027, 5, 12), "技术内容和目标": "研究开发装置并验收。",
}  # fmt: skip


def workbook(*changes: dict) -> bytes:
    """Write a workbook of one line for each name, with changes line by line."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("合同")
    titles = ["合同名称", *GOOD]
    page.write_row(0, 0, titles)
    for line, name in enumerate(NAMES):
        row = {"合同名称": name} | GOOD | (changes[line] if line < len(changes) else {})
        for place, title in enumerate(titles):
            write = page.write_datetime if isinstance(row[title], date) else page.write
            write(line + 1, place, row[title])
    book.close()
    return out.getvalue()


def preview(page, site, content: bytes) -> None:
    """Upload, agree to the mapping of columns, and come to the check."""
    page.goto(site.at("/imports/contracts/"))
    page.locator("[name=file]").set_input_files(
        {"name": "五月合同.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    press(page, "上传并读取")
    click(page.get_by_role("button", name="按此核对"))
    page.get_by_role("heading", name="核对后再导入").wait_for()


def counts(page) -> list[str]:
    """Give how many lines are new, changed, the same, faulty."""
    return [text.split()[0].rstrip("行") for text in page.locator(".counts .big").all_inner_texts()]


def test_faulty_lines_are_named_cancelled_corrected_and_imported_once(site, page):
    enter(page, site, "registrar")
    preview(page, site, workbook({"合同成交额（万元）": "三百万"}, {"签订日期": "2026-02-30"}))
    shot(page, "import-1-faults")
    named = page.locator("table", has_text="错在哪里").locator("tbody tr")
    assert [row.split("\t")[:3] for row in named.all_inner_texts()] == [
        ["2", "合同成交额", "三百万"],
        ["3", "签订日期", "2026-02-30"],
    ]
    press(page, "取消，换一个文件")
    assert said(page) == "已取消，文件已删除，什么都没有导入。"
    page.goto(site.at("/contracts/queue/?view=all"))
    assert [row_of(page, name).count() for name in NAMES] == [0, 0, 0]

    preview(page, site, workbook())
    assert counts(page) == ["3", "0", "0", "0"]
    shot(page, "import-2-good")
    press(page, "导入这3行")
    page.get_by_role("heading", name="已导入3行").wait_for()
    page.goto(site.at("/contracts/queue/?view=all"))
    assert [row_of(page, name).count() for name in NAMES] == [1, 1, 1]

    preview(page, site, workbook())
    assert counts(page) == ["0", "0", "3", "0"]
    assert "没有可以导入的行。" in page.locator(".bulk").inner_text()
    assert page.get_by_role("button", name="导入", exact=False).count() == 0
