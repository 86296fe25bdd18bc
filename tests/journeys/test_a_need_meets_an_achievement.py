"""Do a firm's workbook and a university's patents come together in a registered contract, with reasons, and unseen by those without the right?"""

import re

from tests.journeys.steps import click, enter, fill, press, row_of, said
from tests.journeys.world import HIDDEN, JOINT, UNIVERSITY
from tests.support.browser import shot
from zhuanhua.programmes.needs.tests.workbooks import row, workbook

ABSTRACT = "本发明公开了一种铸件表面缺陷检测装置，包括线阵相机、光源和除尘风刀，用机器视觉在线检测铸件表面裂纹和气孔，检测速度每秒二点五米。"
PATENTS = f"""id,title,assignee,abstract,label_id,label_source
a1,一种铸件表面缺陷检测装置,{UNIVERSITY},{ABSTRACT},7,x
a2,一种铸件表面缺陷检测装置,{UNIVERSITY},{ABSTRACT.replace("二点五", "三")},7,x
a3,一种减速器齿面修形方法,{UNIVERSITY},本发明公开了一种减速器齿面修形方法，按载荷谱计算修形量，降低传动噪声。,7,x
a4,一种水稻育秧基质,{UNIVERSITY},由秸秆和腐殖酸发酵而成的水稻育秧基质，提高成活率。,3,x
"""
CASTING = "铸件表面裂纹靠人工目视，漏检约4%，希望用机器视觉在线检测铸件表面缺陷。"
GEAR = "减速器噪声大，客户投诉，希望做齿面修形。"
FURNACE = "热处理炉能耗高，希望改造燃烧控制。"
NEED = "铸件表面裂纹靠人工目视"
OFFER = "一种铸件表面缺陷检测装置"
TODAY = "2026-05-20"


def bring(page, site, sheet: str, name: str, content: bytes) -> None:
    """Upload a file, agree to the mapping of columns, and come to the check."""
    page.goto(site.at(f"/imports/{sheet}/"))
    page.locator("[name=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    press(page, "上传并读取")
    click(page.get_by_role("button", name="按此核对"))
    page.get_by_role("heading", name="核对后再导入").wait_for()


def publish_all(page, site, name: str) -> None:
    """As the desk: choose everything that waits, look it over, publish."""
    page.goto(site.at(f"/{name}/desk/"))
    page.locator("[data-pick-all]").check()
    press(page, "发布所选")
    click(page.locator("main button", has_text=re.compile("^发布这")))
    page.locator(".said").wait_for()


def needs_of_the_firm(page, site) -> None:
    """The 18 columns with two bad rows: named, corrected in the file, imported."""
    bad = [
        row(1, "", CASTING),
        row(2, "", GEAR, revenue="很多"),
        row(3, "", FURNACE, revenue="0.5亿元", research="也许"),
    ]
    good = [row(1, "", CASTING), row(2, "", GEAR), row(3, "", FURNACE, revenue="0.5亿元", research="80万元")]
    bring(page, site, "needs", "需求表.xlsx", workbook(bad).read())
    named = page.locator("table", has_text="错在哪里").locator("tbody tr").all_inner_texts()
    assert [text.split("\t")[2] for text in named] == ["很多", "也许"]
    shot(page, "match-1-faults")
    press(page, "取消，换一个文件")
    bring(page, site, "needs", "需求表.xlsx", workbook(good).read())
    press(page, "导入这3行")
    page.get_by_role("heading", name="已导入3行").wait_for()


def patents_of_the_university(page, site) -> None:
    """Patents in the columns of the patent office's export: one came in twice, is compared and merged."""
    bring(page, site, "achievements", "专利.csv", PATENTS.encode())
    press(page, "导入这4行")
    page.locator("h1", has_text="已导入").wait_for()
    page.goto(site.at("/achievements/duplicates/"))
    press(page, "比对选中的两条")
    fill(page, {"reason": "同一件专利，两次公布。"})
    page.locator("main [name=kept]").first.check()
    press(page, "合并这两条")
    page.locator(".said").wait_for()


def test_a_need_and_a_patent_meet_in_a_registered_contract_and_nobody_else_sees_it(site, visitor, watch):
    firm, house, desk, broker, rival = (visitor() for _ in range(5))
    enter(firm, site, "seller")
    needs_of_the_firm(firm, site)
    enter(house, site, "university")
    patents_of_the_university(house, site)
    enter(desk, site, "reviewer")
    for name in ("needs", "achievements"):
        publish_all(desk, site, name)

    firm.goto(site.at("/needs/mine/"))
    click(firm.get_by_role("link", name=NEED).first)
    click(firm.get_by_role("link", name="看看匹配"))
    click(firm.locator(".ranked a", has_text=OFFER))
    assert "两边都写了“" in firm.locator(".reasons").first.inner_text()
    assert firm.locator("mark.shared").count() > 1
    shot(firm, "match-2-reasons")
    ranked = firm.url
    press(firm, "合适，请牵线")
    assert "已请对方同意联系" in said(firm)
    match = firm.url

    house.goto(match)
    press(house, "同意联系")
    firm.goto(match)
    firm.locator("[name=broker]").select_option(index=1)
    press(firm, "委托撮合")
    enter(broker, site, "agency")
    broker.goto(match)
    for step in ("已联系上", "已经面谈", "达成意向", "签订合同"):
        fill(broker, {"done_on": TODAY})
        press(broker, step)
    firm.goto(site.at("/contracts/mine/"))
    click(row_of(firm, JOINT).get_by_role("link").first)
    registration = re.search(r"\b\d{16}\b", firm.locator("main").inner_text())
    assert registration is not None
    fill(broker, {"done_on": TODAY, "registration": registration[0]})
    press(broker, "合同已经登记")
    assert registration[0] in broker.locator("main").inner_text()
    shot(broker, "match-3-registered")

    watch.expected.append("404")
    enter(rival, site, "rival")
    for address in (match, ranked):
        assert rival.goto(address).status == 404
    rival.goto(site.at("/matching/"))
    page = rival.locator("main").inner_text()
    assert (NEED in page, UNIVERSITY in page) == (False, False)
    assert set(rival.locator(".views .count").all_inner_texts()) == {"0"}


def test_a_restricted_need_is_found_by_its_firm_alone_in_lists_counts_and_matches(site, visitor):
    firm, rival, broker = (visitor() for _ in range(3))
    for page, who in ((firm, "seller"), (rival, "rival"), (broker, "agency")):
        enter(page, site, who)
    firm.goto(site.at("/needs/mine/"))
    click(firm.get_by_role("link", name=HIDDEN).first)
    number = firm.url.rstrip("/").rsplit("/", 1)[1]
    click(firm.get_by_role("link", name="看看匹配"))
    firm.locator("h1", has_text=HIDDEN).wait_for()

    for page in (rival, broker):
        for address in (f"/needs/?q={HIDDEN}", f"/search/?q={HIDDEN}", "/matching/leads/"):
            page.goto(site.at(address))
            assert page.locator(f'a[href*="{number}"]').count() == 0
        page.goto(site.at(f"/needs/?q={HIDDEN}"))
        assert page.locator(".pagehead p").first.inner_text().startswith("0项")
