"""Does the database itself keep vouchers whole? Each constraint is broken once, and refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import (
    Allowance,
    Hold,
    Outcome,
    Provider,
    Service,
    Voucher,
    VoucherInvoice,
    VoucherSlip,
)
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON, WAN

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


def refuses(rows, **change):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)
    return True


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("voucher_state_known", {"state": "odd"}),
        ("voucher_issued_whole", {"face_fen": 0}),
        ("voucher_issued_whole", {"voucher_number": None}),
        ("voucher_issued_whole", {"reservation": None}),
        ("voucher_issued_whole", {"verdict": None}),
        ("voucher_deadlines_in_order", {"use_by": date(2018, 3, 19)}),
        ("voucher_deadlines_in_order", {"redeem_by": date(2018, 4, 1)}),
        ("voucher_redeemed_within_face", {"redeem_fen": 5 * WAN + 1}),
        ("voucher_recovered_within_redeemed", {"recovered_fen": 1}),
        ("voucher_accepted_on_a_sheet", {"state": "accepted"}),
        ("voucher_asked_with_a_receipt", {"receipt_number": "2018-DF-1"}),
    ],
)
def test_an_issued_voucher_stays_whole(issue, name, change):
    voucher = issue()

    assert refuses(Voucher.objects.filter(pk=voucher.pk), **change), name


def test_district_and_city_are_two_persons(issue):
    voucher = issue()

    assert refuses(Voucher.objects.filter(pk=voucher.pk), district_by=voucher.issued_by)


def test_one_contract_one_voucher(applicant, provider):
    first = factories.submitted(applicant, provider)
    second = factories.draft(applicant, provider)
    assert first.contract_key == second.contract_key

    assert refuses(Voucher.objects.filter(pk=second.pk), state="submitted")


def test_voucher_and_receipt_numbers_are_given_once(issue, applicant):
    first = issue()
    second = issue(contract_number="B", service_kind="testing")

    assert refuses(Voucher.objects.filter(pk=second.pk), voucher_number=first.voucher_number)
    Voucher.objects.filter(pk=first.pk).update(receipt_number="R", redeem_asked_on=ON)
    assert refuses(Voucher.objects.filter(pk=second.pk), receipt_number="R", redeem_asked_on=ON)


def test_nobody_goes_over_the_limit_of_a_year(issue):
    issue()
    rows = Allowance.objects.all()

    assert (refuses(rows, taken_fen=20 * WAN + 1), refuses(rows, taken_fen=-1)) == (True, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allowance.objects.create(holder=rows.get().holder, year=2018, limit_fen=1)


@pytest.mark.parametrize("change", [{"amount_fen": 0}, {"number": ""}])
def test_an_invoice_has_number_and_amount(issue, applicant, change):
    factories.redeemed(issue(), applicant)

    assert refuses(VoucherInvoice.objects.all(), **change)


@pytest.mark.parametrize("change", [{"amount_fen": -1}, {"reference": ""}])
def test_a_slip_has_reference_and_amount(issue, applicant, change):
    factories.redeemed(issue(), applicant)

    assert refuses(VoucherSlip.objects.all(), **change)


@pytest.mark.parametrize(("model", "name"), [(VoucherInvoice, "number"), (VoucherSlip, "reference")])
def test_a_line_stands_once_in_a_voucher(issue, applicant, model, name):
    voucher = factories.redeemed(issue(), applicant)
    line = model.objects.get()
    day = {"issued_on": ON} if model is VoucherInvoice else {"paid_on": ON}

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(voucher=voucher, amount_fen=1, **{name: getattr(line, name)}, **day)


@pytest.mark.parametrize(
    "change", [{"new_products": -1}, {"research_fen": -1}, {"saved_fen": -1}, {"moment": "odd"}]
)
def test_an_outcome_is_never_negative(issue, applicant, change):
    factories.redeemed(issue(), applicant)

    assert refuses(Outcome.objects.all(), **change)


def test_an_outcome_is_told_once_a_moment(issue, applicant):
    voucher = factories.redeemed(issue(), applicant)

    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(voucher=voucher, moment="redemption", answered_on=ON, answered_by=applicant)


@pytest.mark.parametrize("change", [{"ground": "odd"}, {"cleared_on": ON}, {"finding": "没有问题"}])
def test_a_hold_is_cleared_by_somebody_with_a_finding(applicant, provider, change):
    Provider.objects.update(controller="孟清和")
    factories.submitted(applicant, provider)

    assert refuses(Hold.objects.all(), **change)


def test_the_same_doubt_is_raised_once(applicant, provider):
    Provider.objects.update(controller="孟清和")
    voucher = factories.submitted(applicant, provider)

    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(voucher=voucher, ground="related", fact="x", raised_on=ON)


@pytest.mark.parametrize("change", [{"state": "odd"}, {"listed_by": None}, {"listed_on": None}])
def test_a_listed_provider_was_listed_by_somebody(provider, change):
    assert refuses(Provider.objects.filter(pk=provider.pk), **change)


def test_an_organisation_is_listed_once(provider):
    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.create(number="X", state="draft", organisation=provider.organisation)


@pytest.mark.parametrize("change", [{"kind": "odd"}, {"price_fen": 0}, {"name": ""}, {"per": ""}])
def test_a_service_has_kind_price_and_unit(provider, change):
    assert refuses(Service.objects.filter(kind="research"), **change)


def test_a_service_is_named_once(provider):
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(provider=provider, kind="research", name="样机研制", price_fen=1, per="项")


def test_the_actions_lead_there_by_themselves(issue, applicant):
    assert actions.give_back_voucher(voucher=issue(), by=applicant, on=ON, reason="x").state == "returned"
