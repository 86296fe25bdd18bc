"""Does a seller's contract come from the first keystroke to a certificate that a stranger can verify, in both languages?"""

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.journeys.steps import chinese_left, click, enter, fill, overflow, press, row_of, said
from tests.journeys.world import BUYER, SELLER
from tests.support.browser import shot
from zhuanhua.demo.papers import pdf

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = {"zh-hans": "冷端换热管束防垢涂层开发", "en": "余热锅炉受热面清灰装置开发"}
SUBJECT = "研究开发防垢涂层，换热系数下降不超过3%，交付样件和工艺规程。"
SECRET_TERMS = "第一期付30%，以方案评审单为准。"
BETTER_SUBJECT = "研究开发防垢涂层，换热系数下降不超过2%，连续运行720小时验收，交付样件和工艺规程。"


def uscc_of(number: int) -> str:
    """Give the invented code of the small city's organisations."""
    from tests.support.cast import valid_uscc

    return valid_uscc(number)


def sections(name: str) -> dict[str, dict[str, str]]:
    """Give what the seller types, section by section."""
    return {
        "parties": {"seller_kind": "100", "buyer": uscc_of(2), "buyer_kind": "100"},
        "subject": {"project_name": name, "kind": "development", "subkind": "11", "field": "05", "plan_source": "none", "subject": SUBJECT},
        "amounts": {
            "total_fen": "386", "payment_form": "once", "signed_on": "2026-05-06", "starts_on": "2026-05-06", "ends_on": "2027-05-05",
            "payment_terms": SECRET_TERMS, "items-0-kind": "equipment", "items-0-name": "喷涂机", "items-0-amount_fen": "33.6",
        },
        "ip": {"ip_kind": "20"},
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_contract_from_draft_to_certificate_and_public_check(site, visitor, language):
    name = NAMES[language]
    seller, registrar = visitor(), visitor()
    say = enter(seller, site, "seller", language)
    enter(registrar, site, "registrar", language)
    number = draft(seller, site, say, name)
    come_back(seller, site, say, name, number)
    hand_in(seller, say, name)
    send_back(registrar, site, say, number)
    correct(seller, site, say, number)
    see_difference(registrar, site, say, number)
    examine_and_register(registrar, say, number)
    registration, address = certificate(seller, site, say, number, name)
    verify_in_public(visitor(phone=True), address, name, registration)


def draft(page: "Page", site, say, name: str) -> str:
    """Begin; the first section saves itself while the seller types."""
    page.goto(site.at("/contracts/mine/"))
    press(page, say("申报合同"))
    page.wait_for_url("**/edit/")
    number = re.search(r"/contracts/([^/]+)/edit/", page.url)[1]
    fill(page, sections(name)["parties"])
    page.locator("[data-saved]", has_text=re.compile(rf"{say('已保存')} \d\d:\d\d")).wait_for()
    assert say.language == "zh-hans" or chinese_left(page) == []
    shot(page, f"seller-1-draft-{say.language}")
    return number


def come_back(page: "Page", site, say, name: str, number: str) -> None:
    """Leave without pressing anything; the draft waits in the list with what was typed."""
    page.goto(site.at("/contracts/mine/"))
    click(row_of(page, number).locator("a.name"))
    press(page, say("继续填写"))
    assert page.locator("[name=buyer]").input_value() == uscc_of(2)


def hand_in(page: "Page", say, name: str) -> None:
    """Fill section after section, attach the text, submit."""
    for section, values in sections(name).items():
        click(page.locator(f'.parts a[href$="/edit/{section}/"]'))
        page.wait_for_url(f"**/edit/{section}/")
        fill(page, values)
        press(page, say("保存，到下一部分"))
        page.wait_for_url(re.compile(rf"/edit/(?!{section}/)\w+/"))
    upload(page, say, name)
    press(page, say("下一部分"))
    page.get_by_role("button", name=say("提交登记申请")).wait_for()
    assert page.locator(".met-no").count() == 0
    shot(page, f"seller-2-review-{say.language}")
    press(page, say("提交登记申请"))
    assert said(page) == say("已提交。受理后会通知您，最迟办结日会写在合同页上。")


def upload(page: "Page", say, name: str) -> None:
    """Attach the contract's text, an ordinary PDF of its own."""
    paper = pdf(name, [f"合同总价386万元。{SECRET_TERMS}"]).read()
    page.locator("[name=kind]").select_option("contract_text")
    page.locator("[name=file]").set_input_files(
        {"name": "技术合同.pdf", "mimeType": "application/pdf", "buffer": paper}
    )
    press(page, say("上传这份文件"))
    page.locator("main table", has_text="技术合同.pdf").wait_for()
    assert said(page) == say("附件已收到。")


def send_back(page: "Page", site, say, number: str) -> None:
    """Mark one field, say how to mend it, return."""
    page.goto(site.at(f"/contracts/{number}/"))
    press(page, say("退回补正", context="verb"))
    page.locator('[name=marked][value="subject"]').check()
    page.locator("[name=remark_subject]").fill("请写明验收标准。")
    page.locator("[name=remark]").fill("请按标出的字段补正后再提交。")
    shot(page, f"seller-3-return-{say.language}")
    assert say.language == "zh-hans" or chinese_left(page) == []
    press(page, say("退回补正", context="verb"))
    assert said(page) == say("已退回补正，期限暂停计算。")


def correct(page: "Page", site, say, number: str) -> None:
    """See what is marked and why; mend it; hand in again."""
    page.goto(site.at(f"/contracts/{number}/edit/subject/"))
    assert page.locator(".field-returned").count() == 1
    assert "请写明验收标准。" in page.locator(".field-returned .remark").inner_text()
    assert say("退回%(count)d处", count=1) in page.locator('.parts a[aria-current="step"]').inner_text()
    shot(page, f"seller-4-correct-{say.language}")
    fill(page, {"subject": BETTER_SUBJECT})
    press(page, say("保存"))
    page.locator(".said", has_text=say("已保存。")).wait_for()
    page.goto(site.at(f"/contracts/{number}/edit/review/"))
    press(page, say("提交补正"))
    assert page.locator(".casehead .state").inner_text() == say("已补正，等待受理")


def see_difference(page: "Page", site, say, number: str) -> None:
    """Both versions side by side: what went is struck, what came is underlined."""
    page.goto(site.at(f"/contracts/{number}/"))
    shot(page, f"seller-5-difference-{say.language}")
    old, new = page.locator(".diff > div").all_inner_texts()
    assert page.locator(".diff").count() == 1
    assert (SUBJECT in old, BETTER_SUBJECT in new) == (True, True)
    assert page.locator(".diff del").count() > 0
    assert page.locator(".diff ins").count() > 0


def examine_and_register(page: "Page", say, number: str) -> None:
    """Accept, answer the three questions, register."""
    press(page, say("受理"))
    page.locator(".said", has_text=say("已受理，开始计算期限。")).wait_for()
    assert page.get_by_role("button", name=say("核准登记")).get_attribute("aria-disabled") == "true"
    press(page, say("三项认定"))
    assert page.locator("[name=trade_fen]").input_value() == "352.40"
    fill(page, {"is_technology": "yes", "technology_ground": "有明确的技术目标和验收标准。", "kind_ground": "标的是尚未掌握的涂层。"})  # fmt: skip
    shot(page, f"seller-6-examine-{say.language}")
    assert say.language == "zh-hans" or chinese_left(page) == []
    press(page, say("保存三项认定"))
    page.locator(".said", has_text=say("三项认定已保存。")).wait_for()
    press(page, say("核准登记"))
    page.locator(".said", has_text=say("已登记，证书已生成，双方已收到通知。")).wait_for()
    shot(page, f"seller-7-registered-{say.language}")


def certificate(page: "Page", site, say, number: str, name: str) -> tuple[str, str]:
    """Download the certificate; give its number and the address of its QR code."""
    page.goto(site.at(f"/contracts/{number}/"))
    with page.expect_download() as waiting:
        press(page, say("下载证书"))
    reader = PdfReader(BytesIO(waiting.value.path().read_bytes()))
    text = "".join(sheet.extract_text() for sheet in reader.pages)
    registration = waiting.value.suggested_filename.removesuffix(".pdf")
    assert re.fullmatch(r"\d{16}", registration)
    assert (registration in text, name in text.replace("\n", "")) == (True, True)
    assert say.language == "zh-hans" or chinese_left(page) == []
    return registration, site.at(page.locator('main a[href^="/verify/"]').get_attribute("href"))


def verify_in_public(phone: "Page", address: str, name: str, registration: str) -> None:
    """A stranger scans the code: name, kind and band, nothing that only the parties may know."""
    phone.goto(address)
    shown = phone.locator("body").inner_text()
    shot(phone, f"seller-8-verify-{registration}")
    assert phone.locator("h1").inner_text() == "证书有效"
    assert [
        word for word in (name, registration, "技术开发", "100万元以上，不足500万元") if word not in shown
    ] == []
    secret = (
        SELLER,
        BUYER,
        uscc_of(1),
        uscc_of(2),
        "386",
        "352",
        "喷涂机",
        "720小时",
        SECRET_TERMS,
        "孟清和",
    )
    assert [word for word in secret if word in phone.content()] == []
    assert overflow(phone) == 0
