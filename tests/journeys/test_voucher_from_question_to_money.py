"""Does a voucher go from the question "how much?" to money, each step by the person whose step it is, and is it redeemed once?

The firm works in English, everybody else in Chinese; two browsers of the firm hand in the same redemption at the same moment.
"""

import re
import sqlite3
from typing import TYPE_CHECKING

from tests.journeys.steps import chinese_left, click, enter, fill, overflow, press, row_of, said
from tests.journeys.test_subsidy_from_entitlement_to_claw_back import (
    announce,
    approve,
    give_account,
    send_and_answer,
)
from tests.support.browser import shot
from tests.support.papers import small_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.site import Site

TOPIC = "减速机轴承试验"
PAPER = {"mimeType": "application/pdf", "buffer": small_pdf()}


def test_voucher_from_question_to_money(site, visitor, phone):
    firm, twin, district, officer, leader, finance = (visitor() for _person in range(6))
    say = enter(firm, site, "seller", "en")
    enter(twin, site, "seller", "en")
    for page, who in ((district, "district"), (officer, "officer"), (leader, "leader")):
        enter(page, site, who)
    english = enter(finance, site, "finance", "en")
    asks_first(firm, site, say)
    number = applies(firm, say)
    decided(district, officer, site, number)
    proves(firm, site, say, number)
    receipt = redeems_once(firm, twin, site, say, number)
    accepted(officer, site, number, receipt)
    batch = make_batch(officer, site, number)
    announce(officer, site, batch)
    approve(leader, site, batch)
    give_account(firm, site, "6222000012345679")
    send_and_answer(finance, site, english, batch, rejected=0)
    firm.goto(site.at(f"/vouchers/{number}/"))
    shot(firm, "voucher-9-paid-en")
    assert firm.locator(".casehead .state").inner_text() == say("已兑付")
    officer.goto(site.at(f"/vouchers/{number}/"))
    shot(officer, "voucher-9-paid-zh")
    strangers_find_nothing(visitor(), site, number)
    everybody_reads_the_list(phone, site)


def asks_first(page: "Page", site: "Site", say) -> None:
    """Every condition and the arithmetic, before a word is kept."""
    page.goto(site.at("/vouchers/check/"))
    fill(
        page,
        {"service_kind": "testing", "contract_fen": "80000", "asked_fen": "50000", "signed_on": "2026-05-12"},
    )
    page.locator("main [name=provider]").select_option(index=1)
    press(page, say("算一算"))
    page.locator("table.verdict").first.wait_for()
    shot(page, "voucher-1-check-en")
    assert "40,000" in page.locator("main .big").first.inner_text()
    assert (page.locator("table.verdict tbody tr").count(), chinese_left(page)) == (14, [])


def applies(page: "Page", say) -> str:
    """What was asked is taken over; the rest is typed, the contract attached, the application handed in."""
    press(page, say("按这些内容申领"))
    page.wait_for_url("**/edit/")
    number = re.search(r"/vouchers/([^/]+)/", page.url)[1]
    fill(
        page,
        {
            "contract_name": TOPIC,
            "contract_number": "JC-2026-18",
            "controller": "孟清和",
            "is_apart": "1",
            "is_service": "1",
        },
    )
    shot(page, "voucher-2-edit-en")
    assert chinese_left(page) == []
    click(page.locator("button[name=stay]"))
    page.wait_for_load_state()
    page.locator("[name=file]").set_input_files({"name": "合同.pdf", **PAPER})
    press(page, say("上传这份文件"))
    page.locator("main .crumbs, main, .pagehead").first.wait_for()
    page.goto(page.url.replace("edit/", ""))
    press(page, say("提交申领"))
    assert said(page) == say("申领已提交，由区县审核。")
    return number


def decided(district: "Page", officer: "Page", site: "Site", number: str) -> None:
    """The district passes it from its list, the city issues it from its inbox."""
    district.goto(site.at("/vouchers/desk/"))
    shot(district, "voucher-3-district")
    click(row_of(district, TOPIC).locator("a.name"))
    press(district, "区县通过")
    assert said(district) == "区县已通过，由市级审核。"
    officer.goto(site.at("/inbox/"))
    click(row_of(officer, TOPIC).first.get_by_role("link", name="去办理"))
    shot(officer, "voucher-4-detail")
    press(officer, "审核通过并发券")
    officer.wait_for_url("**/issue/")
    shot(officer, "voucher-5-issue")
    press(officer, "发券，预留资金")
    officer.wait_for_url(f"**/vouchers/{number}/")
    assert "已发券，券号" in said(officer)


def proves(page: "Page", site: "Site", say, number: str) -> None:
    """Begin, then invoice, slip, papers and what it brought."""
    page.goto(site.at(f"/vouchers/{number}/"))
    press(page, say("开始使用"))
    page.goto(site.at(f"/vouchers/{number}/redeem/"))
    for name in ("成果报告", "发票", "银行回单"):
        kind = {"成果报告": "result_report", "发票": "invoice", "银行回单": "bank_slip"}[name]
        page.locator("main [name=kind]").select_option(kind)
        page.locator("[name=file]").set_input_files({"name": f"{name}.pdf", **PAPER})
        press(page, say("上传这份文件"))
        page.locator("main a", has_text=f"{name}.pdf").wait_for()
    written(page)
    press(page, say("保存"))
    page.locator("#c-sheet").wait_for()
    shot(page, "voucher-6-redeem-en")
    assert (chinese_left(page), overflow(page)) == ([], 0)


def written(page: "Page") -> None:
    """One invoice and one slip over less than the contract's price."""
    line = {"number": "21002600055", "issued_on": "2026-05-19", "amount_fen": "70000"}
    slip = {"reference": "FK2026051901", "paid_on": "2026-05-19", "amount_fen": "70000"}
    fill(page, {f"invoices-0-{name}": value for name, value in line.items()})
    fill(page, {f"slips-0-{name}": value for name, value in slip.items()})
    fill(page, {"testing_fen": "150000", "new_products": "1"})


def redeems_once(first: "Page", second: "Page", site: "Site", say, number: str) -> str:
    """Two browsers press at the same moment: one receipt, and one clear sentence that names it."""
    second.goto(site.at(f"/vouchers/{number}/redeem/"))
    for page in (first, second):
        page.evaluate("document.querySelector('button[name=submit]').click()")
    for page in (first, second):
        page.wait_for_url(f"**/vouchers/{number}/")
    with sqlite3.connect(next(site.folder.glob("*.sqlite3")), timeout=30) as database:
        rows = database.execute(
            "SELECT receipt_number FROM vouchers_voucher WHERE receipt_number != ''"
        ).fetchall()
        lines = database.execute("SELECT count(*) FROM journal_entry WHERE event='voucher:redeem'").fetchone()
    assert (len(rows), lines[0]) == (1, 1)
    receipt = rows[0][0]
    told = sorted((said(page) for page in (first, second)), key=len)
    shot(second, "voucher-7-second")
    assert told[0] == say("兑付申请已提交，回执%(receipt)s。", receipt=receipt)
    assert told[1].startswith(
        say(
            "这张券已经申请过兑付，回执%(receipt)s，现在是“%(state)s”。",
            receipt=receipt,
            state=say("兑付审核中"),
        )
    )
    return receipt


def accepted(page: "Page", site: "Site", number: str, receipt: str) -> None:
    """The city accepts what the proof carries; the rest goes back."""
    page.goto(site.at(f"/vouchers/{number}/"))
    assert receipt in page.locator(".casehead").inner_text()
    press(page, "核准兑付")
    assert said(page) == "兑付已核准，等待编入批次。"
    assert "5,000.00元退回预算" in page.locator("main").inner_text()


def make_batch(page: "Page", site: "Site", number: str) -> str:
    """The accepted redemption goes into a batch; the money comes out of the voucher's own reservation."""
    page.goto(site.at("/vouchers/batch/"))
    shot(page, "voucher-8-batch")
    press(page, "编成批次")
    page.wait_for_url("**/payments/*/")
    return re.search(r"/payments/([^/]+)/", page.url)[1]


def strangers_find_nothing(page: "Page", site: "Site", number: str) -> None:
    """A rival finds neither voucher nor name."""
    enter(page, site, "rival")
    answer = page.request.get(site.at(f"/vouchers/{number}/"))
    page.goto(site.at("/vouchers/mine/"))
    shot(page, "voucher-10-rival")
    assert (answer.status, TOPIC in page.locator("main").inner_text()) == (404, False)


def everybody_reads_the_list(page: "Page", site: "Site") -> None:
    """The list of providers is public, also on a phone."""
    page.goto(site.at("/vouchers/providers/"))
    shot(page, "voucher-11-providers-phone")
    assert ("材料疲劳试验" in page.locator("main").inner_text(), overflow(page)) == (True, 0)
