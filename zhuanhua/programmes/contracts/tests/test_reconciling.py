"""Does the nightly check see a subsidy that stands otherwise than its payment?"""

from datetime import date

import pytest

from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.contracts.tests.money import pay
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments.models import Payment

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


@pytest.fixture
def first(sold, confirmed, make, officer, leader, finance, applicant):
    """Give the first subsidy of a batch that was paid whole."""
    pay(make(), officer=officer, leader=leader, finance=finance, account_of=applicant)
    assert verify().is_whole
    return Subsidy.objects.order_by("number").first()


def said(change) -> list[str]:
    change()
    return [fault.name for fault in verify().faults]


def test_a_state_that_the_payment_does_not_share_is_named(first):
    change = Subsidy.objects.filter(pk=first.pk)

    assert said(lambda: change.update(state="granted")) == [
        f"补贴{first.number}是“拨付中”，它的付款是“已到账”。"
    ]


def test_another_day_is_named(first):
    change = Subsidy.objects.filter(pk=first.pk)

    assert said(lambda: change.update(paid_on=date(2018, 1, 1))) == [
        f"补贴{first.number}的金额或到账日期和它的付款不符。"
    ]


def test_a_payment_without_its_subsidy_is_named(first):
    change = Payment.objects.filter(case_number=first.number)

    assert said(lambda: change.update(case_number="BT-0000")) == [
        f"补贴{first.number}是“已到账”，却没有它的付款。",
        "付款属于补贴BT-0000，没有这项补贴。",
    ]
