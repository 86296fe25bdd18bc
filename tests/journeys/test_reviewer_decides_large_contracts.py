"""Does a large contract need a second pair of eyes, does a refusal say how to appeal, do changes and cancellations follow?"""

from tests.journeys.steps import click, enter, fill, press, row_of, said
from tests.journeys.world import LARGE, TO_CANCEL, TO_CHANGE, TO_REFUSE
from tests.support.browser import shot

APPEAL = "如不服本决定，可以提出异议，或者自知道本决定之日起60日内申请行政复议。"


def open_from(page, site, path: str, name: str) -> None:
    """Open a contract from a list."""
    page.goto(site.at(path))
    click(row_of(page, name).locator("a.name"))
    page.locator(".casehead").wait_for()


def state_of(page) -> str:
    """Read the contract's state."""
    return page.locator(".casehead .state").inner_text()


def test_from_five_million_yuan_a_second_person_registers(site, visitor):
    registrar, reviewer = visitor(), visitor()
    enter(registrar, site, "registrar")
    open_from(registrar, site, "/contracts/queue/", LARGE)
    assert registrar.get_by_role("button", name="核准登记").count() == 0
    press(registrar, "报请复核")
    assert (said(registrar), state_of(registrar)) == ("已报请复核。", "待复核")
    assert registrar.get_by_role("button", name="复核通过并登记").count() == 0
    enter(reviewer, site, "reviewer")
    open_from(reviewer, site, "/contracts/queue/?view=review", LARGE)
    shot(reviewer, "review-1")
    press(reviewer, "复核通过并登记")
    assert (said(reviewer), state_of(reviewer)) == ("复核通过，已登记并生成证书。", "已登记")
    told = "顾怀瑾复核通过，登记并生成证书；合同文本不在系统里，理由如下。纸质原件已在窗口核对"
    assert told in reviewer.locator(".journal").inner_text()


def test_a_refusal_has_its_ground_and_tells_the_applicant_how_to_appeal(site, visitor):
    registrar, applicant = visitor(), visitor()
    enter(registrar, site, "registrar2")
    open_from(registrar, site, "/contracts/queue/", TO_REFUSE)
    press(registrar, "不予登记")
    assert APPEAL in registrar.locator(".note").inner_text()
    press(registrar, "不予登记这份合同")
    assert registrar.locator(".errors li").count() == 2
    fill(registrar, {"ground": "2", "reason": "标的是成套设备的买卖和安装。"})
    shot(registrar, "review-2-refuse")
    press(registrar, "不予登记这份合同")
    assert state_of(registrar) == "不予登记"
    enter(applicant, site, "university")
    open_from(applicant, site, "/contracts/mine/", TO_REFUSE)
    shot(applicant, "review-3-refused")
    assert APPEAL in applicant.locator(".note-bad").inner_text()
    press(applicant, "提出异议")
    fill(applicant, {"text": "附件二写明了待解决的技术问题，请求复查。"})
    press(applicant, "提交异议")
    assert said(applicant) == "异议已提交，由另一位经办人复查。"


def ask(page, site, name: str, values: dict[str, str]) -> None:
    """The firm asks for a change or a cancellation."""
    open_from(page, site, "/contracts/mine/", name)
    press(page, "申请变更或注销")
    fill(page, values)
    press(page, "提交这份申请")
    assert "办结前原证书有效" in said(page)


def test_a_change_is_granted_and_the_certificate_gets_a_second_edition(site, visitor):
    seller, registrar = visitor(), visitor()
    enter(seller, site, "seller")
    ask(seller, site, TO_CHANGE, {"kind": "amend", "total_fen": "96", "verified_trade_fen": "96", "reason": "双方增加一台机组。"})  # fmt: skip
    enter(registrar, site, "registrar2")
    registrar.goto(site.at("/contracts/changes/"))
    click(row_of(registrar, TO_CHANGE).locator("a.name"))
    shot(registrar, "review-4-change")
    assert ("860,000.00元" in registrar.locator("del").first.inner_text(), "960,000.00元" in registrar.locator("ins").first.inner_text()) == (True, True)  # fmt: skip
    press(registrar, "同意变更")
    assert said(registrar) == "变更申请已办结。"
    after = registrar.locator("#c-after + div").inner_text()
    assert ("证书第2版" in after, "换发新版" in after, "96.00" in registrar.locator(".casehead").inner_text()) == (True, True, True)  # fmt: skip


def test_a_cancellation_ends_the_certificate_in_public_too(site, visitor):
    seller, registrar, stranger = visitor(), visitor(), visitor(phone=True)
    enter(seller, site, "seller")
    ask(seller, site, TO_CANCEL, {"kind": "cancel", "reason": "双方协议解除合同。"})
    address = seller.locator('main a[href^="/verify/"]').get_attribute("href")
    stranger.goto(site.at(address))
    assert stranger.locator("h1").inner_text() == "证书有效"
    enter(registrar, site, "registrar2")
    registrar.goto(site.at("/contracts/changes/"))
    click(row_of(registrar, TO_CANCEL).locator("a.name"))
    press(registrar, "同意注销")
    assert state_of(registrar) == "已注销"
    stranger.reload()
    shot(stranger, "review-5-cancelled")
    assert stranger.locator("h1").inner_text() == "登记已注销，证书失效"
