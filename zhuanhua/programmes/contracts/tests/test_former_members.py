"""Does who lately acted for a party leave its contract, change, objection and claim to a colleague?"""

from datetime import timedelta

import pytest

from tests.support.cast import sign_in, valid_uscc
from tests.support.seats import LONG_AGO, came_over, sat_at
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.examining import Answers
from zhuanhua.programmes.contracts.actions.importing import import_registered
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import DAY, WAN, accepted, examined, registered, submitted
from zhuanhua.programmes.contracts.tests.money import ON
from zhuanhua.programmes.contracts.tests.test_claims import attach, bought, fill  # noqa: F401 - a fixture of this story
from zhuanhua.programmes.contracts.tests.test_confirming import PAGE, confirm, entered, group_of, row  # noqa: F401 - fixtures
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.workflow.actions import answer_public_objection, file_public_objection, stop_publicity

OTHER = {"buyer_name": "沈阳远塔科技有限公司", "buyer_uscc": valid_uscc(9_003)}

pytestmark = pytest.mark.django_db


def refused(deed, **given):
    """Do what must be refused, and give the sentence."""
    with pytest.raises(Forbidden) as refusal:
        deed(**given)
    return str(refusal.value)


@pytest.fixture
def ready(applicant, rival_firm, registrar):
    """Give a contract of the firm, sold to the rival, that is examined and below the threshold."""
    return examined(by=applicant, buyer=rival_firm, registrar=registrar, total_fen=30 * WAN)


@pytest.fixture
def large(applicant, rival_firm, registrar):
    """Give a contract that waits for a second person."""
    contract = examined(by=applicant, buyer=rival_firm, registrar=registrar, total_fen=500 * WAN)
    return actions.refer_contract(contract=contract, by=registrar)


@pytest.fixture
def claim(bought, rival):  # noqa: F811 - the fixture of the story
    """Give a claim that was handed in."""
    made = actions.start_claim(contract=bought, by=rival, on=ON)
    fill(made, rival)
    attach(made, rival)
    return actions.submit_claim(claim=made, by=rival)


def test_registering_is_a_colleagues(ready, firm, registrar, officer):
    said = refused(actions.register_contract, contract=ready, by=sat_at(officer, firm), on=DAY)

    assert said == f"您曾是“{firm.name}”的人员，须回避，请由同事办理。"
    assert actions.register_contract(contract=ready, by=registrar, on=DAY).state == "registered"


def test_a_seat_of_long_ago_is_no_interest(ready, firm, officer):
    sat_at(officer, firm, LONG_AGO)

    assert actions.register_contract(contract=ready, by=officer, on=DAY).state == "registered"


def test_the_buyer_is_a_party_too(ready, rival_firm, officer):
    assert rival_firm.name in refused(
        actions.register_contract, contract=ready, by=sat_at(officer, rival_firm), on=DAY
    )


def test_who_handed_it_in_himself_and_came_over_takes_no_step(applicant, bureau, rival_firm, registrar):
    contract = submitted(by=applicant, buyer=rival_firm)
    came_over(applicant, bureau, RoleName.REGISTRAR)

    assert "须回避" in refused(actions.accept_contract, contract=contract, by=applicant, on=DAY)
    with pytest.raises(Refusal) as refusal:
        actions.accept_contracts(contracts=[contract], by=applicant, on=DAY)
    assert f"例如{contract.number}：您曾是" in str(refusal.value)
    assert actions.accept_contract(contract=contract, by=registrar, on=DAY).state == "accepted"


def test_the_desks_other_steps_are_a_colleagues_too(ready, firm, officer):
    sat_at(officer, firm)

    for deed, given in (
        (actions.refer_contract, {}),
        (actions.return_contract, {"on": DAY, "fields": {"items": "写明"}}),
        (actions.refuse_contract, {"on": DAY, "ground": "7", "reason": "外地"}),
    ):
        assert "须回避" in refused(deed, contract=ready, by=officer, **given)
    assert Contract.objects.get().state == "accepted"


def test_examining_is_a_colleagues(applicant, rival_firm, registrar, firm, officer):
    contract = accepted(by=applicant, buyer=rival_firm, registrar=registrar)
    sat_at(officer, firm)

    answers = Answers(is_technology=False, technology_ground="不是技术合同")
    assert "须回避" in refused(
        actions.examine_contract, contract=contract, by=officer, answers=answers, on=DAY
    )


def test_many_at_once_name_what_a_colleague_registers(ready, firm, registrar, officer):
    sat_at(officer, firm)

    assert actions.bulk.unready([ready], by=officer, on=DAY) == {
        ready.number: f"您曾是“{firm.name}”的人员，须回避，请由同事办理"
    }
    with pytest.raises(Refusal):
        actions.register_contracts(contracts=[ready], by=officer, on=DAY)
    assert [one.state for one in actions.register_contracts(contracts=[ready], by=registrar, on=DAY)] == [
        "registered"
    ]


def test_the_second_review_is_a_colleagues(large, firm, reviewer, play):
    sat_at(reviewer, firm)

    assert "须回避" in refused(actions.approve_contract, contract=large, by=reviewer, on=DAY)
    assert "须回避" in refused(actions.send_back_contract, contract=large, by=reviewer, reason="再看")
    second = play("second", role=RoleName.REVIEWER)
    assert actions.approve_contract(contract=large, by=second, on=DAY).state == "registered"


def test_confirming_what_was_entered_is_a_colleagues(entered, reviewer, play):  # noqa: F811 - the fixture
    sat_at(reviewer, entered.seller)

    with pytest.raises(Forbidden) as refusal:
        confirm(entered, by=reviewer)

    assert str(refusal.value) == (
        f"有1份不能由您核对，例如{entered.number}：您曾是“{entered.seller.name}”的人员，须回避，请由同事办理。"
        "其余的请另行勾选，再确认。"
    )
    assert confirm(entered, by=play("second", role=RoleName.REVIEWER)) == 1


def test_the_page_of_what_was_entered_offers_the_others(row, officer, reviewer, client):  # noqa: F811
    import_registered(
        rows=[row, row | {"registration_number": "2018210111000002", "project_name": "另一项"} | OTHER],
        by=officer,
    )
    one, two = Contract.objects.order_by("registration_number")
    assert one.buyer != two.buyer
    sat_at(reviewer, one.buyer)

    page = sign_in(client, reviewer).get(PAGE, group_of(one)).content.decode()

    assert (f'name="seen" value="{one.pk}:' in page, f'name="seen" value="{two.pk}:' in page) == (False, True)
    assert (page.count("须回避"), "确认全部1份" in page) == (1, True)


def test_deciding_a_change_is_a_colleagues(applicant, rival_firm, registrar, officer, firm, client):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    change = actions.request_change(contract=contract, by=applicant, kind="cancel", reason="解除")
    sat_at(officer, firm)

    assert "须回避" in refused(actions.grant_change, change=change, by=officer, on=DAY)
    change.refresh_from_db()
    assert "须回避" in refused(actions.decline_change, change=change, by=officer, reason="不同意")
    page = sign_in(client, officer).get(f"/contracts/{contract.number}/changes/{change.number}/")
    assert ("须回避" in page.content.decode(), 'value="grant"' in page.content.decode()) == (True, False)
    change.refresh_from_db()
    assert actions.grant_change(change=change, by=registrar, on=DAY).state == "cancelled"


def test_revoking_is_a_colleagues(applicant, rival_firm, registrar, officer, firm, leader, play):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    given = {"contract": contract, "reason": "材料虚假", "on": DAY}
    assert "须回避" in refused(actions.propose_revocation, by=sat_at(officer, firm), **given)

    notice = actions.propose_revocation(by=registrar, **given)
    given |= {"publicity": notice, "on": notice.ends_on + timedelta(days=1)}
    assert "须回避" in refused(actions.revoke_contract, by=sat_at(leader, firm), **given)
    other = play("other", role=RoleName.LEADER)
    assert actions.revoke_contract(by=other, **given).state == "revoked"


def test_the_notice_of_a_revocation_is_a_colleagues(
    applicant, rival_firm, registrar, officer, play, firm, client
):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    notice = actions.propose_revocation(contract=contract, by=registrar, reason="材料虚假", on=city_today())
    former, page = sat_at(play("former", role=RoleName.OFFICER), firm), f"/publicity/{notice.pk}/"
    filed = file_public_objection(
        publicity=notice, on=city_today(), person_name="郁青禾", contact="139", text="属实"
    )

    given = {"objection": filed, "answer": "不属实", "is_upheld": False}
    assert firm.name in refused(answer_public_objection, by=former, **given)
    shown = [sign_in(client, each).get(page).content.decode() for each in (former, officer)]
    address = f"{page}objections/{filed.pk}/"
    assert [("须回避" in each, address in each) for each in shown] == [(True, False), (False, True)]
    answer_public_objection(by=officer, **given)

    assert "须回避" in refused(stop_publicity, publicity=notice, by=former, reason="重办")
    shown = [sign_in(client, each).get(page).content.decode() for each in (former, officer)]
    assert [("须回避" in each, f"{page}stop/" in each) for each in shown] == [(True, False), (False, True)]
    notice.refresh_from_db()
    assert (notice.closed_on, Entry.objects.filter(event="publicity:stop").count()) == (None, 0)
    assert stop_publicity(publicity=notice, by=officer, reason="重办").closed_on is not None


def test_answering_an_objection_is_a_colleagues(
    applicant, rival_firm, registrar, reviewer, leader, firm, client
):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    filed = actions.file_objection(contract=contract, by=applicant, text="金额不对")
    sat_at(reviewer, firm)

    page = sign_in(client, reviewer).get(f"/contracts/{contract.number}/objections/{filed.number}/")
    assert ("须回避" in page.content.decode(), 'name="answer"' in page.content.decode()) == (True, False)
    assert "须回避" in refused(actions.dismiss_objection, objection=filed, by=reviewer, answer="无误")
    assert actions.dismiss_objection(objection=filed, by=leader, answer="无误").state == "dismissed"


def test_a_royalty_is_entered_by_a_colleague(applicant, rival_firm, registrar, officer, firm):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar)

    assert "须回避" in refused(
        actions.record_royalty,
        contract=contract, by=sat_at(officer, firm), on=DAY, received_on=DAY, base_fen=1, amount_fen=1,
    )  # fmt: skip


def test_a_claim_is_a_colleagues(claim, rival_firm, reviewer, officer, client):
    sat_at(reviewer, rival_firm)

    for deed, given in (
        (actions.accept_claim, {"on": ON}),
        (actions.return_claim, {"reason": "补正"}),
        (actions.refuse_claim, {"reason": "不符"}),
    ):
        assert "须回避" in refused(deed, claim=claim, by=reviewer, **given)
    page = sign_in(client, reviewer).get(f"/contracts/subsidies/{claim.number}/").content.decode()
    assert ("须回避" in page, "/accept/" in page) == (True, False)
    claim.refresh_from_db()
    assert actions.accept_claim(claim=claim, by=officer, on=ON).state == "accepted"


def test_a_claim_is_free_for_who_left_long_ago(claim, rival_firm, officer):
    sat_at(officer, rival_firm, LONG_AGO)

    assert actions.accept_claim(claim=claim, by=officer, on=ON).state == "accepted"


def test_the_contracts_page_says_why_and_offers_no_step(ready, firm, officer, registrar, client):
    address = f"/contracts/{ready.number}/register/"
    assert address in sign_in(client, registrar).get(f"/contracts/{ready.number}/").content.decode()

    page = sign_in(client, sat_at(officer, firm)).get(f"/contracts/{ready.number}/").content.decode()

    assert ("须回避" in page, address in page) == (True, False)
    answer = client.get(f"/contracts/{ready.number}/examine/", follow=True)
    assert answer.redirect_chain == [(f"/contracts/{ready.number}/", 302)]


def test_accepting_many_leaves_out_what_is_a_colleagues(applicant, rival_firm, officer, firm, client):
    contract = submitted(by=applicant, buyer=rival_firm)
    sat_at(officer, firm)

    page = sign_in(client, officer).get("/contracts/bulk/", {"verb": "accept", "number": contract.number})

    assert ([each for each, _why in page.context["blocked"]], page.context["ready"]) == ([contract], [])
    assert "须回避" in page.content.decode()
