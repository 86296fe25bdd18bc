"""Can only an organisation itself say where it is paid, and only into its own name?"""

import pytest

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.payments import actions
from zhuanhua.shared.payments.models import BankAccount
from zhuanhua.shared.people.actions import rename_organisation

pytestmark = pytest.mark.django_db


def give(person, **change):
    """Give the account of a person's organisation."""
    facts = {
        "account_name": person.organisation.name,
        "bank_name": "启明银行",
        "bank_account": "6222 0000 0001",
    }
    return actions.set_bank_account(**{"organisation": person.organisation, "by": person} | facts | change)


def test_an_account_is_kept_without_spaces(applicant):
    assert give(applicant).bank_account == "622200000001"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"account_name": "别人有限公司"}, "account_name"), ({"bank_account": "12ab"}, "bank_account"), ({"bank_account": "６２２２００００１"}, "bank_account"), ({"bank_name": " "}, "bank_name")],
)  # fmt: skip
def test_a_wrong_account_is_refused_at_its_field(applicant, change, field):
    with pytest.raises(Refusal) as told:
        give(applicant, **change)
    assert (told.value.field, BankAccount.objects.count()) == (field, 0)


def test_nobody_gives_an_account_for_another(applicant, rival):
    with pytest.raises(Forbidden):
        give(rival, organisation=applicant.organisation, account_name=applicant.organisation.name)


def test_a_changed_account_ends_the_former_and_is_told(applicant):
    give(applicant)
    give(applicant, bank_account="99990000000012")
    assert list(BankAccount.objects.filter(ended_at__isnull=True).values_list("bank_account", flat=True)) == [
        "99990000000012"
    ]
    assert Notice.objects.filter(person=applicant, title="收款账户已更改").count() == 1


def test_the_journal_never_shows_the_number(applicant):
    give(applicant)
    assert "622200000001" not in str(Entry.objects.get(event="bank_account:set").after)


def renamed(person, name):
    rename_organisation(organisation=person.organisation, name=name, on=city_today(), by=person)
    person.organisation.refresh_from_db()


def test_a_former_name_is_no_name_for_an_account(applicant):
    former = applicant.organisation.name
    renamed(applicant, "张三")
    with pytest.raises(Refusal, match="户名"):
        give(applicant, account_name=former)


def test_an_account_given_under_a_borrowed_name_is_paid_nothing_after_the_name_is_back(
    client, applicant, approved, finance
):
    real = applicant.organisation.name
    renamed(applicant, "张三")
    give(applicant)
    renamed(applicant, real)
    approved.payments.update(payee=applicant.organisation)
    with pytest.raises(Refusal, match=real) as told:
        actions.send_batch(batch=approved, by=finance, on=city_today())
    assert told.value.code == "no_account"

    sign_in(client, applicant)
    assert "暂停付款" in client.get("/payments/mine/").content.decode()
