"""Is a contract whose text is not in the system registered only on a written ground, and is the ground kept, shown and told?"""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.examining import Answers
from zhuanhua.programmes.contracts.actions.papers import detach_paper
from zhuanhua.programmes.contracts.models import Contract, Examination
from zhuanhua.programmes.contracts.tests.factories import (
    DAY,
    SEEN,
    WAN,
    accepted,
    draft,
    examined,
    paper,
    registered,
    submitted,
)
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.sentences import sentence

pytestmark = pytest.mark.django_db
ANSWERS = Answers(
    is_technology=True,
    technology_ground="有目标",
    kind="development",
    subkind="11",
    trade_fen=386 * WAN,
)
TODAY = {
    "on": city_today(),
    "signed_on": city_today(),
    "starts_on": city_today(),
    "ends_on": city_today().replace(year=city_today().year + 1, day=1),
}


def with_text(applicant, buyer, registrar, **facts):
    """Give a contract under examination whose text is in the system."""
    contract = draft(by=applicant, buyer=buyer, **facts)
    paper(contract, by=applicant)
    actions.submit_contract(contract=contract, by=applicant, on=DAY)
    return actions.accept_contract(contract=contract, by=registrar, on=DAY)


def test_without_text_the_examination_asks_for_a_ground(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)

    with pytest.raises(Refusal) as refusal:
        actions.examine_contract(contract=contract, by=registrar, answers=ANSWERS, on=DAY)

    assert refusal.value.field == "text_ground"
    assert not Examination.objects.exists()


def test_what_is_no_technology_contract_needs_no_ground(applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)
    answers = Answers(is_technology=False, technology_ground="设备买卖")

    found = actions.examine_contract(contract=contract, by=registrar, answers=answers, on=DAY)

    assert (found.text_sha256, found.text_ground) == ("", "")


def test_the_examination_keeps_the_text_it_saw(applicant, rival_firm, registrar):
    contract = with_text(applicant, rival_firm, registrar)
    answers = replace(ANSWERS, text_ground="不该留下")

    found = actions.examine_contract(contract=contract, by=registrar, answers=answers, on=DAY)

    assert (found.text_sha256, found.text_ground) == (contract.text_sha256, "")


def test_the_ground_is_the_reason_of_the_registration(applicant, rival_firm, registrar):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar)

    line = Entry.objects.get(event="contract:register", case_number=contract.number)

    assert line.reason == SEEN
    assert "合同文本不在系统里，理由如下" in sentence(line)
    assert f"合同文本不在系统里：{SEEN}。" in sentence(Entry.objects.get(event="contract:examine"))


def test_the_ground_is_the_reason_of_the_second_reviewers_line(applicant, rival_firm, registrar, reviewer):
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar, total_fen=500 * WAN)
    actions.refer_contract(contract=contract, by=registrar)

    actions.approve_contract(contract=contract, by=reviewer, on=DAY)

    line = Entry.objects.get(event="contract:approve")
    assert (line.reason, "合同文本不在系统里" in sentence(line)) == (SEEN, True)


def test_with_the_text_nothing_is_said_of_its_absence(applicant, rival_firm, registrar):
    contract = with_text(applicant, rival_firm, registrar)
    actions.examine_contract(contract=contract, by=registrar, answers=ANSWERS, on=DAY)
    contract.refresh_from_db()

    actions.register_contract(contract=contract, by=registrar, on=DAY)

    line = Entry.objects.get(event="contract:register")
    assert (line.reason, "合同文本" in sentence(line)) == ("", False)


def test_many_are_registered_each_with_its_own_reason(applicant, rival_firm, university, registrar):
    bare = examined(by=applicant, buyer=rival_firm, registrar=registrar)
    whole = with_text(applicant, university, registrar)
    actions.examine_contract(contract=whole, by=registrar, answers=ANSWERS, on=DAY)
    whole.refresh_from_db()

    actions.register_contracts(contracts=[bare, whole], by=registrar, on=DAY)

    lines = Entry.objects.filter(event="contract:register").values_list("case_number", "reason")
    assert dict(lines) == {bare.number: SEEN, whole.number: ""}


def test_a_text_that_went_missing_holds_up_one_and_many(applicant, rival_firm, registrar):
    contract = with_text(applicant, rival_firm, registrar)
    actions.examine_contract(contract=contract, by=registrar, answers=ANSWERS, on=DAY)
    Contract.objects.update(text_sha256="")
    contract.refresh_from_db()

    with pytest.raises(Refusal, match="合同文本不在系统里"):
        actions.register_contract(contract=contract, by=registrar, on=DAY)
    with pytest.raises(Refusal, match="合同文本不在系统里"):
        actions.register_contracts(contracts=[contract], by=registrar, on=DAY)
    assert actions.bulk.unready([contract], by=registrar, on=DAY) == {
        contract.number: "合同文本不在系统里，也没有写明理由"
    }


@pytest.mark.parametrize("facts", [{"text_ground": ""}, {"text_sha256": "a" * 64}])
def test_the_database_wants_a_text_or_a_ground_and_not_both(applicant, rival_firm, registrar, facts):
    examined(by=applicant, buyer=rival_firm, registrar=registrar)

    with pytest.raises(IntegrityError), transaction.atomic():
        Examination.objects.update(**facts)


def test_another_text_that_stays_is_the_text(applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)
    first, second = paper(contract, by=applicant), paper(contract, by=applicant, text=b"two")

    detach_paper(contract=contract, paper=second.pk, by=applicant)

    assert Contract.objects.get(pk=contract.pk).text_sha256 == first.sha256


def test_the_page_asks_for_the_ground_only_without_a_text(client, applicant, rival_firm, registrar):
    bare = accepted(by=applicant, buyer=rival_firm, registrar=registrar)
    whole = with_text(applicant, rival_firm, registrar, project_name="另一项")
    sign_in(client, registrar)

    pages = [client.get(reverse("contracts:examine", args=[each.number])) for each in (bare, whole)]

    assert ["text_ground" in page.content.decode() for page in pages] == [True, False]


def test_the_ground_is_typed_and_shown_on_the_page_of_the_case(client, applicant, rival_firm, registrar):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar, **TODAY)
    typed = {
        "is_technology": "yes",
        "technology_ground": "有目标",
        "kind": "development",
        "subkind": "11",
        "trade_fen": "386.00",
    }
    address = reverse("contracts:examine", args=[contract.number])
    sign_in(client, registrar)

    assert "没有填" in client.post(address, typed).content.decode()
    client.post(address, typed | {"text_ground": "原件存档案2026-118号"})

    assert (
        "原件存档案2026-118号"
        in client.get(reverse("contracts:detail", args=[contract.number])).content.decode()
    )
    choice = {"verb": "register", "number": contract.number}
    assert "原件存档案2026-118号" in client.get(reverse("contracts:bulk"), choice).content.decode()


def test_before_acceptance_the_page_leads_to_it(client, applicant, rival_firm, registrar):
    contract = submitted(by=applicant, buyer=rival_firm, **TODAY)
    sign_in(client, registrar)

    answer = client.get(reverse("contracts:examine", args=[contract.number]), follow=True)

    assert answer.redirect_chain == [(reverse("contracts:detail", args=[contract.number]), 302)]
    assert "请先点“受理”，再作三项认定" in answer.content.decode()


def test_programs_and_files_see_the_ground(client, applicant, rival_firm, registrar):
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar, **TODAY)
    sign_in(client, registrar)

    one = client.get(f"/api/contracts/{contract.number}").json()
    listed = client.get("/api/contracts/").json()["items"]
    sheet = client.post(
        reverse("exchange:export", args=["contracts-queue"]), {"params": "view=all", "format": "csv"}
    )

    assert (one["has_text"], one["text_ground"]) == (False, SEEN)
    assert listed == [one]
    content = b"".join(sheet.streaming_content) if sheet.streaming else sheet.content
    assert SEEN in content.decode("utf-8-sig")


def test_the_ground_comes_first_in_the_language_of_the_reader(client, applicant, rival_firm, registrar):
    items = [{"kind": "equipment", "name": "相机", "amount_fen": 336_000_00, "is_deliverable": False}]
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar, items=items, **TODAY)
    sign_in(client, registrar)
    address = reverse("contracts:examine", args=[contract.number])

    chinese = client.get(address).content.decode()
    english = client.get(address, headers={"accept-language": "en"}).content.decode()

    assert "成交额386.00万元，减去相机33.60万元。" in chinese
    assert "Contract amount ¥3,860,000, less 相机 ¥336,000." in english
