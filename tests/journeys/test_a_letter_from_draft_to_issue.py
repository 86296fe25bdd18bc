"""Does a reply walk from the proposal to Word and PDF, refused while one number has no origin, in both languages?"""

from datetime import date

import pytest

from tests.journeys.steps import click, enter, fill, overflow, press
from tests.support.browser import shot

BODY = "您的提案收悉，现答复如下：\n一、技术合同登记\n2025年登记技术合同{{contracts.count year=2025}}。"
UNTRACED = BODY + "另有服务机构41家。"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_letter_is_refused_while_untraced_and_issued_afterwards(site, visitor, language):
    officer, reviewer, leader = (visitor() for _ in range(3))
    say = enter(officer, site, "officer", language)
    enter(reviewer, site, "reviewer")
    address = drafted(officer, site, say, "0469" if language == "en" else "0470")
    frozen(officer, reviewer, say, address)
    enter(leader, site, "leader", language)
    leader.goto(f"{address}issue/")
    assert leader.locator(".note-bad .claim-lost").inner_text() == "41家"
    shot(leader, f"letter-refused-{language}")

    press(leader, say("退回修改"))
    fill(leader, {"reason": "请写明41家的出处"})
    press(leader, say("退回修改"))
    officer.goto(f"{address}write/")
    officer.locator("textarea[name=body]").fill(BODY)
    press(officer, say("保存，看全文"))
    frozen(officer, reviewer, say, address)
    leader.goto(f"{address}issue/")
    fill(
        leader, {"document_number": f"启科函〔2026〕{language}号", "issued_on": date(2026, 5, 12).isoformat()}
    )
    press(leader, say("签发"))

    click(leader.locator(".claim-ok").first)
    leader.locator("#why a", has_text=say("打开这些记录")).wait_for()
    shot(leader, f"letter-issued-{language}")
    with leader.expect_download() as paper:
        click(leader.get_by_role("link", name="PDF", exact=True))
    assert paper.value.path().read_bytes()[:4] == b"%PDF"
    assert overflow(leader) == 0


def drafted(page, site, say, number):
    """Register a proposal, take it oneself, begin its letter and write it with one number that has no origin."""
    page.goto(site.at("/replies/proposals/new/"))
    facts = {
        "session": "市政协二次会议",
        "title": "提高转化水平",
        "proposers": "方委员",
        "lead_unit": "市科技局",
    }
    fill(page, {**facts, "paper_number": number, "received_on": "2026-05-04", "term_days": "30"})
    press(page, say("登记建议提案"))
    page.wait_for_url("**/replies/proposals/20*/")
    press(page, say("分办", context="proposal"))
    fill(page, {"draft_due_on": "2026-05-20"})
    shot(page, f"letter-assign-{say.language}")
    press(page, say("分办", context="proposal"))
    press(page, say("起草答复"))
    page.wait_for_url("**/write/")
    address = page.url.removesuffix("write/")
    page.locator("textarea[name=body]").fill(UNTRACED)
    page.locator("#preview .claim-lost").wait_for()
    page.locator("[data-saved]", has_text=say("已保存")).wait_for()
    page.locator(".pickform input[name=q]").fill("contracts.amount")
    page.locator("[data-insert]:visible").first.wait_for()
    shot(page, f"letter-write-{say.language}")
    press(page, say("保存，看全文"))
    page.wait_for_url(address)
    return address


def frozen(officer, reviewer, say, address):
    """Send it to the reviewer, who agrees; freeze its numbers."""
    officer.goto(f"{address}submit/")
    officer.locator("label", has_text="顾怀瑾").locator("input").check()
    press(officer, say("送会签"))
    officer.wait_for_url(address)
    reviewer.goto(f"{address}cosign/")
    fill(reviewer, {"verdict": "agree"})
    press(reviewer, "交出会签意见")
    reviewer.wait_for_url(address)
    officer.goto(address)
    press(officer, say("冻结数字"))
    officer.locator(".state", has_text=say("数字已冻结")).first.wait_for()
