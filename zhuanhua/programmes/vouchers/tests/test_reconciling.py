"""Does the ledger's check say when a voucher, its money or its holder's year stands otherwise?"""

from datetime import date

import pytest

from zhuanhua.programmes.vouchers import actions, queries
from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.shared.ledger.verifying import tell, verify
from zhuanhua.shared.payments.models import Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(issue, applicant, officer, account):
    """Give a voucher that is in a batch."""
    voucher = factories.redeemed(issue(), applicant, amount_fen=8 * factories.WAN)
    voucher = actions.accept_redemption(voucher=voucher, by=officer, on=date(2018, 11, 20))
    actions.grant_vouchers(
        numbers=[voucher.number], account=account, title="第一批", by=officer, key="one", on=date(2018, 12, 3)
    )
    return voucher


def test_what_the_actions_did_fits(granted, issue):
    issue(contract_number="B", service_kind="testing")

    assert list(queries.odd_vouchers()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "accepted"}, "预留的金额和它不符"),
        ({"state": "paid"}, "它的付款是"),
        ({"redeem_fen": 1}, "金额或到账日期和它的付款不符"),
        ({"state": "denied"}, "它的付款是"),
    ],
)
def test_a_voucher_that_stands_otherwise_is_named(granted, change, words):
    Voucher.objects.update(**change)

    said = [each for each in queries.odd_vouchers() if granted.number in each]
    assert [each for each in said if words in each]
    assert any(granted.number in each for each in tell(verify()))


def test_money_without_a_voucher_and_a_voucher_without_money_are_named(granted, issue):
    other = issue(contract_number="B", service_kind="testing")
    Payment.objects.update(case_number="2018-CX-99999")
    Voucher.objects.filter(pk=other.pk).update(face_fen=1)

    said = "".join(queries.odd_vouchers())
    assert "付款属于创新券2018-CX-99999，没有这张券。" in said
    assert f"创新券{granted.number}是“拨付中”，却没有它的付款。" in said
    assert f"创新券{other.number}是“已发放”，预留的金额和它不符。" in said


def test_a_year_that_is_filled_otherwise_is_named(issue, applicant):
    issue()
    Allowance.objects.update(taken_fen=1)
    assert list(queries.odd_vouchers()) == [f"{applicant.organisation.name}2018年的额度记着另一个已发放数。"]

    Allowance.objects.all().delete()
    assert list(queries.odd_vouchers()) == ["有创新券没有计入持券单位的年度额度。"]
