"""Does the database itself refuse what no action would write?"""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.programmes.contracts.models import Contract, ExpenseItem
from zhuanhua.programmes.contracts.tests.factories import WAN, accepted, draft, registered, submitted

pytestmark = pytest.mark.django_db


def _refuses(contract, **facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(**facts)


def test_state_must_be_known(applicant, rival_firm):
    _refuses(draft(by=applicant, buyer=rival_firm), state="approved")


@pytest.mark.parametrize("facts", [{"seller": None}, {"buyer": None}, {"total_fen": 0}, {"total_fen": None}, {"signed_on": None}, {"project_name": ""}, {"kind": ""}, {"field": ""}])  # fmt: skip
def test_a_submitted_contract_is_complete(applicant, rival_firm, facts):
    _refuses(submitted(by=applicant, buyer=rival_firm), **facts)


def test_trade_is_within_total(applicant, rival_firm):
    _refuses(submitted(by=applicant, buyer=rival_firm), trade_fen=387 * WAN)


@pytest.mark.parametrize("amount", [0, 387 * WAN])
def test_verified_amount_is_within_total(applicant, rival_firm, registrar, amount):
    _refuses(accepted(by=applicant, buyer=rival_firm, registrar=registrar), verified_trade_fen=amount)


def test_end_is_not_before_start(applicant, rival_firm):
    _refuses(submitted(by=applicant, buyer=rival_firm), ends_on=date(2026, 4, 1))


@pytest.mark.parametrize(
    "field", ["registration_number", "registered_on", "registered_by", "verified_trade_fen"]
)
def test_a_registered_contract_is_whole(applicant, rival_firm, registrar, field):
    _refuses(registered(by=applicant, buyer=rival_firm, registrar=registrar), **{field: None})


def test_a_refusal_has_its_ground(applicant, rival_firm, registrar):
    _refuses(accepted(by=applicant, buyer=rival_firm, registrar=registrar), state="refused")


def test_an_ended_registration_has_its_day(applicant, rival_firm, registrar):
    _refuses(registered(by=applicant, buyer=rival_firm, registrar=registrar), state="cancelled")


def test_seller_and_buyer_differ(applicant, firm, rival_firm):
    _refuses(submitted(by=applicant, buyer=rival_firm), buyer=firm)


def test_a_registration_number_stands_once(applicant, rival_firm, registrar):
    first = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    second = registered(by=applicant, buyer=rival_firm, registrar=registrar, project_name="另一份合同")

    _refuses(second, registration_number=first.registration_number)


def test_a_text_is_registered_once(applicant, rival_firm, registrar):
    first = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    second = registered(by=applicant, buyer=rival_firm, registrar=registrar, project_name="另一份合同")
    Contract.objects.filter(pk=first.pk).update(text_sha256="a" * 64)

    _refuses(second, text_sha256="a" * 64)


def test_an_item_is_positive(applicant, rival_firm):
    contract = draft(by=applicant, buyer=rival_firm)

    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseItem.objects.create(contract=contract, kind="parts", name="零件", amount_fen=0)


def test_a_contract_has_one_current_certificate(applicant, rival_firm, registrar):
    contract = registered(by=applicant, buyer=rival_firm, registrar=registrar)
    [certificate] = contract.certificates.all()
    certificate.pk, certificate.edition, certificate.token = None, 2, "another"

    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save()
