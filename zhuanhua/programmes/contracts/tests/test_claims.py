"""Does a buyer's claim go from certificate and invoices to money, and is no invoice paid twice?"""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import sign_in
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.factories import registered
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.contracts.tests.money import ON
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.payments.models import OfferedPaper
from zhuanhua.shared.policy.queries import sheet_for
from zhuanhua.shared.policy.rules import find
from zhuanhua.shared.workflow.actions import publish

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]
SIGNED = date(2018, 3, 5)


@pytest.fixture
def bought(applicant, rival, registrar):
    """Give a contract of 1,000,000 yuan that the rival's firm bought."""
    contract = registered(
        by=applicant, buyer=rival.organisation, registrar=registrar, on=SIGNED, total_fen=100_000_000,
        signed_on=SIGNED, starts_on=SIGNED,
    )  # fmt: skip
    contract.seller_district, contract.buyer_district = "110105", "210112"
    contract.save(update_fields=["seller_district", "buyer_district"])
    return contract


def fill(claim, by, *, paid_fen=60_000_000, invoice="FP1", **facts):
    """Fill a claim: invoice of the full price, slips of a part."""
    return actions.save_claim(
        claim=claim,
        facts={"talent_name": "甲", "talent_from": date(2018, 1, 1), "talent_until": None} | facts,
        invoices=[{"number": invoice, "issued_on": SIGNED, "amount_fen": 100_000_000}],
        slips=[{"reference": f"YH{invoice}", "paid_on": SIGNED, "amount_fen": paid_fen}],
        by=by,
    )


def attach(claim, by):
    """Add a paper."""
    upload = SimpleUploadedFile("证书.pdf", small_pdf())
    actions.attach_claim_paper(claim=claim, upload=upload, kind="talent_certificate", by=by)


@pytest.fixture
def claim(bought, rival):
    """Give a claim, filled and with a paper."""
    made = actions.start_claim(contract=bought, by=rival, on=ON)
    fill(made, rival)
    attach(made, rival)
    return made


@pytest.fixture
def accepted(claim, rival, officer):
    """Give the claim when the desk has accepted it."""
    actions.submit_claim(claim=claim, by=rival)
    claim.refresh_from_db()
    return actions.accept_claim(claim=claim, by=officer, on=ON)


def open_conditions(claim) -> list[str]:
    """Name what holds a claim."""
    sheet = sheet_for(find("contracts.subsidy.buyer"), claim.number, ON)
    return [each["column"] for each in sheet.open_conditions]


def text(answer) -> str:
    """Give a page as text."""
    return answer.content.decode()


def test_only_the_buyer_claims(bought, applicant):
    with pytest.raises(Forbidden):
        actions.start_claim(contract=bought, by=applicant, on=ON)


def test_one_open_claim_a_contract(claim, bought, rival):
    with pytest.raises(Conflict, match="已有一份申领在办"):
        actions.start_claim(contract=bought, by=rival, on=ON)


def test_what_is_missing_is_named(bought, rival):
    made = actions.start_claim(contract=bought, by=rival, on=ON)
    with pytest.raises(Refusal) as told:
        actions.submit_claim(claim=made, by=rival)
    assert "至少一张发票、至少一笔银行凭证、证书、发票和银行凭证的复印件" in str(told.value)


def test_nobody_else_fills_a_claim(claim, applicant):
    with pytest.raises(Forbidden):
        fill(claim, applicant)


def test_an_invoice_written_twice_is_refused(claim, rival):
    line = {"number": "FP9", "issued_on": SIGNED, "amount_fen": 1}
    with pytest.raises(Refusal, match="发票号码FP9写了两次"):
        actions.save_claim(claim=claim, facts={}, invoices=[line, line], slips=[], by=rival)
    with pytest.raises(Refusal, match="写了两次"):
        twin = line | {"number": "fp–９"}
        actions.save_claim(claim=claim, facts={}, invoices=[line, twin], slips=[], by=rival)


def test_a_claim_offers_its_slips_too(claim, rival):
    actions.submit_claim(claim=claim, by=rival)

    offered = OfferedPaper.objects.filter(case_number=claim.number)
    assert sorted(offered.values_list("paper", "key")) == [("invoice", "fp1"), ("slip", "yhfp1")]


def test_the_least_of_price_invoices_and_slips_counts(accepted):
    sheet = sheet_for(find("contracts.subsidy.buyer"), accepted.number, ON)
    assert (sheet.amount_fen, sheet.parts) == (3_000_000, {"city_fen": 1_500_000, "district_fen": 1_500_000})


def test_a_claim_is_sent_back_corrected_and_accepted(claim, rival, officer):
    actions.submit_claim(claim=claim, by=rival)
    claim.refresh_from_db()
    actions.return_claim(claim=claim, by=officer, reason="凭证不清")
    fill(claim, rival, paid_fen=100_000_000)
    claim.refresh_from_db()
    actions.submit_claim(claim=claim, by=rival)
    claim.refresh_from_db()
    assert actions.accept_claim(claim=claim, by=officer, on=ON).acceptance_number == 2018000001


def test_an_invoice_in_two_claims_holds_both(accepted, applicant, rival, registrar, officer):
    other = registered(
        by=applicant, buyer=rival.organisation, registrar=registrar, on=SIGNED, total_fen=100_000_000,
        project_name="另一份", signed_on=SIGNED, starts_on=SIGNED, buyer_district="210112",
    )  # fmt: skip
    second = actions.start_claim(contract=other, by=rival, on=ON)
    fill(second, rival, invoice="FP1")
    attach(second, rival)
    assert open_conditions(accepted) == []  # a draft holds nobody
    second.refresh_from_db()
    actions.submit_claim(claim=second, by=rival)
    assert open_conditions(accepted) == ["is_used_once"]
    second.refresh_from_db()
    actions.refuse_claim(claim=second, by=officer, reason="发票是另一份合同的")
    assert open_conditions(accepted) == []


@pytest.fixture
def twin(accepted, applicant, rival, registrar):
    """Give a second claim of the rival's firm, handed in with the first one's invoice."""
    other = registered(
        by=applicant, buyer=rival.organisation, registrar=registrar, on=SIGNED, total_fen=100_000_000,
        project_name="另一份", signed_on=SIGNED, starts_on=SIGNED, buyer_district="210112",
    )  # fmt: skip
    second = actions.start_claim(contract=other, by=rival, on=ON)
    fill(second, rival, invoice="FP1")
    attach(second, rival)
    second.refresh_from_db()
    return actions.submit_claim(claim=second, by=rival)


def test_a_held_claim_says_what_holds_it_since_when_and_who_lifts_it(client, twin, accepted, officer):
    page = text(sign_in(client, officer).get(f"/contracts/subsidies/{twin.number}/"))
    holds = queries.holds_of(officer, twin)

    assert [(each.words, each.since, each.number) for each in holds] == [
        ("发票FP1也在另一项申请里。", city_today(), accepted.number),
        ("银行凭证YHFP1也在另一项申请里。", city_today(), accepted.number),
    ]
    assert "可以受理，受理只定先后次序。下面各项了结以前不列入批次，不付款：" in page
    assert ("由科技局补贴经办核实" in page, f"/contracts/subsidies/{accepted.number}/" in page) == (
        True,
        True,
    )


def test_a_held_claim_is_accepted_keeps_its_place_and_is_told_why_it_waits(client, twin, officer, rival):
    sign_in(client, officer)
    answer = client.post(f"/contracts/subsidies/{twin.number}/accept/", follow=True)
    twin.refresh_from_db()

    assert (twin.state, twin.acceptance_number) == ("accepted", city_today().year * 1_000_000 + 1)
    assert f"受理序号{twin.acceptance_number}，次序已定。暂不列入批次" in text(answer)
    assert "已受理，次序已定。下面各项了结以前不列入批次，不付款：" in text(answer)
    told = Notice.objects.filter(url=f"/contracts/subsidies/{twin.number}/").latest("id")
    assert "暂不列入批次" in told.body


def test_the_list_for_a_batch_shows_who_is_left_out_and_why(client, twin, accepted, confirmed, officer):
    asked = {"scheme": "buyer", "year": "2018", "on": "2018-12-10"}
    seen = sign_in(client, officer).get("/contracts/subsidies/proposal/", asked)
    listed = text(client.get("/contracts/subsidies/"))

    assert [(each.number, each.reasons) for each in seen.context["seen"].waiting] == [
        (accepted.number, ["不重复享受；也在另一项申请里的由人核实，那一项撤回或者不予办理以后自动恢复。"])
    ]
    assert "不重复享受；也在另一项申请里的由人核实，那一项撤回或者不予办理以后自动恢复。" in text(seen)
    assert listed.count("有疑点，暂不列入批次") == 2


def test_a_firm_under_a_revocation_reads_who_ends_that_case(accepted, bought, registrar, officer, rival):
    publish(
        kind="contract_revocation", case=bought, title="拟撤销", body="骗取登记", starts_on=ON, ends_on=ON, by=registrar
    )  # fmt: skip

    [hold] = queries.holds_of(rival, accepted)

    assert (hold.words, hold.since) == ("申领单位有一份合同正在公示，拟撤销登记。", ON)
    assert open_conditions(accepted) == ["is_free_of_fraud"]


def test_the_button_of_a_return_is_a_verb_in_english(client, twin, officer):
    sign_in(client, officer)
    client.cookies["django_language"] = "en"
    page = text(client.get(f"/contracts/subsidies/{twin.number}/"))
    assert (">Return for correction</a>" in page, "Returned for correction" in page) == (True, False)


def test_an_accepted_claim_enters_a_batch_and_comes_back_when_dropped(accepted, confirmed, make, officer):
    from zhuanhua.shared.payments.actions import drop_payment

    batch = make("buyer")
    accepted.refresh_from_db()
    assert (accepted.state, accepted.amount_fen, batch.payments.get().amount_fen) == (
        "granted",
        3_000_000,
        3_000_000,
    )
    drop_payment(payment=batch.payments.get(), by=officer, reason="材料存疑", on=ON)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


def test_the_rest_of_a_contract_is_paid_by_a_later_claim(accepted, confirmed, make, bought, rival, officer):
    make("buyer")
    second = actions.start_claim(contract=bought, by=rival, on=ON)
    fill(second, rival, invoice="FP2", paid_fen=100_000_000)
    Subsidy.objects.filter(pk=second.pk).update(
        state="accepted", accepted_on=ON, acceptance_number=2018000002
    )
    sheet = sheet_for(find("contracts.subsidy.buyer"), second.number, ON)
    assert sheet.amount_fen == 2_000_000


def test_a_bought_contract_is_not_paid_to_its_seller_too(accepted, confirmed, bought):
    bought.seller_district = "210112"
    bought.save(update_fields=["seller_district"])
    assert queries.proposal("seller", year=2018, on=ON).grants == ()
