"""Does a subsidy go from what a firm sees before it asks, through the bank, to its claw-back, each step by the person whose step it is?

The officer's and the firm's pages are in Chinese, finance works in English.
"""

import io
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.journeys.steps import chinese_left, click, enter, fill, press, row_of, said
from tests.journeys.world import OLD_DEVELOPMENT, TO_CLAW_BACK
from tests.support.browser import shot

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.site import Site

YEAR = "2025"


def test_subsidy_from_entitlement_to_claw_back(site, visitor):
    firm, officer, leader, finance = (visitor() for _person in range(4))
    say = enter(firm, site, "seller")
    enter(officer, site, "officer")
    enter(leader, site, "leader")
    english = enter(finance, site, "finance", "en")
    sees_before_asking(firm, site)
    open_budget(finance, site, english)
    number = make_batch(officer, site)
    announce(officer, site, number)
    approve(leader, site, number)
    give_account(firm, site, "6222000012345678")
    send_and_answer(finance, site, english, number, rejected=1)
    change_account(firm, site)
    send_and_answer(finance, site, english, number, rejected=0, again=1)
    reconcile(finance, site, english, number)
    budget_shows(officer, site, paid="30.00", left="70.00")
    recovery = cancel(firm, officer, site, say)
    give_back(firm, officer, finance, site, english, recovery)
    budget_shows(officer, site, paid="20.00", left="80.00")


def sees_before_asking(page: "Page", site: "Site") -> None:
    """The firm sees what it may have, and every condition with value, source and clause."""
    page.goto(site.at(f"/contracts/subsidies/mine/?year={YEAR}"))
    shot(page, "subsidy-1-mine")
    assert "30.00" in page.locator("main .big").first.inner_text()
    click(row_of(page, OLD_DEVELOPMENT[0]).locator("a.name"))
    page.locator("table.verdict").wait_for()
    shot(page, "subsidy-2-verdict")
    conditions = page.locator("table.verdict tbody tr")
    assert (conditions.count(), page.locator(".met-no, .met-unknown").count()) == (9, 0)
    kind = conditions.filter(has_text="合同类型在补贴范围").inner_text()
    assert [
        text for text in ("技术开发", "规定：技术开发、技术转让", "第0469号提案", "第3条") if text not in kind
    ] == []
    assert page.locator("table.sum").inner_text().count("100,000.00") >= 2


def open_budget(page: "Page", site: "Site", say: Any) -> None:
    """Finance sets up a million yuan."""
    page.goto(site.at("/budgets/new/"))
    fill(
        page,
        {
            "programme": "contracts",
            "year": "2026",
            "name": "技术合同补贴",
            "code": "CT-2026",
            "on": "2026-01-08",
            "amount_1": "100",
        },
    )
    assert chinese_left(page) == []
    press(page, say("设立预算"))
    assert say("已设立预算%(code)s。", code="CT-2026") == said(page)


def make_batch(page: "Page", site: "Site") -> str:
    """The officer sees who would be paid, and makes the batch of it; the money is set aside."""
    page.goto(site.at(f"/contracts/subsidies/proposal/?scheme=seller&year={YEAR}&on=2026-05-20"))
    shot(page, "subsidy-3-proposal")
    press(page, "编成批次，预留资金")
    page.wait_for_url("**/payments/*/")
    number = re.search(r"/payments/([^/]+)/", page.url)[1]
    budget_shows(page, site, held="30.00", left="70.00")
    return number


def announce(page: "Page", site: "Site", number: str) -> None:
    """Public notice, its days, its end, and the request for approval."""
    carry_on(page, site, number, "公示")
    assert "等经办公示" not in page.locator(".casehead").inner_text()
    let_the_notice_run_out(site)
    click(page.locator("main a", has_text="拟拨付名单"))
    press(page, "办结公示")
    carry_on(page, site, number, "提请审批")
    shot(page, "subsidy-4-waits")
    assert page.get_by_role("link", name="批准拨付").count() == 0


def let_the_notice_run_out(site: "Site") -> None:
    """The site's day stands still in journeys; the notice began a fortnight ago instead."""
    with sqlite3.connect(next(site.folder.glob("*.sqlite3")), timeout=30) as database:
        database.execute(
            "UPDATE workflow_publicity SET starts_on='2026-05-04', ends_on='2026-05-12' WHERE kind='payment_batch'"
        )


def carry_on(
    page: "Page", site: "Site", number: str, step: str, done: str = "已办理：%s。", *, button: str = ""
) -> None:
    """Press a button of the batch and confirm it on the page that says what it does."""
    page.goto(site.at(f"/payments/{number}/"))
    press(page, button or step)
    page.wait_for_url(re.compile(rf"/payments/{number}/\w+/"))
    click(page.locator("main form").get_by_role("button", name=step, exact=True))
    page.wait_for_url(f"**/payments/{number}/")
    assert said(page) == done % step


def approve(page: "Page", site: "Site", number: str) -> None:
    """Another person finds the batch among the day's tasks."""
    page.goto(site.at("/inbox/"))
    click(row_of(page, "审批拨付批次").first.get_by_role("link", name="去办理"))
    carry_on(page, site, number, "批准拨付")


def give_account(page: "Page", site: "Site", account: str) -> None:
    """The firm says where it is paid."""
    page.goto(site.at("/payments/mine/account/"))
    fill(page, {"bank_name": "启明银行中街支行", "bank_account": account})
    click(page.locator("main form button[type=submit]"))
    page.wait_for_url("**/payments/mine/")


def change_account(page: "Page", site: "Site") -> None:
    """The bank sent a payment back; the firm finds it among its tasks and mends the account."""
    page.goto(site.at("/inbox/"))
    click(row_of(page, "更改被银行退回的收款账户").first.get_by_role("link", name="去办理"))
    assert "账号与户名不符" in page.locator("main").inner_text()
    give_account(page, site, "6222000087654321")


def send_and_answer(
    page: "Page", site: "Site", say: Any, number: str, *, rejected: int, again: int = 0
) -> None:
    """Finance exports the treasury's file, or those that came back again, and reads in the bank's answer."""
    button = f"Pay {again} again: export the payment file" if again else ""
    carry_on(page, site, number, say("导出付款文件"), "Done: %s.", button=button)
    with page.expect_download() as waiting:
        click(page.locator("#c-files ~ div a").last)
    content = answered(waiting.value.path().read_bytes(), rejected=rejected)
    press(page, say("读入银行回单"))
    page.locator("[name=file]").set_input_files(
        {"name": "回单.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    press(page, say("上传并读取"))
    click(page.get_by_role("button", name=say("按此核对")))
    page.get_by_role("heading", name=say("核对后再导入")).wait_for()
    shot(page, f"subsidy-5-answer-{rejected}")
    click(page.locator(".bulk button.btn-primary"))
    page.wait_for_load_state()
    page.goto(site.at(f"/payments/{number}/"))
    assert page.locator("main .state", has_text=say("银行退回")).count() == rejected
    assert chinese_left(page) == []


def answered(content: bytes, *, rejected: int) -> bytes:
    """Fill in the last four columns as a bank does."""
    head, *lines = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("回单")
    page.write_row(0, 0, head)
    for place, line in enumerate(lines, start=1):
        bad = place <= rejected
        told = (
            ["失败", "", "", "账号与户名不符"]
            if bad
            else ["成功", "2026-05-20", f"{line[5][-8:]}-{line[0]}", ""]
        )
        page.write_row(place, 0, [*line[:9], *told])
    book.close()
    return out.getvalue()


def reconcile(page: "Page", site: "Site", say: Any, number: str) -> None:
    """Every payment has its result; the batch is over."""
    carry_on(page, site, number, say("对账办结"), "Done: %s.")
    shot(page, "subsidy-6-reconciled")
    assert page.locator(".casehead .state").inner_text() == say("已对账")


def budget_shows(page: "Page", site: "Site", *, paid: str = "0.00", held: str = "0.00", left: str) -> None:
    """The budget in its five shades: allocated, paid, approved, returned, reserved, free."""
    page.goto(site.at("/budgets/"))
    shot(page, f"subsidy-7-budget-{paid}")
    cells = row_of(page, "CT-2026").locator("td.num").all_inner_texts()
    assert [cells[place] for place in (0, 1, 4, 5)] == ["100.00", paid, held, left]
    assert row_of(page, "CT-2026").locator("svg.money").count() == 1


def cancel(firm: "Page", officer: "Page", site: "Site", say: Any) -> str:
    """The firm asks to cancel a paid contract; the officer agrees; a recovery is there."""
    firm.goto(site.at(f"/contracts/subsidies/mine/?year={YEAR}"))
    click(row_of(firm, TO_CLAW_BACK).locator("a.name"))
    click(firm.locator("main a", has_text=TO_CLAW_BACK).first)
    press(firm, say("申请变更或注销"))
    fill(firm, {"kind": "cancel", "reason": "双方协议解除合同。"})
    click(firm.locator("main form button.btn-primary").last)
    officer.goto(site.at("/contracts/changes/"))
    click(row_of(officer, TO_CLAW_BACK).locator("a.name"))
    click(officer.locator('button[name=decision][value="grant"]'))
    officer.goto(site.at("/payments/recoveries/"))
    return re.search(r"\d{4}-ZJ-\d+", row_of(officer, "合同登记已注销").inner_text())[0]


def give_back(firm: "Page", officer: "Page", finance: "Page", site: "Site", say: Any, number: str) -> None:
    """The officer demands, the firm is told by when, finance records what came; the case closes."""
    officer.goto(site.at(f"/payments/recoveries/{number}/demand/"))
    fill(officer, {"due_on": "2026-06-19"})
    click(officer.locator("main form button[type=submit]"))
    firm.goto(site.at("/inbox/"))
    assert row_of(firm, "退回款项").count() == 1
    finance.goto(site.at(f"/payments/recoveries/{number}/receive/"))
    fill(finance, {"amount_fen": "100000", "received_on": "2026-05-20", "bank_reference": "TH0001"})
    click(finance.locator("main form button[type=submit]"))
    finance.wait_for_url(f"**/recoveries/{number}/")
    shot(finance, "subsidy-8-recovered")
    assert finance.locator(".casehead .state").inner_text() == say("已追回")
    firm.goto(site.at(f"/contracts/subsidies/mine/?year={YEAR}"))
    assert row_of(firm, TO_CLAW_BACK).locator(".state").inner_text() == "已追回"
