"""Does the page that sends a contract back lose nothing that the registrar typed?"""

import pytest
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.tests.factories import accepted, paper
from zhuanhua.shared.workflow.queries import open_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(applicant, rival_firm, registrar):
    return accepted(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today())


def _send_back(client, registrar, contract, **typed):
    sign_in(client, registrar)
    return client.post(reverse("contracts:return", args=[contract.number]), typed)


def test_a_remark_alone_marks_its_field(client, registrar, contract):
    _send_back(client, registrar, contract, remark="", remark_subject="写明验收标准", remark_ip_kind=" ")

    [field] = open_return(contract).fields.all()
    assert (field.field, field.remark) == ("subject", "写明验收标准")


def test_remarks_of_fields_stand_for_the_remark_of_the_whole(client, registrar, contract, applicant):
    _send_back(client, registrar, contract, remark_subject="写明验收标准", remark_total_fen="与文本不符")

    contract.refresh_from_db()
    answer = sign_in(client, applicant).get(reverse("contracts:detail", args=[contract.number]))
    assert (contract.state, open_return(contract).remark) == ("returned", "")
    assert "写明验收标准；与文本不符" in answer.content.decode()


def test_a_tick_without_words_is_told_at_its_place_and_nothing_is_lost(client, registrar, contract):
    answer = _send_back(client, registrar, contract, marked=["subject"], remark_total_fen="与文本不符")

    contract.refresh_from_db()
    page = answer.content.decode()
    assert contract.state == "accepted"
    assert '<a href="#r-subject">技术内容和目标：没有写怎么改' in page
    assert 'value="与文本不符"' in page
    assert 'value="total_fen" id="m-total_fen" checked' in page


def test_a_remark_of_the_whole_without_any_field_is_refused(client, registrar, contract):
    answer = _send_back(client, registrar, contract, remark="请改")

    assert "没有标出要补正的字段" in answer.content.decode()


def test_papers_can_be_marked_and_the_applicant_reads_it_there(client, registrar, applicant, contract):
    _send_back(client, registrar, contract, remark_papers="合同文本缺第3页")

    contract.refresh_from_db()
    paper(contract, by=applicant)
    page = (
        sign_in(client, applicant)
        .get(reverse("contracts:edit_section", args=[contract.number, "papers"]))
        .content.decode()
    )
    assert "合同文本缺第3页" in page
    assert "退回1处" in page
    assert "<td>合同文本（双方签章）</td>" in page


def _hand_in_again(client, applicant, contract, **typed):
    sign_in(client, applicant)
    client.post(reverse("contracts:submit", args=[contract.number]), typed)
    contract.refresh_from_db()
    return contract.state


def test_a_correction_that_changes_nothing_marked_is_refused_by_name(client, registrar, applicant, contract):
    _send_back(client, registrar, contract, remark_subject="写明验收标准", remark_total_fen="与文本不符")
    actions.save_draft(contract=contract, values={"subject": "验收标准：检出率98%"}, by=applicant)

    assert _hand_in_again(client, applicant, contract) == "returned"
    page = client.get(reverse("contracts:edit_section", args=[contract.number, "review"])).content.decode()
    assert "退回时标出的“合同成交额”还没有改。" in page
    assert f'<a href="/contracts/{contract.number}/edit/amounts/#id_total_fen">合同成交额</a>' in page


@pytest.mark.parametrize(("typed", "state"), [({}, "returned"), ({"although_unchanged": "1"}, "resubmitted")])
def test_what_need_not_change_is_handed_in_after_a_tick(client, registrar, applicant, contract, typed, state):
    _send_back(client, registrar, contract, remark_subject="写明验收标准")

    assert _hand_in_again(client, applicant, contract, **typed) == state


def test_a_changed_correction_needs_no_tick(client, registrar, applicant, contract):
    _send_back(client, registrar, contract, remark_papers="请附合同文本")
    contract.refresh_from_db()
    paper(contract, by=applicant)

    assert _hand_in_again(client, applicant, contract) == "resubmitted"


def test_autosaved_lines_are_folded_and_files_are_named(client, registrar, applicant, contract):
    _send_back(client, registrar, contract, remark_subject="写明验收标准")
    for words in ("一", "二", "三"):
        actions.save_draft(contract=contract, values={"subject": words}, by=applicant)
    contract.refresh_from_db()
    paper(contract, by=applicant)

    page = (
        sign_in(client, registrar).get(reverse("contracts:detail", args=[contract.number])).content.decode()
    )

    assert page.count("保存草稿3次。") == 1
    assert "上传合同文本（双方签章）“合同.pdf”。" in page
