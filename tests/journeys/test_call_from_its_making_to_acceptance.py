"""Does a call go from its making to an accepted project, each step by the person whose step it is, and is a failed one recovered?

The firm and the finance office work in English, everybody else in Chinese. The site's day stands still in journeys: where days must
pass, the days on file are moved back.
"""

import io
import re
import sqlite3
from typing import TYPE_CHECKING

from docx import Document

from tests.journeys.steps import chinese_left, click, enter, fill, overflow, press, row_of, said
from tests.journeys.test_subsidy_from_entitlement_to_claw_back import (
    announce,
    approve,
    give_account,
    send_and_answer,
)
from tests.journeys.world import LAST_CALL, SELLER, TO_RECOVER
from tests.support.browser import shot

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.site import Site

CALL, TITLE = "2026年“双百工程”项目申报", "铸件缺陷在线检测"
PAPER = {"mimeType": "application/pdf"}
POINTS = {"expert": 84, "expert2": 78}


def test_call_from_its_making_to_an_accepted_project_and_one_recovered(site, visitor):
    officer, firm, member, leader, finance = (visitor() for _person in range(5))
    for page, who in ((officer, "officer"), (leader, "leader")):
        enter(page, site, who)
    say = enter(firm, site, "seller", "en")
    english = enter(finance, site, "finance", "en")
    call = makes_a_call(officer, site)
    number = applies(firm, member, site, say, call)
    admits(officer, site, number)
    refuses_the_tied_and_assigns(officer, site, call)
    for who, points in POINTS.items():
        scores(visitor(), site, who, points)
    ranks_and_announces(officer, site, call)
    project = decides(leader, officer, site, call)
    contract_is_on_paper(firm, site, say, project)
    batch = pays(officer, site)
    announce(officer, site, batch)
    approve(leader, site, batch)
    give_account(firm, site, "6222000012345679")
    send_and_answer(finance, site, english, batch, rejected=0)
    is_accepted(firm, officer, leader, site, say, project)
    is_recovered(firm, officer, leader, finance, site, say)
    a_rival_finds_nothing(visitor(), site, number, project)


def makes_a_call(page: "Page", site: "Site") -> str:
    """A copy of last year's, with its form; money and days are new; seen as an applicant would; published."""
    page.goto(site.at("/projects/calls/new/"))
    fill(page, {"title": CALL})
    page.locator("main [name=copy_of]").select_option(index=_place(page, "copy_of", LAST_CALL))
    press(page, "开始编制")
    page.wait_for_url("**/edit/")
    number = re.search(r"/calls/([^/]+)/", page.url)[1]
    page.locator("main [name=account]").select_option(index=1)
    fill(
        page,
        {"opens_on": "2026-05-11", "closes_on": "2026-06-10", "research_fen": "300", "conversion_fen": "0"},
    )
    shot(page, "call-1-edit")
    press(page, "保存，去编申报书格式")
    page.wait_for_url("**/form/")
    assert page.locator("[name=place_goals]").input_value() == "1"
    page.locator("[name=place_patents]").select_option("1")
    page.locator("[name=required_patents]").check()
    press(page, "保存并预览")
    page.wait_for_url("**/preview/")
    shot(page, "call-2-preview")
    assert "拟申请专利" in page.locator("main").inner_text()
    page.goto(site.at(f"/projects/calls/{number}/"))
    press(page, "发布申报通知")
    assert said(page) == "已办理。"
    return number


def _place(page: "Page", name: str, words: str) -> int:
    return next(
        place
        for place, text in enumerate(page.locator(f"main [name={name}] option").all_inner_texts())
        if words in text
    )


def applies(page: "Page", member: "Page", site: "Site", say, call: str) -> str:
    """What is met is seen first; then section by section; the member agrees by the link in their own messages; the budget adds up."""
    page.goto(site.at(f"/projects/calls/{call}/"))
    shot(page, "call-3-public-en")
    assert chinese_left_beside(page, CALL) == []
    press(page, say("申报", context="verb"))
    page.locator("table.verdict").first.wait_for()
    press(page, say("开始填报"))
    page.wait_for_url("**/edit/")
    number = re.search(r"/applications/([^/]+)/", page.url)[1]
    basics = {
        "title": TITLE, "track": "research", "chain": "equipment", "standing": "platform", "leader_name": "孟清和",
        "starts_on": "2026-07-01", "ends_on": "2028-06-30", "requested_fen": "200", "own_fen": "300",
    }  # fmt: skip
    _keep(page, say, basics, "s1")
    _keep(
        page,
        say,
        {"summary": "在线检测。", "goals": "检出率99%。", "technologies": "3", "patents": "5"},
        "team",
    )
    team = {
        "name": "孟清和", "organisation_name": SELLER, "email": "seller@example.com", "degree": "doctor", "task": "总体", "months": "12",
    }  # fmt: skip
    _keep(page, say, {f"team-0-{name}": value for name, value in team.items()}, "partners")
    _keep(page, say, {}, "budget")
    lines = {"cost": "material", "city_fen": "200", "own_fen": "300"}
    _keep(page, say, {f"budget-0-{name}": value for name, value in lines.items()}, "papers")
    for kind, name in (("project_body", "实施方案.pdf"), ("project_commitment", "承诺书.pdf")):
        page.locator("main [name=kind]").select_option(kind)
        page.locator("[name=file]").set_input_files({"name": name, **PAPER, "buffer": pdf()})
        press(page, say("上传这份文件"))
        page.locator("main a", has_text=name).wait_for()
    page.goto(site.at(f"/projects/applications/{number}/edit/team/"))
    page.locator("button[name=remind]").wait_for()
    assert "/consent/" not in page.content()
    shot(page, "call-4-team-en")
    enter(member, site, "seller")
    member.goto(site.at("/notices/"))
    click(row_of(member, "请答复是否参加项目").get_by_role("button", name="打开"))
    press(member, "同意参加")
    page.goto(site.at(f"/projects/applications/{number}/edit/review/"))
    shot(page, "call-4-review-en")
    press(page, say("提交申报"))
    assert said(page) == say("申报已提交。")
    assert overflow(page) == 0
    return number


def _keep(page: "Page", say, values: dict[str, str], onward: str) -> None:
    fill(page, values)
    press(page, say("保存，到下一部分"))
    page.wait_for_url(f"**/edit/{onward}/")


def chinese_left_beside(page: "Page", *given: str) -> list[str]:
    """What is Chinese on an English page beside what people have written themselves."""
    return [text for text in chinese_left(page) if not any(words in text for words in given)]


def pdf() -> bytes:
    """A PDF of one page, as its software writes it, with the author's name."""
    from pypdf import PdfWriter  # noqa: PLC0415 - only these two papers need it

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Author": SELLER})
    writer.write(out)
    return out.getvalue()


def admits(page: "Page", site: "Site", number: str) -> None:
    """The officer finds it in the inbox and lets it through."""
    page.goto(site.at("/inbox/"))
    click(row_of(page, TITLE).first.get_by_role("link", name="去办理"))
    page.wait_for_url(f"**/applications/{number}/")
    shot(page, "call-5-application")
    press(page, "通过形式审查")
    assert said(page) == "已通过形式审查。"


def refuses_the_tied_and_assigns(page: "Page", site: "Site", call: str) -> None:
    """The days of the call pass; who worked for the applicant is refused; the others are assigned by field and load."""
    move(site, f"UPDATE projects_call SET closes_on='2026-05-19' WHERE number='{call}'")
    page.goto(site.at(f"/projects/calls/{call}/"))
    press(page, "截止申报")
    press(page, "开始评审")
    page.goto(site.at(f"/projects/calls/{call}/reviews/"))
    page.locator("main [name=expert]").first.select_option(label="江望舒 · 启明焊接研究院")
    press(page, "分派")
    assert "江望舒应当回避：任职" in said(page)
    press(page, "按领域和负荷分派")
    page.wait_for_load_state()
    shot(page, "call-6-reviews")
    assert "分派了2份评审" in said(page)
    assert "江望舒" not in row_of(page, TITLE).locator("td").nth(1).inner_text()


def scores(page: "Page", site: "Site", who: str, points: int) -> None:
    """An expert reads neither firm nor names, and gives points."""
    enter(page, site, who)
    page.goto(site.at("/inbox/"))
    click(page.get_by_role("link", name="去办理").first)
    page.wait_for_url("**/projects/reviews/*/")
    if who == "expert":
        shot(page, "call-7-review")
    text = page.locator("main").inner_text()
    assert [word for word in (SELLER, "孟清和") if word in text] == []
    with page.expect_download() as waiting:
        click(page.locator("main a[href*='/papers/']"))
    assert SELLER.encode("utf-16-be") not in waiting.value.path().read_bytes()
    for field in page.locator("main input[inputmode=numeric], main input[type=number]").all():
        field.fill(str(points))
    fill(page, {"comment": "路线清楚。"})
    press(page, "提交评分")
    page.wait_for_load_state()


def ranks_and_announces(page: "Page", site: "Site", call: str) -> None:
    """Minutes, order, public notice."""
    page.goto(site.at(f"/projects/calls/{call}/minutes/"))
    fill(page, {"held_on": "2026-05-20", "present": "五位专家", "text": "同意按平均分排序。"})
    click(page.locator("main form button[type=submit]").last)
    page.goto(site.at(f"/projects/calls/{call}/ranking/"))
    press(page, "排序并拟定立项")
    row_of(page, TITLE).locator(".state", has_text="拟立项").wait_for()
    shot(page, "call-8-ranking")
    assert "81" in row_of(page, TITLE).inner_text()
    press(page, "公示拟立项")
    assert said(page) == "已办理。"


def decides(leader: "Page", officer: "Page", site: "Site", call: str) -> str:
    """Not before the notice is over, and by another person than who ranked; then the contract is signed."""
    officer.goto(site.at(f"/projects/calls/{call}/"))
    assert officer.get_by_role("button", name="决定立项").count() == 0
    move(
        site,
        "UPDATE workflow_publicity SET starts_on='2026-05-04', ends_on='2026-05-12' WHERE kind='project_award'",
    )
    click(officer.locator("main a[href*='/publicity/']").first)
    press(officer, "办结公示")
    leader.goto(site.at(f"/projects/calls/{call}/"))
    press(leader, "决定立项")
    assert said(leader) == "已办理。"
    shot(leader, "call-9-decided")
    click(leader.locator("main a.name", has_text=TITLE))
    leader.wait_for_url("**/projects/*-XMB-*/")
    press(leader, "签订任务书")
    leader.locator(".casehead .state", has_text="在研").wait_for()
    return re.search(r"/projects/([^/]+)/", leader.url)[1]


def contract_is_on_paper(page: "Page", site: "Site", say, project: str) -> None:
    """The firm opens its contract as Word and as PDF."""
    page.goto(site.at(f"/projects/{project}/"))
    shot(page, "call-10-project-en")
    assert chinese_left_beside(page, TITLE) == []
    word = page.request.get(site.at(f"/projects/{project}/contract.docx"))
    told = "\n".join(
        cell.text
        for table in Document(io.BytesIO(word.body())).tables
        for row in table.rows
        for cell in row.cells
    )
    assert [text for text in (TITLE, SELLER, "孟清和") if text not in told] == []
    assert page.request.get(site.at(f"/projects/{project}/contract.pdf")).body().startswith(b"%PDF")


def pays(page: "Page", site: "Site") -> str:
    """The first part goes into a batch out of what the award has set aside."""
    page.goto(site.at("/projects/payable/"))
    shot(page, "call-11-payable")
    assert "1,000,000.00" in row_of(page, TITLE).inner_text()
    page.locator("main [name=account]").select_option(index=1)
    fill(page, {"title": "双百工程首笔"})
    press(page, "编制批次")
    page.wait_for_url("**/payments/*/")
    return re.search(r"/payments/([^/]+)/", page.url)[1]


def is_accepted(firm: "Page", officer: "Page", leader: "Page", site: "Site", say, project: str) -> None:
    """Report and accounts, acceptance asked for, inspected, accepted by another person."""
    firm.goto(site.at(f"/projects/{project}/"))
    for kind, name in (("project_science_report", "科技报告.pdf"), ("project_accounts", "经费决算.pdf")):
        firm.locator("main [name=kind]").select_option(kind)
        firm.locator("[name=file]").set_input_files({"name": name, **PAPER, "buffer": pdf()})
        press(firm, say("上传这份文件"))
        firm.locator("main a", has_text=name).wait_for()
    press(firm, say("申请验收"))
    firm.wait_for_url("**/acceptance/")
    fill(firm, {"spent_fen": "100"})
    click(firm.locator("main form button[type=submit]").last)
    firm.locator(".casehead .state", has_text=say("待验收")).wait_for()
    officer.goto(site.at(f"/projects/{project}/inspect/"))
    inspected = {
        "kind": "acceptance",
        "held_on": "2026-05-20",
        "finding": "good",
        "panel": "五位专家",
        "text": "完成指标。",
    }
    fill(officer, inspected)
    click(officer.locator("main form button[type=submit]").last)
    leader.goto(site.at("/inbox/"))
    click(row_of(leader, "决定验收结论").first.get_by_role("link", name="去办理"))
    press(leader, "通过验收")
    leader.locator(".casehead .state", has_text="通过验收").wait_for()
    firm.goto(site.at("/projects/mine/"))
    shot(firm, "call-12-mine-en")
    assert row_of(firm, TITLE).first.locator(".state").inner_text() == say("通过验收", context="project")


def is_recovered(firm: "Page", officer: "Page", leader: "Page", finance: "Page", site: "Site", say) -> None:
    """Last year's project is found to have failed: what was paid is called back, comes in, and the case is over."""
    leader.goto(site.at("/projects/records/"))
    click(row_of(leader, TO_RECOVER).locator("a.name"))
    press(leader, "认定未通过")
    fill(leader, {"reason": "经费用于无关的支出。"})
    click(leader.locator("main form button[type=submit]").last)
    leader.locator(".casehead .state", has_text="追缴中").wait_for()
    project = re.search(r"/projects/([^/]+)/", leader.url)[1]
    officer.goto(site.at("/payments/recoveries/"))
    recovery = re.search(r"\d{4}-ZJ-\d+", row_of(officer, "经费用于无关的支出").inner_text())[0]
    officer.goto(site.at(f"/payments/recoveries/{recovery}/demand/"))
    fill(officer, {"due_on": "2026-06-19"})
    click(officer.locator("main form button[type=submit]"))
    finance.goto(site.at(f"/payments/recoveries/{recovery}/receive/"))
    fill(finance, {"amount_fen": "500000", "received_on": "2026-05-20", "bank_reference": "TH0002"})
    click(finance.locator("main form button[type=submit]"))
    finance.wait_for_url(f"**/recoveries/{recovery}/")
    firm.goto(site.at(f"/projects/{project}/"))
    shot(firm, "call-13-recovered-en")
    assert firm.locator(".casehead .state").first.inner_text() == say("已追回", context="project")


def a_rival_finds_nothing(page: "Page", site: "Site", number: str, project: str) -> None:
    """Another firm reads the public list of what was granted, and nothing more."""
    enter(page, site, "rival")
    places = [f"/projects/applications/{number}/", f"/projects/{project}/", f"/projects/{project}/contract.docx", f"/api/projects/{project}"]  # fmt: skip
    assert [page.request.get(site.at(place)).status for place in places] == [404] * len(places)
    page.goto(site.at("/projects/mine/"))
    shot(page, "call-14-rival")
    assert TITLE not in page.locator("main").inner_text()


def move(site: "Site", change: str) -> None:
    """Move days on file: the site's own day stands still."""
    with sqlite3.connect(next(site.folder.glob("*.sqlite3")), timeout=30) as database:
        database.execute(change)
