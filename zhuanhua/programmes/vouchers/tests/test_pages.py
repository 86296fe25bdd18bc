"""Can each part do its step in the browser's forms, and does a rival find nothing?"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Provider, Voucher
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import FACTS, WAN, pdf
from zhuanhua.shared.documents.models import StoredFile
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.payments.models import Batch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setenv("ZHUANHUA_TODAY", "2018-03-20")


def text(answer) -> str:
    return answer.content.decode()


def typed(provider, **change):
    facts = {
        "contract_fen": "100000",
        "asked_fen": "50000",
        "signed_on": "2018-03-12",
        "provider": provider.pk,
    }
    return (
        {key: value for key, value in FACTS.items() if key not in facts}
        | facts
        | {"standing": "high_tech", "is_apart": "on", "is_service": "on"}
        | change
    )


def test_a_firm_sees_at_once_what_it_would_get(client, applicant, provider):
    asked = {
        "service_kind": "research",
        "contract_fen": "100000",
        "asked_fen": "60000",
        "provider": provider.pk,
    }
    page = sign_in(client, applicant).get("/vouchers/check/", asked)

    assert page.context["sheet"].possible_fen == 5 * WAN
    assert all(words in text(page) for words in ("50,000.00", "补助比例", "本市科技创新券工作要求"))
    assert Voucher.objects.count() == 0


def test_what_is_no_amount_is_said_beside_the_field(client, applicant):
    asked = {"service_kind": "research", "contract_fen": "10万", "asked_fen": "-5"}
    page = text(sign_in(client, applicant).get("/vouchers/check/", asked))

    assert page.count("不是数字") + page.count("不是金额") >= 1
    assert "能领到这么多" not in page


def test_an_application_is_written_and_handed_in(client, applicant, provider, district_user):
    sign_in(client, applicant)
    begun = client.post(
        "/vouchers/new/", {"service_kind": "research", "contract_fen": "100000", "asked_fen": "1"}
    )
    voucher = Voucher.objects.get()
    assert (begun.url, voucher.contract_fen) == (f"/vouchers/{voucher.number}/edit/", 10 * WAN)

    client.post(f"/vouchers/{voucher.number}/edit/", typed(provider))
    told = client.post(f"/vouchers/{voucher.number}/submit/", follow=True)
    assert "已签订的服务合同（附件）" in text(told)

    client.post(f"/vouchers/{voucher.number}/papers/", {"kind": "service_contract", "file": pdf()})
    client.post(f"/vouchers/{voucher.number}/submit/")
    voucher.refresh_from_db()
    assert (voucher.state, voucher.asked_fen, voucher.standing) == ("submitted", 5 * WAN, "high_tech")


def test_district_and_city_decide_and_the_money_is_set_aside(
    client, applicant, provider, district_user, officer, account, confirmed
):
    voucher = factories.submitted(applicant, provider)
    sign_in(client, district_user)
    assert voucher.contract_name in text(client.get("/vouchers/desk/"))
    client.post(f"/vouchers/{voucher.number}/pass/")

    page = sign_in(client, officer).get(f"/vouchers/{voucher.number}/issue/")
    assert page.context["sheet"].amount_fen == 5 * WAN
    client.post(f"/vouchers/{voucher.number}/issue/", {"account": account.pk})
    voucher.refresh_from_db()
    assert (voucher.state, voucher.reservation.amount_fen) == ("issued", 5 * WAN)


def lines(prefix, *rows):
    found = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        found |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return found


def in_use_with_papers(client, issue, applicant):
    voucher = issue()
    sign_in(client, applicant).post(f"/vouchers/{voucher.number}/begin/")
    for kind in ("result_report", "invoice", "bank_slip"):
        client.post(f"/vouchers/{voucher.number}/papers/", {"kind": kind, "file": pdf(f"{kind}.pdf")})
    return voucher


PROOF = (
    lines("invoices", {"number": "FP1", "issued_on": "2018-03-20", "amount_fen": "80000"})
    | lines("slips", {"reference": "YH1", "paid_on": "2018-03-20", "amount_fen": "80000"})
    | {"research_fen": "300000", "new_products": "1", "submit": "1"}
)


def test_a_redemption_and_the_page_after_it_ask_little_of_the_database(client, issue, applicant):
    voucher = in_use_with_papers(client, issue, applicant)

    with CaptureQueriesContext(connection) as pressing:
        told = client.post(f"/vouchers/{voucher.number}/redeem/", PROOF)
    with CaptureQueriesContext(connection) as reading:
        client.get(told.url)

    assert (len(pressing) <= 45, len(reading) <= 25) == (True, True), (len(pressing), len(reading))


def test_a_replay_asks_as_often_for_many_redemptions_as_for_one(client, issue, applicant, officer):
    sign_in(client, officer)
    address = "/policy/rules/vouchers.redemption/replay/?on=2018-12-31"
    asked = []
    for number, kind in (("1", "research"), ("2", "testing")):
        voucher = issue(contract_number=f"QM-{number}", asked_fen=WAN, service_kind=kind)
        factories.redeemed(voucher, applicant, number=f"FP{number}")
        client.get(address)
        with CaptureQueriesContext(connection) as reading:
            found = client.get(address).context["found"]
        asked.append((len(found.cases), len(reading)))

    assert asked == [(1, asked[0][1]), (2, asked[0][1])]
    assert asked[0][1] <= 20


def test_what_was_typed_of_a_redemption_stays_when_it_is_not_taken(client, issue, applicant):
    voucher = in_use_with_papers(client, issue, applicant)
    StoredFile.objects.filter(case_number=voucher.number, kind="bank_slip").update(removed_at=timezone.now())

    told = client.post(f"/vouchers/{voucher.number}/redeem/", PROOF)

    voucher.refresh_from_db()
    assert ("还缺：银行凭证（附件）。" in text(told), voucher.state) == (True, "in_use")
    assert [each.number for each in voucher.invoices.all()] == ["FP1"]
    events = Entry.objects.filter(case_number=voucher.number).order_by("-seq").values_list("event", flat=True)
    assert events[0] == "voucher:proof"


def test_a_redemption_is_proved_handed_in_and_batched(client, issue, applicant, officer, account):
    voucher = in_use_with_papers(client, issue, applicant)
    told = client.post(f"/vouchers/{voucher.number}/redeem/", PROOF, follow=True)
    voucher.refresh_from_db()
    assert (voucher.state, voucher.receipt_number in text(told)) == ("redeeming", True)

    again = client.post(f"/vouchers/{voucher.number}/redeem/", PROOF, follow=True)
    assert f"已经申请过兑付，回执{voucher.receipt_number}" in text(again)

    sign_in(client, officer).post(f"/vouchers/{voucher.number}/accept/")
    made = client.post(
        "/vouchers/batch/", {"account": account.pk, "key": "a", "title": "第一批", "number": [voucher.number]}
    )
    assert (made.url, Batch.objects.get().payments.get().amount_fen) == (
        f"/payments/{Batch.objects.get().number}/",
        4 * WAN,
    )


def test_a_doubt_is_cleared_on_the_page(client, applicant, provider, district_user, officer):
    Provider.objects.update(controller="孟清和")
    voucher = factories.passed(applicant, provider, district_user)
    hold = voucher.holds.get()
    page = text(sign_in(client, officer).get(f"/vouchers/{voucher.number}/"))
    assert all(words in page for words in ("疑似关联方", "双方填写的实际控制人相同", "有疑点没有核实"))

    client.post(f"/vouchers/{voucher.number}/holds/{hold.pk}/clear/", {"reason": "同名，身份证号不同"})
    hold.refresh_from_db()
    assert (hold.cleared_by, hold.finding) == (officer, "同名，身份证号不同")


def test_a_rival_finds_nothing(client, issue, applicant, rival):
    voucher = factories.redeemed(issue(), applicant)
    sign_in(client, rival)
    places = ("", "edit/", "redeem/", "outcome/", "submit/", "begin/", "give-back/", "withdraw/", "reapply/")

    assert {client.post(f"/vouchers/{voucher.number}/{place}").status_code for place in places[1:]} == {404}
    assert client.get(f"/vouchers/{voucher.number}/").status_code == 404
    assert voucher.contract_name not in text(client.get("/vouchers/mine/"))
    assert client.get("/api/vouchers/").json()["total"] == 0


def test_another_district_finds_nothing(client, applicant, provider, play):
    from tests.support.cast import make_organisation

    office = make_organisation("启明远郊区科学技术局", "government", district="210123")
    other = play("faraway", role="district", organisation=office)
    voucher = factories.submitted(applicant, provider)
    sign_in(client, other)

    assert client.get(f"/vouchers/{voucher.number}/").status_code == 404
    assert client.post(f"/vouchers/{voucher.number}/pass/").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_a_paid_voucher_shows(
    client, issue, applicant, officer, account, leader, finance, language, monkeypatch
):
    monkeypatch.setenv("ZHUANHUA_TODAY", "2018-12-28")
    voucher = factories.redeemed(issue(), applicant)
    voucher = actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    batch = actions.grant_vouchers(
        numbers=[voucher.number], account=account, title="批", by=officer, key="k", on=date(2018, 12, 3)
    )
    factories.pay(batch, officer=officer, leader=leader, finance=finance, payee=applicant)
    sign_in(client, officer)
    client.cookies["django_language"] = language
    pages = (
        "desk/?view=all&outcome=products",
        f"{voucher.number}/",
        "batch/",
        "providers/",
        "providers/desk/",
    )

    assert [client.get(f"/vouchers/{page}").status_code for page in pages] == [200] * 5
    assert voucher.contract_name in text(
        client.get("/vouchers/desk/?view=all&outcome=products&paid_year=2018")
    )


def test_a_provider_is_entered_reviewed_and_listed(client, university_user, officer):
    sign_in(client, university_user).post("/vouchers/providers/new/")
    service = {"kind": "research", "name": "样机研制", "price_fen": "10000", "per": "项"}
    entry = {"introduction": "材料", "contact": "024", "controller": "教育局", "submit": "1"}
    client.post("/vouchers/providers/mine/", entry | lines("services", service))
    provider = Provider.objects.get()
    assert provider.state == "submitted"

    assert "样机研制" not in text(client.get("/vouchers/providers/"))
    sign_in(client, officer).post(f"/vouchers/providers/{provider.number}/list/")
    client.logout()
    assert "样机研制" in text(client.get("/vouchers/providers/"))


def test_a_budget_of_the_year_is_offered_and_no_other(
    client, applicant, provider, district_user, officer, finance, confirmed
):
    open_budget(
        code="OLD", programme="vouchers", year=2017, name="旧", sources={"市级财政": 1}, by=finance, key="old",
        on=city_today(),
    )  # fmt: skip
    voucher = factories.passed(applicant, provider, district_user)

    assert "还没有本年度执行中的预算" in text(
        sign_in(client, officer).get(f"/vouchers/{voucher.number}/issue/")
    )
