"""Do the pages show each person what is theirs, and nothing else?"""

import re

import pytest
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import (
    SEEN,
    WAN,
    accepted,
    draft,
    examined,
    paper,
    registered,
    submitted,
)

pytestmark = pytest.mark.django_db
FACTS = {
    "signed_on": city_today(),
    "starts_on": city_today(),
    "ends_on": city_today().replace(year=city_today().year + 1),
}


def _text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_link_to_a_new_contract_makes_none_before_a_button_is_pressed(client, applicant):
    page = sign_in(client, applicant).get(reverse("contracts:start"))
    assert (page.status_code, "开始填报" in _text(page), Contract.objects.count()) == (200, True, 0)


def test_an_address_that_only_takes_buttons_says_so_in_our_own_words(client, registrar):
    page = sign_in(client, registrar).get(reverse("contracts:bulk"))
    assert (page.status_code, "这个网址不能直接打开" in _text(page)) == (405, True)


def test_draft_is_begun_filled_by_sections_and_submitted(client, applicant, rival_firm):
    sign_in(client, applicant)
    assert client.post(reverse("contracts:start")).status_code == 302
    contract = Contract.objects.get()
    sections = {
        "parties": {"seller": applicant.organisation.uscc, "seller_kind": "100", "buyer": rival_firm.uscc, "buyer_kind": "100"},
        "subject": {"project_name": "缺陷检测装置开发", "kind": "development", "subkind": "11", "field": "03", "plan_source": "none", "subject": "研究开发装置"},
        "amounts": {"total_fen": "386.00", "payment_form": "once", **{name: day.isoformat() for name, day in FACTS.items()},
                    "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "items-0-kind": "equipment", "items-0-name": "相机", "items-0-amount_fen": "33.60"},
        "ip": {"ip_kind": "20"},
    }  # fmt: skip
    for section, typed in sections.items():
        answer = client.post(reverse("contracts:edit_section", args=[contract.number, section]), typed)
        assert answer.status_code == 302, _text(answer)

    client.post(reverse("contracts:submit", args=[contract.number]))

    contract.refresh_from_db()
    assert (contract.state, contract.trade_fen, contract.buyer) == ("submitted", 352_400_000, rival_firm)


def test_autosave_keeps_what_reads_well_and_counts_faults(client, applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)
    sign_in(client, applicant)
    typed = {"project_name": "新名称", "kind": "", "autosave": "1", "field": "99"}

    answer = client.post(reverse("contracts:edit_section", args=[contract.number, "subject"]), typed)

    contract.refresh_from_db()
    assert (contract.project_name, contract.field, answer.json()["faults"]) == ("新名称", "03", 1)
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved_at"])


def test_bad_amount_is_named_and_nothing_else_is_lost(client, applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)
    sign_in(client, applicant)
    typed = {
        "total_fen": "三百万",
        "payment_terms": "分三期",
        "items-TOTAL_FORMS": "0",
        "items-INITIAL_FORMS": "0",
    }

    answer = client.post(reverse("contracts:edit_section", args=[contract.number, "amounts"]), typed)

    contract.refresh_from_db()
    assert "“三百万”不是数字" in _text(answer)
    assert (contract.total_fen, contract.payment_terms) == (386 * WAN, "分三期")


@pytest.mark.parametrize("page", ["detail", "edit", "request_change", "certificate"])
def test_rival_finds_nothing_byte_for_byte(client, applicant, university, rival, registrar, page):
    contract = registered(by=applicant, buyer=university, registrar=registrar, on=city_today(), **FACTS)
    sign_in(client, rival)

    theirs = client.get(reverse(f"contracts:{page}", args=[contract.number]))
    nothing = client.get(reverse(f"contracts:{page}", args=["2026-SY-99999"]))

    assert (theirs.status_code, nothing.status_code) == (404, 404)
    masked = [
        re.sub(r"2026-SY-\d+|[0-9a-f-]{32,36}|\w{64}", "", each.content.decode())
        for each in (theirs, nothing)
    ]
    assert masked[0] == masked[1]


def test_rival_post_changes_nothing(client, applicant, university, rival):
    contract = draft(by=applicant, buyer=university)
    sign_in(client, rival)

    answer = client.post(
        reverse("contracts:edit_section", args=[contract.number, "subject"]), {"project_name": "改名"}
    )

    contract.refresh_from_db()
    assert (answer.status_code, contract.project_name) == (404, "铸件表面缺陷在线检测装置开发")


@pytest.mark.parametrize("person_name", ["applicant", "registrar", "reviewer"])
def test_detail_opens_for_those_concerned(client, request, applicant, rival_firm, registrar, person_name):
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **FACTS)
    sign_in(client, request.getfixturevalue(person_name))

    answer = client.get(reverse("contracts:detail", args=[contract.number]))

    assert answer.status_code == 200
    assert contract.project_name in _text(answer)
    assert "386.00" in _text(answer)


def test_desk_registers_through_the_page(client, applicant, rival_firm, registrar):
    contract = submitted(by=applicant, buyer=rival_firm, on=city_today(), **FACTS)
    sign_in(client, registrar)
    client.post(reverse("contracts:accept", args=[contract.number]))
    answers = {
        "is_technology": "yes",
        "technology_ground": "有目标",
        "kind": "development",
        "subkind": "11",
        "trade_fen": "386.00",
        "text_ground": SEEN,
    }

    client.post(reverse("contracts:examine", args=[contract.number]), answers)
    client.post(reverse("contracts:register", args=[contract.number]))

    contract.refresh_from_db()
    assert (contract.state, contract.verified_trade_fen) == ("registered", 386 * WAN)


def test_return_through_the_page_marks_fields(client, applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **FACTS)
    sign_in(client, registrar)

    client.post(
        reverse("contracts:return", args=[contract.number]),
        {"remark": "请改", "marked": ["items"], "remark_items": "请分开写设备"},
    )

    contract.refresh_from_db()
    sign_in(client, applicant)
    page = client.get(reverse("contracts:edit_section", args=[contract.number, "amounts"]))
    assert contract.state == "returned"
    assert "请分开写设备" in _text(page)


def test_applicant_may_not_enter_the_desk(client, applicant):
    sign_in(client, applicant)

    assert client.get(reverse("contracts:queue")).status_code == 403


def test_auditor_reads_the_facts_and_no_contract_text(client, applicant, rival_firm, auditor):
    contract = submitted(by=applicant, buyer=rival_firm, on=city_today(), **FACTS)
    sign_in(client, auditor)

    answer = client.get(reverse("contracts:detail", args=[contract.number]))

    assert contract.project_name in _text(answer)
    assert contract.subject not in _text(answer)


def test_buyer_does_not_see_a_draft(client, applicant, rival, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)
    sign_in(client, rival)

    assert client.get(reverse("contracts:detail", args=[contract.number])).status_code == 404


def test_papers_open_for_parties_only(client, applicant, rival_firm, university_user, finance):
    contract = draft(by=applicant, buyer=rival_firm)
    stored = paper(contract, by=applicant)
    actions.submit_contract(contract=contract, by=applicant, on=city_today())
    address = reverse("documents:file", args=[stored.pk])

    seen = {
        name: sign_in(client, person).get(address).status_code
        for name, person in (("applicant", applicant), ("other", university_user), ("finance", finance))
    }

    assert seen == {"applicant": 200, "other": 404, "finance": 404}


def test_verify_shows_the_public_facts_only(client, applicant, rival_firm, registrar):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **FACTS)
    [certificate] = contract.certificates.all()

    answer = client.get(reverse("verify:certificate", args=[certificate.token]))

    text = _text(answer)
    assert "证书有效" in text
    assert contract.project_name in text
    assert all(
        secret not in text
        for secret in ("386.00", "3,860,000", applicant.organisation.name, rival_firm.name, contract.subject)
    )


def test_verify_compares_an_amount_without_telling_it(client, applicant, rival_firm, registrar):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **FACTS)
    address = reverse("verify:certificate", args=[contract.certificates.get().token])

    assert "与登记一致" in _text(client.get(address, {"amount": "3860000.00"}))
    differs = _text(client.get(address, {"amount": "386.00"}))
    assert "与登记的金额不同" in differs
    assert "单位是元，不是万元" in differs
    assert "不是原证书" not in differs


def test_verify_by_number_and_unknown_number(client, applicant, rival_firm, registrar):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **FACTS)

    assert "证书有效" in _text(client.get(reverse("verify:find"), {"number": contract.registration_number}))
    assert "没有这份证书" in _text(client.get(reverse("verify:find"), {"number": "2026210101999999"}))


@pytest.mark.parametrize("spoilt", [" {0} ", "{1} {2} {3} {4}", "{5}"])
def test_verify_reads_a_number_as_people_copy_it(client, applicant, rival_firm, registrar, spoilt):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **FACTS)
    number = contract.registration_number
    wide = number.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    typed = spoilt.format(number, *(number[place : place + 4] for place in (0, 4, 8, 12)), wide)

    assert "证书有效" in _text(client.get(reverse("verify:find"), {"number": typed}))


@pytest.mark.parametrize(
    "typed", ["123", "20262101019999990", "2026-SY-00043", "二〇二六二一〇一〇一九九九九九九"]
)
def test_verify_asks_for_sixteen_digits(client, db, typed):
    page = _text(client.get(reverse("verify:find"), {"number": typed}))

    assert "登记编号是16位数字（旧编号14位）。请填16位。" in page
    assert "没有这份证书" not in page


def test_public_and_legal_days_carry_their_year(client, applicant, rival_firm, registrar):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **FACTS)
    year = f"{city_today().year}年"
    short = re.compile(r"(?<!年)(?<!\d)\d{1,2}月\d{1,2}日")
    addresses = [
        reverse("verify:certificate", args=[contract.certificates.get().token]),
        reverse("contracts:detail", args=[contract.number]),
    ]
    pages = [_text(sign_in(client, registrar).get(address)) for address in addresses]

    assert [year in page for page in pages] == [True, True]
    assert [short.findall(page) for page in pages] == [[], []]


def test_certificate_is_a_pdf_with_the_chinese_face(client, applicant, rival_firm, registrar):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **FACTS)
    sign_in(client, applicant)

    answer = client.get(reverse("contracts:certificate", args=[contract.number]))

    assert answer.content.startswith(b"%PDF-")
    assert b"CJKjp" not in b"".join(re.findall(rb"/BaseFont\s*/\S+", answer.content))


def test_terms_of_payment_are_part_of_the_contract_text(client, applicant, rival_firm, registrar, auditor):
    facts = FACTS | {"payment_terms": "验收后付尾款一百万元"}
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today(), **facts)
    shown = []
    for person in (applicant, registrar, auditor):
        sign_in(client, person)
        shown.append("验收后付尾款" in client.get(f"/contracts/{contract.number}/").content.decode())

    assert shown == [True, True, False]


def test_own_code_as_buyer_is_told_at_the_field(client, applicant):
    contract = draft(by=applicant, buyer=None)
    code = applicant.organisation.uscc
    typed = {"seller": code, "seller_kind": "100", "buyer": code, "buyer_kind": "100"}

    for extra in ({}, {"autosave": "1"}):
        answer = sign_in(client, applicant).post(
            reverse("contracts:edit_section", args=[contract.number, "parties"]), typed | extra
        )
        assert answer.status_code == 200
        assert extra or "买方和卖方是同一个单位" in _text(answer)


def test_a_page_opened_before_a_change_does_not_undo_it(client, applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)
    address = reverse("contracts:edit_section", args=[contract.number, "subject"])
    mark = re.search(
        r'name="version" value="(\w+)"', sign_in(client, applicant).get(address).content.decode()
    )[1]
    fit = {"kind": "development", "subkind": "11", "field": "03", "plan_source": "none", "version": mark}
    client.post(address, fit | {"project_name": "甲窗口的名称", "subject": "研究开发装置"})

    answer = client.post(address, fit | {"project_name": "旧名称", "subject": "乙窗口的内容"})

    assert "这一节刚在别的窗口里改过" in _text(answer)
    assert Contract.objects.get().project_name == "甲窗口的名称"
    again = re.search(r'name="version" value="(\w+)"', answer.content.decode())[1]
    client.post(address, fit | {"project_name": "旧名称", "subject": "乙窗口的内容", "version": again})
    assert Contract.objects.get().subject == "乙窗口的内容"


@pytest.mark.parametrize("year", ["0000", "abc", "99999", "²⁰¹⁸"])
def test_a_year_that_is_none_narrows_nothing_and_is_no_filter(client, registrar, year):
    for name in ("records", "queue"):
        page = sign_in(client, registrar).get(
            reverse(f"contracts:{name}"), {"registered_year": year, "signed_year": year}
        )
        assert (page.status_code, f"年份：{year}" in _text(page)) == (200, False)
