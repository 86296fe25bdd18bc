"""A letter on screen: written with a live preview, co-signed, frozen, issued by another, opened number by number."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.cast import sign_in
from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.tests import factories

pytestmark = pytest.mark.django_db
BODY = factories.BODY


@pytest.fixture
def draft(register_one, officer):
    return factories.draft(by=officer)


@pytest.fixture
def frozen(register_one, officer, reviewer):
    return factories.again(factories.frozen(by=officer, signers=[reviewer]))


def at(letter, page=""):
    return f"/replies/letters/{letter.number}/{page}"


def typed(letter, **changes):
    facts = {"title": letter.title, "addressee": letter.addressee, "body": letter.body, "contact": ""}
    return facts | {"version": letter.version} | changes


def test_the_writing_page_shows_every_number_with_its_records(client, officer, draft):
    page = sign_in(client, officer).get(at(draft, "write/")).content.decode()

    assert ('class="claim claim-ok">1项' in page, 'class="claim claim-quoted">140.1亿元' in page) == (
        True,
        True,
    )
    assert ("1条" in page, "2017年科技统计公报，第2页" in page) == (True, True)


def test_the_preview_marks_a_number_without_origin_and_keeps_nothing(client, officer, draft):
    page = sign_in(client, officer).post(at(draft, "preview/"), typed(draft, body=BODY + "另有41家。"))

    assert 'class="claim claim-lost">41家' in page.content.decode()
    assert "<html" not in page.content.decode()
    assert factories.again(draft).body == BODY


def test_autosave_answers_with_moment_and_version(client, officer, draft):
    told = typed(draft, body=BODY + "完。", autosave="1")

    answer = json.loads(sign_in(client, officer).post(at(draft, "write/"), told).content)

    assert (answer["faults"], answer["version"], factories.again(draft).body) == (0, 1, BODY + "完。")


def test_a_second_window_loses_nothing(client, officer, draft):
    sign_in(client, officer)
    client.post(at(draft, "write/"), typed(draft, body=BODY + "先。"))

    page = client.post(at(draft, "write/"), typed(draft, body=BODY + "后。"))

    assert (page.status_code, factories.again(draft).body) == (400, BODY + "先。")
    assert "这份答复刚被改过。" in page.content.decode() and "后。" in page.content.decode()


def test_the_picker_offers_marks_with_values(client, officer, register_one):
    factories.reference(by=officer)
    sign_in(client, officer)

    part = client.get("/replies/letters/pick/?q=登记项数&year=2026", headers={"HX-Request": "true"})
    references = client.get("/replies/letters/pick/?q=rd.2017&year=2026")

    assert 'data-insert="{{contracts.count year=2026}}"' in part.content.decode()
    assert 'data-insert="{{ref:rd.2017}}"' in references.content.decode()


def test_sending_round_agreeing_freezing_and_issuing_by_the_pages(client, draft, officer, reviewer, leader):
    sign_in(client, officer).post(at(draft, "submit/"), {"signers": [reviewer.pk]})
    sign_in(client, reviewer).post(at(draft, "cosign/"), {"verdict": "agree", "remark": ""})
    sign_in(client, officer).post(at(draft, "freeze/"))
    sign_in(client, leader).post(
        at(draft, "issue/"), {"document_number": "沈科函〔2026〕3号", "issued_on": "2026-05-06"}
    )

    letter = factories.again(draft)
    assert (letter.state, letter.document_number, letter.proposal.state) == (
        "issued",
        "沈科函〔2026〕3号",
        "answered",
    )


def test_an_objection_without_reason_is_refused(client, register_one, officer, reviewer):
    letter = factories.cosigning(by=officer, signers=[reviewer])

    page = sign_in(client, reviewer).post(at(letter, "cosign/"), {"verdict": "object", "remark": ""})

    assert (page.status_code, factories.again(letter).state) == (400, "cosigning")
    assert "没有写理由。" in page.content.decode()


def test_the_issue_page_names_what_stands_in_the_way(client, register_one, officer, reviewer, leader):
    letter = factories.frozen(by=officer, signers=[reviewer], body=BODY + "另有41家。")
    sign_in(client, leader)

    page = client.get(at(letter, "issue/")).content.decode()
    forced = client.post(at(letter, "issue/"), {"document_number": "1", "issued_on": "2026-05-06"})

    assert ("现在不能签发：" in page, "41家" in page) == (True, True)
    assert (forced.status_code, factories.again(letter).state) == (400, "frozen")


def test_a_late_contract_stands_in_the_drift_report(client, frozen, register, officer):
    late = register("乙", 9)

    page = sign_in(client, officer).get(at(frozen, "drift/")).content.decode()
    whole = client.get("/replies/letters/drift/").content.decode()

    assert (late.number in page, late.number in whole, "1个数有变化" in page) == (True, True, True)


def test_the_drift_report_asks_as_often_for_many_letters_as_for_one(
    client, frozen, register, officer, reviewer
):
    sign_in(client, officer)
    asked = []
    for number, day in (("0470", 9), ("0471", 10)):
        register(number, day)
        client.get("/replies/letters/drift/")
        with CaptureQueriesContext(connection) as reading:
            page = client.get("/replies/letters/drift/").content.decode()
        asked.append((page.count("个数有变化"), len(reading)))
        for place in (number, f"{number}-1"):
            body = BODY + "成交额{{contracts.amount year=2026 unit=yi}}。"
            factories.frozen(by=officer, signers=[reviewer], number=place, body=body)

    assert asked == [(1, asked[0][1]), (3, asked[0][1])]
    assert asked[0][1] <= 15


def test_an_amount_that_moved_by_less_than_its_digits_shows_both_as_they_are(
    client, register_one, register, officer, reviewer
):
    body = "2026年成交额{{contracts.amount year=2026 unit=yi}}。"
    letter = factories.frozen(by=officer, signers=[reviewer], body=body)
    register("乙", 9, total_fen=100_001)

    page = sign_in(client, officer).get(at(letter, "drift/")).content.decode()

    assert ("386.00万元" in page, "386.10万元" in page, "0.04亿元" in page) == (True, True, False)


def test_each_number_of_an_issued_letter_opens(client, frozen, leader):
    actions.issue_letter(letter=frozen, document_number="1号", on=frozen.proposal.received_on, by=leader)
    sign_in(client, leader)

    part = client.get(at(frozen, "?figure=1"), headers={"HX-Request": "true"}).content.decode()
    second = client.get(at(frozen, "?figure=2"), headers={"HX-Request": "true"}).content.decode()

    assert "/contracts/records/?" in part and "/statistics/frozen/" in part and "<html" not in part
    assert "/replies/references/rd.2017/" in second


@pytest.mark.parametrize("query", ["?figure=0", "?figure=99", "?figure=x", "?figure=²"])
def test_odd_questions_still_show_the_letter(client, officer, draft, query):
    assert sign_in(client, officer).get(at(draft, query)).status_code == 200


def test_who_may_not_issue_sees_no_button_and_the_issuer_the_reason(
    client, frozen, register, officer, leader
):
    register("乙", 9)

    theirs = sign_in(client, officer).get(at(frozen)).content.decode()
    leaders = sign_in(client, leader).get(at(frozen)).content.decode()

    assert at(frozen, "issue/") not in theirs
    assert "还有1个数没有着落，处理完才能签发。" in leaders


def test_the_states_that_lead_back_ask_for_a_reason(client, frozen, officer, leader):
    sign_in(client, leader).post(at(frozen, "send-back/"), {"reason": "第二段要改"})

    letter = factories.again(frozen)
    assert (letter.state, letter.frozen_by) == ("draft", None)
    assert "第二段要改" in sign_in(client, officer).get(at(letter)).content.decode()


def test_a_recalled_letter_says_so(client, frozen, leader):
    actions.issue_letter(letter=frozen, document_number="1号", on=frozen.proposal.received_on, by=leader)

    sign_in(client, leader).post(at(frozen, "recall/"), {"reason": "有一处笔误"})

    assert "已收回" in client.get(at(frozen)).content.decode()


def test_a_firm_finds_no_letter_by_any_page(client, frozen, rival):
    sign_in(client, rival)

    pages = ("", "drift/", "letter.docx", "letter.pdf", "write/", "issue/", "cosign/", "submit/")
    assert [client.get(at(frozen, page)).status_code for page in pages] == [403] * 8
    assert Letter.objects.count() == 1
