"""Does the application form keep what is typed, and say at the field what is wrong?"""

import pytest
from django.urls import reverse

from tests.support.cast import sign_in, valid_uscc
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.judging import findings_for
from zhuanhua.programmes.contracts.forms import AmountsForm, ExaminationForm, SubjectForm
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import DAY, accepted, draft
from zhuanhua.shared.people.models import Organisation

pytestmark = pytest.mark.django_db
LINES = {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"}


@pytest.fixture
def contract(applicant):
    return actions.start_draft(by=applicant, on=city_today())


def _address(contract, section):
    return reverse("contracts:edit_section", args=[contract.number, section])


def _page(client, contract, section):
    return client.get(_address(contract, section)).content.decode()


@pytest.mark.parametrize("role", ["buyer", "seller"])
def test_a_name_without_code_is_kept_and_shown_again(client, applicant, contract, role):
    sign_in(client, applicant)
    typed = {f"{role}_name": "启明新岸动力有限公司", "is_import": "on", "autosave": "1"}

    answer = client.post(_address(contract, "parties"), typed)

    assert answer.json()["faults"] == 0
    assert 'value="启明新岸动力有限公司"' in _page(client, contract, "parties")


def test_autosave_enters_no_organisation_and_saving_does(client, applicant, contract):
    sign_in(client, applicant)
    typed = {"buyer": valid_uscc(77), "buyer_name": "启明新岸"}
    before = Organisation.objects.count()

    client.post(_address(contract, "parties"), typed | {"autosave": "1"})

    assert Organisation.objects.count() == before
    assert "平台里还没有“启明新岸”" in _page(client, contract, "parties")
    client.post(_address(contract, "parties"), typed | {"buyer_name": "启明新岸动力有限公司"})
    contract.refresh_from_db()
    assert (contract.buyer.name, contract.parties_typed) == ("启明新岸动力有限公司", {})


def test_a_code_that_cannot_be_read_loses_nothing_else(client, applicant, contract):
    sign_in(client, applicant)

    answer = client.post(_address(contract, "parties"), {"buyer": "9121", "buyer_kind": "100"})

    contract.refresh_from_db()
    assert (contract.buyer_kind, contract.parties_typed["buyer"]) == ("100", "9121")
    assert "有1处要改" in answer.content.decode()


def test_a_returned_contract_keeps_its_required_fields(client, applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar, on=city_today())
    actions.return_contract(contract=contract, by=registrar, on=city_today(), fields={"subject": "改"})
    sign_in(client, applicant)

    answer = client.post(_address(contract, "subject"), {"project_name": "", "kind": "", "subject": "新"})

    contract.refresh_from_db()
    assert (answer.status_code, contract.project_name, contract.subject) == (
        200,
        "铸件表面缺陷在线检测装置开发",
        "新",
    )


def test_an_end_before_the_start_is_told_at_the_field():
    form = AmountsForm({"starts_on": "2026-05-01", "ends_on": "2026-04-30"})

    assert form.errors["ends_on"] == ["履行截止日期早于起始日期。请填起始日期或以后的日期。"]


@pytest.mark.parametrize("typed", ["2026-02-30", "2026年4月31日", "20261301"])
def test_a_day_that_does_not_exist_is_named_so(typed):
    assert AmountsForm({"signed_on": typed}).errors["signed_on"] == ["没有这一天。请核对年月日。"]


def test_what_is_no_day_at_all_is_told_by_example():
    assert AmountsForm({"signed_on": "明天"}).errors["signed_on"] == ["不是日期。请按2019-04-02的样子填。"]


def test_wrong_amounts_in_lines_are_counted_and_led_to(client, applicant, contract):
    sign_in(client, applicant)
    typed = LINES | {
        "total_fen": "很多",
        "items-0-kind": "parts",
        "items-0-name": "件",
        "items-0-amount_fen": "多",
    }

    page = client.post(_address(contract, "amounts"), typed).content.decode()

    assert "有2处要改" in page
    assert '<a href="#id_items-0-amount_fen">第1行金额：' in page


def test_every_box_of_a_line_has_its_name(client, applicant, contract):
    page = _page(sign_in(client, applicant), contract, "amounts")

    names = [f'aria-label="第2行{label}"' for label in ("类别", "项目", "金额", "合理数量的标的物，不扣除")]
    assert [name for name in names if name not in page] == []


def test_a_subkind_of_another_kind_is_refused_at_the_field():
    form = SubjectForm({"kind": "development", "subkind": "51"})

    assert form.errors["subkind"] == ["合同细类不属于所选的合同类型。请重新选择细类。"]


def test_subkinds_stand_under_their_kind(client, applicant, contract):
    page = _page(sign_in(client, applicant), contract, "subject")

    group = page[page.index('<optgroup label="技术许可">') :].partition("</optgroup>")[0]
    assert [each[:2] for each in group.split('value="')[1:]] == ["31", "32", "33"]


def test_what_the_kind_demands_is_not_called_optional(client, applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm, kind="licence", subkind="31", payment_form="royalty")
    sign_in(client, applicant)

    answer = client.post(_address(contract, "subject"), {"autosave": "1", "kind": "licence", "subkind": "31"})

    assert 'data-need="licence_form" hidden' in _page(client, contract, "subject")
    assert 'data-need="objective">' in _page(client, contract, "subject")
    assert set(answer.json()["needed"]) >= {"licence_form", "ip_expires_on"}


@pytest.mark.parametrize(
    ("facts", "place"),
    [({"subject": ""}, "subject/#id_subject"), ({"monopoly_clauses": ["1"]}, "subject/#id_monopoly_clauses")],
)
def test_a_refusal_at_the_end_leads_to_its_field(client, applicant, rival_firm, facts, place):
    contract = draft(by=applicant, buyer=rival_firm, **facts)

    page = _page(sign_in(client, applicant), contract, "review")

    assert f'href="/contracts/{contract.number}/edit/{place}"' in page


def test_the_life_of_a_patent_does_not_concern_a_development_contract(client, applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)
    applies = {finding.condition.column: finding.applies for finding in findings_for(contract, on=DAY)}

    assert [column for column, does in applies.items() if not does] == ["patent_lives_long_enough"]
    assert "不适用" in _page(sign_in(client, applicant), contract, "review")


def test_a_value_nobody_checked_is_marked_beside_its_condition(client, applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)

    assert "未核对" in _page(sign_in(client, applicant), contract, "review")


def test_a_technology_contract_has_class_and_amount():
    form = ExaminationForm({"is_technology": "yes", "technology_ground": "有目标"})

    assert sorted(form.errors) == ["kind", "subkind", "text_ground", "trade_fen"]
    assert [field.name for field in form if field.is_optional] == ["kind_ground", "trade_ground"]
    assert ExaminationForm({"is_technology": "no", "technology_ground": "买卖"}).is_valid()


def test_a_draft_is_deleted_with_what_was_typed(client, applicant, contract):
    sign_in(client, applicant).post(_address(contract, "parties"), {"buyer_name": "甲", "autosave": "1"})

    client.post(reverse("contracts:discard", args=[contract.number]))

    assert Contract.objects.count() == 0
