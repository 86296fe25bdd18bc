"""Do the figures of vouchers equal what was paid and told, by year and kind, and open the same records?"""

from datetime import date

import pytest

from tests.support.cast import sign_in
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.shared.figures import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(issue, applicant, account, officer, leader, finance):
    """Two vouchers of two firms are paid in 2018; a third is only redeemed."""
    second = factories.second_firm()
    made = [
        factories.redeemed(issue(), applicant),
        factories.redeemed(
            issue(by=second, contract_number="B", service_kind="testing", standing="high_tech"),
            second,
            number="FP2",
        ),
    ]
    for voucher in made:
        actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    factories.redeemed(issue(contract_number="C", service_kind="testing"), applicant, number="FP3")
    batch = actions.grant_vouchers(
        numbers=[each.number for each in made],
        account=account,
        title="批",
        by=officer,
        key="k",
        on=date(2018, 12, 3),
    )
    from zhuanhua.shared.payments.models import BankAccount

    BankAccount.objects.create(
        organisation=second.organisation,
        account_name=second.organisation.name,
        bank_name="启明银行",
        bank_account="62220000999",
        entered_by=second,
    )
    factories.pay(batch, officer=officer, leader=leader, finance=finance, payee=applicant)
    return made


def number(code, officer, **where):
    return queries.value(code, year=2018, person=officer, where=where).base


def test_only_what_was_paid_counts(year, officer):
    counts = {
        code: number(f"vouchers.{code}", officer)
        for code in (
            "count",
            "units",
            "high_tech_units",
            "amount",
            "saved",
            "income",
            "spent",
            "spent_research",
        )
    }

    assert counts == {
        "count": 2, "units": 2, "high_tech_units": 1, "amount": 100_000, "saved": 100_000, "income": 200_000,
        "spent": 600_000, "spent_research": 600_000,
    }  # fmt: skip


def test_products_and_rights_are_counted_with_their_units(year, officer):
    got = [
        number(f"vouchers.{code}", officer)
        for code in ("new_products", "product_units", "ip_rights", "ip_units")
    ]

    assert got == [2, 2, 4, 2]


def test_a_figure_opens_the_records_that_it_counts(client, year, officer):
    page = sign_in(client, officer).get("/vouchers/desk/?view=all&outcome=rights&paid_year=2018")

    assert {voucher.number for voucher in page.context["vouchers"]} == {each.number for each in year}
    assert Voucher.objects.count() == 3
