"""Proposals and references on screen: registered, assigned, given back, found; never shown to firms."""

from datetime import date

import pytest

from tests.support.cast import sign_in
from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.models import Letter, Proposal, Reference
from zhuanhua.accountability.replies.tests import factories

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "cppcc",
    "session": "市政协十五届二次会议",
    "paper_number": "0469",
    "title": "进一步提高科技成果转化水平",
    "proposers": "方委员",
    "received_on": "2026-03-02",
    "term_days": "10",
    "due_on": "",
    "lead_unit": "市科技局",
}
NUMBER = {
    "code": "rd.2017",
    "name": "2017年研发经费支出",
    "text": "140.1亿元",
    "definition": "全社会研发经费",
    "document": "科技统计公报",
    "page": "第2页",
    "as_of": "2017-12-31",
}


def test_a_proposal_is_registered_with_its_last_working_day(client, officer):
    response = sign_in(client, officer).post("/replies/proposals/new/", TYPED)

    case = Proposal.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/replies/proposals/{case.number}/")
    assert (case.state, case.due_on) == ("received", date(2026, 3, 16))


def test_two_terms_are_refused_beside_the_field_and_nothing_is_kept(client, officer):
    page = sign_in(client, officer).post("/replies/proposals/new/", TYPED | {"due_on": "2026-05-02"})

    assert (page.status_code, Proposal.objects.count()) == (400, 0)
    assert "答复期限没有填，或者填了两种。" in page.content.decode()


def test_assigning_leads_to_writing(client, officer):
    case = factories.proposal(by=officer)
    sign_in(client, officer)

    client.post(
        f"/replies/proposals/{case.number}/assign/", {"drafter": officer.pk, "draft_due_on": "2026-04-02"}
    )
    response = client.post(f"/replies/proposals/{case.number}/begin/")

    letter = Letter.objects.get()
    assert response["Location"] == f"/replies/letters/{letter.number}/write/"
    assert (letter.state, letter.proposal.state) == ("draft", "assigned")


def test_another_drafters_proposal_says_who_writes(client, officer, play):
    other = play("other", role="officer", name="许另")
    case = factories.assigned(by=officer, drafter=other)

    page = sign_in(client, officer).get(f"/replies/proposals/{case.number}/").content.decode()

    assert "这件由许另起草。" in page


def test_giving_back_needs_a_reason(client, officer):
    case = factories.proposal(by=officer)
    sign_in(client, officer)

    refused = client.post(f"/replies/proposals/{case.number}/return/", {"reason": ""})
    client.post(f"/replies/proposals/{case.number}/return/", {"reason": "属市发改委职责"})

    case.refresh_from_db()
    assert (refused.status_code, case.state) == (400, "returned")


def test_the_list_shows_what_is_due_and_finds_by_number(client, officer):
    factories.proposal(by=officer)
    factories.proposal(by=officer, number="0501", title="建设中试基地")

    whole = sign_in(client, officer).get("/replies/proposals/").content.decode()
    found = client.get("/replies/proposals/?q=0501").content.decode()

    assert ("建设中试基地" in whole, "进一步提高" in whole) == (True, True)
    assert ("建设中试基地" in found, "进一步提高" in found) == (True, False)


def test_the_empty_list_says_how_to_begin(client, officer):
    assert "收到交办通知后登记" in sign_in(client, officer).get("/replies/proposals/").content.decode()


def test_a_reference_is_entered_corrected_and_handed_over(client, officer, register_one):
    sign_in(client, officer)

    client.post("/replies/references/new/", NUMBER)
    client.post(
        "/replies/references/rd.2017/correct/",
        {**NUMBER, "text": "140.2亿元", "reason": "公报更正"},
    )
    client.post("/replies/references/rd.2017/replace/", {"mark": "{{contracts.count year=2026}}"})

    reference = Reference.objects.get()
    assert (reference.text, reference.replaced_by) == ("140.2亿元", "{{contracts.count year=2026}}")
    assert "改由记录计算" in client.get("/replies/references/rd.2017/").content.decode()


def test_a_number_without_unit_is_refused_beside_the_field(client, officer):
    page = sign_in(client, officer).post("/replies/references/new/", NUMBER | {"text": "很多"})

    assert (page.status_code, "不是一个带单位的数" in page.content.decode()) == (400, True)


def test_a_firm_sees_no_proposals_and_no_references(client, officer, rival):
    case = factories.proposal(by=officer)
    factories.reference(by=officer)
    sign_in(client, rival)

    pages = ("proposals/", f"proposals/{case.number}/", "references/", "references/rd.2017/", "letters/")
    assert [client.get(f"/replies/{page}").status_code for page in pages] == [403] * 5


def test_an_auditor_reads_and_changes_nothing(client, officer, auditor):
    case = factories.proposal(by=officer)
    sign_in(client, auditor)

    assert client.get(f"/replies/proposals/{case.number}/").status_code == 200
    assert client.get("/replies/proposals/new/").status_code == 403
    assert client.get(f"/replies/proposals/{case.number}/assign/").status_code == 403


@pytest.mark.parametrize(
    "title", ["支持中小企业", "关于支持中小企业的提案", "关于支持中小企业提案", "支持中小企业的提案"]
)
def test_a_new_letter_names_its_subject_once(officer, title):
    letter = actions.draft_letter(proposal=factories.assigned(by=officer, title=title), by=officer)

    assert letter.body == "您提出的关于支持中小企业的提案收悉，现答复如下："
