"""Can a firm see what it is entitled to, an officer make a batch, and a buyer claim, all in the browser?"""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.support.cast import sign_in
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.factories import registered
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.contracts.tests.money import pay
from zhuanhua.shared.exchange.models import ExportRun
from zhuanhua.shared.figures import catalogue
from zhuanhua.shared.figures import queries as figures
from zhuanhua.shared.payments.models import Batch
from zhuanhua.shared.policy.presenting import condition_lines

pytestmark = pytest.mark.django_db
SEEN = {"scheme": "seller", "year": "2018", "on": "2018-12-10"}


def text(answer) -> str:
    """Give a page as text."""
    return answer.content.decode()


def test_a_firm_sees_its_entitlement_and_every_condition(client, sold, confirmed, applicant):
    page = text(sign_in(client, applicant).get("/contracts/subsidies/mine/?year=2018"))
    assert ("28.00" in page, "装置开发0" in page, "可以享受" in page) == (True, True, True)
    sheet = text(client.get(f"/contracts/{sold[0].number}/entitlement/"))
    assert ("合同已认定登记" in sheet, "90,000.00" in sheet, "沈阳市科学技术局" in sheet) == (
        True,
        True,
        True,
    )


def test_a_rival_finds_neither_list_nor_sheet(client, sold, rival):
    sign_in(client, rival)
    assert "装置开发" not in text(client.get("/contracts/subsidies/mine/?year=2018"))
    assert client.get(f"/contracts/{sold[0].number}/entitlement/").status_code == 404


def test_an_officer_makes_the_batch_that_he_saw_once(client, sold, confirmed, account, officer):
    page = sign_in(client, officer).get("/contracts/subsidies/proposal/", SEEN)
    seen = page.context["seen"]
    assert (len(seen.grants), "280,000.00" in text(page)) == (3, True)
    typed = SEEN | {"digest": seen.digest, "key": "abc", "account": account.pk, "title": "2018年补贴"}
    first, again = (client.post("/contracts/subsidies/proposal/make/", typed) for _press in range(2))
    batch = Batch.objects.get()
    assert (first.url, again.url) == (f"/payments/{batch.number}/",) * 2
    assert batch.number in text(client.get("/contracts/subsidies/?year=2018")) or Subsidy.objects.count() == 3


def test_without_confirmation_the_page_says_which_values_stop_it(client, sold, account, officer):
    page = text(sign_in(client, officer).get("/contracts/subsidies/proposal/", SEEN))
    assert ("contracts.subsidy.seller.rate" in page, "编成批次，预留资金" in page) == (True, False)


def test_a_list_that_changed_is_shown_again_and_nothing_made(client, sold, confirmed, account, officer):
    typed = SEEN | {"digest": "x", "key": "abc", "account": account.pk, "title": "t"}
    page = sign_in(client, officer).post("/contracts/subsidies/proposal/make/", typed, follow=True)
    assert ("名单在您查看以后有变化" in text(page), Batch.objects.count()) == (True, 0)


def test_what_was_paid_stands_on_every_page(
    client, sold, confirmed, make, officer, leader, finance, applicant, rival
):
    pay(make(), officer=officer, leader=leader, finance=finance, account_of=applicant)
    subsidy = Subsidy.objects.first()
    listing = text(sign_in(client, officer).get("/contracts/subsidies/?paid_year=2018"))
    assert ("1家单位，3项" in listing, "280,000.00" in listing) == (True, True)
    assert "已到账" in text(sign_in(client, applicant).get(f"/contracts/subsidies/{subsidy.number}/"))
    assert subsidy.number in text(client.get(f"/contracts/{subsidy.contract.number}/"))
    assert sign_in(client, rival).get(f"/contracts/subsidies/{subsidy.number}/").status_code == 404


def test_a_buyer_claims_in_the_browser(client, applicant, rival, registrar, officer):
    contract = registered(by=applicant, buyer=rival.organisation, registrar=registrar)
    began = sign_in(client, rival).post(f"/contracts/subsidies/claims/new/{contract.number}/")
    claim = Subsidy.objects.get()
    assert began.url == f"/contracts/subsidies/{claim.number}/claim/"
    lines = {
        f"{name}-{field}": value
        for name in ("invoices", "slips")
        for field, value in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))
    }
    typed = lines | {
        "talent_name": "甲", "talent_from": "2020-01-01",
        "invoices-0-number": "FP1", "invoices-0-issued_on": "2026-04-08", "invoices-0-amount_fen": "3,860,000.00",
        "slips-0-reference": "YH1", "slips-0-paid_on": "2026-04-08", "slips-0-amount_fen": "1,000,000.00",
    }  # fmt: skip
    client.post(f"/contracts/subsidies/{claim.number}/claim/", typed)
    upload = SimpleUploadedFile("证书.pdf", small_pdf())
    client.post(
        f"/contracts/subsidies/{claim.number}/papers/", {"kind": "talent_certificate", "file": upload}
    )
    client.post(f"/contracts/subsidies/{claim.number}/submit/")
    sign_in(client, officer).post(f"/contracts/subsidies/{claim.number}/accept/")
    claim.refresh_from_db()
    assert (claim.state, claim.accepted_on, claim.invoices.get().amount_fen) == (
        "accepted",
        city_today(),
        386_000_000,
    )


def test_a_wrong_amount_in_a_line_is_named_and_nothing_is_lost(client, applicant, rival, registrar):
    contract = registered(by=applicant, buyer=rival.organisation, registrar=registrar)
    sign_in(client, rival).post(f"/contracts/subsidies/claims/new/{contract.number}/")
    claim = Subsidy.objects.get()
    typed = {
        "invoices-TOTAL_FORMS": 1, "invoices-INITIAL_FORMS": 0, "slips-TOTAL_FORMS": 0, "slips-INITIAL_FORMS": 0,
        "invoices-0-number": "FP1", "invoices-0-issued_on": "2026-04-08", "invoices-0-amount_fen": "三百万",
    }  # fmt: skip
    page = client.post(f"/contracts/subsidies/{claim.number}/claim/", typed)
    assert (page.status_code, "不是数字" in text(page), "FP1" in text(page)) == (200, True, True)


def test_the_exported_list_equals_the_screen(client, sold, confirmed, make, officer):
    make()
    asked = {"params": "year=2018", "format": "csv"}
    sign_in(client, officer).post(reverse("exchange:export", args=["contract-subsidies"]), asked)
    made = ExportRun.objects.get()
    rows = made.file.read().decode("utf-8-sig").splitlines()
    assert (made.rows_done, rows[1].split(",")[2], rows[1].split(",")[6]) == (3, "装置开发2", "100000.00")


@pytest.mark.parametrize("span", [{"year": 2018}, {"since": date(2018, 12, 1), "until": date(2018, 12, 30)}])
def test_every_group_of_a_subsidy_figure_opens_its_own_records(
    client, sold, confirmed, make, officer, leader, finance, applicant, span
):
    sold[1].kind = "transfer"
    sold[1].save(update_fields=["kind"])
    pay(make(), officer=officer, leader=leader, finance=finance, account_of=applicant)
    figure, period = (
        catalogue.find("contracts.subsidy.amount"),
        figures.value("contracts.subsidy.amount", **span).period,
    )
    sign_in(client, officer)

    opened = {
        (by, group.key): client.get(
            figures.drill_url(figure, officer, period=period, where={by: group.key})
        ).context["sums"]
        for by in figure.dimensions
        for group in figures.breakdown(figure.code, by=by, **span)
    }

    assert set(figure.dimensions) == {
        "scheme",
        "kind",
        "field",
        "district",
        "payee_kind",
        "payee_size",
        "month",
    }
    assert {key[1] for key in opened if key[0] == "kind"} == {"development", "transfer"}
    assert {
        (by, group.key): (group.records, group.exact)
        for by in figure.dimensions
        for group in figures.breakdown(figure.code, by=by, **span)
    } == {key: (sums["count"], sums["total"]) for key, sums in opened.items()}


def test_a_span_without_payments_opens_an_empty_list(
    client, sold, confirmed, make, officer, leader, finance, applicant
):
    pay(make(), officer=officer, leader=leader, finance=finance, account_of=applicant)
    sign_in(client, officer)

    counts = [
        client.get(f"/contracts/subsidies/?{asked}").context["sums"]["count"]
        for asked in ("paid_from=2019-01-01", "paid_to=2018-12-26", "paid_from=nonsense")
    ]

    assert counts == [0, 3, 3]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_condition_of_a_sheet_has_a_value_a_source_and_a_clause(
    client, sold, confirmed, applicant, language
):
    sign_in(client, applicant).cookies["django_language"] = language

    sheet = client.get(f"/contracts/{sold[0].number}/entitlement/").context["sheet"]

    lines = condition_lines(sheet)
    assert (len(lines), [line["title"] for line in lines if not line["found"]]) == (9, [])
    assert [line["title"] for line in lines if not (line["source"] and line["clause"])] == []
