"""Does a second person look at what one person brought in from the national system, one by one and then all of it?"""

import io
from datetime import date

import xlsxwriter

from tests.journeys.steps import click, enter, press, said
from tests.support.browser import shot
from tests.support.cast import valid_uscc

NAMES = ("烟气余热梯级利用技术开发", "机床主轴热误差补偿技术开发", "矿井突水预警模型开发")
DAY = date(2024, 6, 12)
ROW = {
    "卖方信用代码": valid_uscc(8_101), "卖方名称": "启明澜山控制技术有限公司", "买方信用代码": valid_uscc(8_102), "买方名称": "启明榆关动力有限公司",
    "合同细类": "委托开发", "技术领域": "先进制造", "支付方式": "一次总算、一次总付", "合同成交额（万元）": 120, "签订日期": DAY,
    "履行起始日期": DAY, "履行截止日期": date(2026, 6, 11), "技术内容和目标": "研究开发装置并验收。", "登记日期": date(2024, 7, 2),
}  # fmt: skip


def workbook() -> bytes:
    """Write the export of the national system."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("合同")
    page.write_row(0, 0, ["合同名称", "登记编号", *ROW])
    for line, name in enumerate(NAMES, 1):
        page.write_row(line, 0, [name, f"20242101120000{line:02}"])
        for place, value in enumerate(ROW.values(), 2):
            write = page.write_datetime if isinstance(value, date) else page.write
            write(line, place, value)
    book.close()
    return out.getvalue()


def rows(page) -> int:
    """Count the registrations that wait."""
    return page.locator("#contracts-entered tbody tr").count()


def test_the_second_person_confirms_what_the_first_brought_in(site, visitor):
    officer, reviewer = visitor(), visitor()
    enter(officer, site, "officer")
    officer.goto(site.at("/imports/registered-contracts/"))
    file = {"name": "国家系统导出.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    officer.locator("[name=file]").set_input_files(file)
    press(officer, "上传并读取")
    click(officer.get_by_role("button", name="按此核对"))
    press(officer, "导入这3行")
    officer.get_by_role("heading", name="已导入3行").wait_for()

    enter(reviewer, site, "reviewer")
    reviewer.goto(site.at("/contracts/entered/"))
    shot(reviewer, "entered-1-groups")
    click(reviewer.locator("a.name", has_text="韩若溪"))
    assert rows(reviewer) == len(NAMES)
    reviewer.get_by_label("选择本页全部").check()
    reviewer.locator("tr", has_text=NAMES[0]).locator("[data-pick]").uncheck()
    shot(reviewer, "entered-2-ticked")
    press(reviewer, "确认选中的2份")
    assert (said(reviewer), rows(reviewer)) == ("已核对2份登记，这一批还有1份。", 1)
    press(reviewer, "确认全部1份")
    assert said(reviewer) == "已核对1份登记。"
    assert "没有等待核对的登记" in reviewer.locator("main").inner_text()
    shot(reviewer, "entered-3-done")
