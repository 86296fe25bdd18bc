"""Is a size that the firm gave itself shown as its own word, and checked before money is set aside?"""

import pytest

from tests.support.cast import sign_in
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.forms import IssueForm
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.people.actions import update_organisation

pytestmark = pytest.mark.django_db
OWN_WORD = "单位自报，未经核实"


@pytest.fixture
def waiting(applicant, provider, district_user, account, confirmed):
    """Give an application that the district passed, of a firm that has just made itself smaller."""
    update_organisation(organisation=applicant.organisation, by=applicant, size="micro")
    return factories.passed(applicant, provider, district_user)


def test_district_and_city_read_it_as_the_firms_own_word(client, waiting, district_user, officer):
    pages = [
        sign_in(client, person).get(f"/vouchers/{waiting.number}/").content.decode()
        for person in (district_user, officer)
    ]
    pages.append(client.get(f"/vouchers/{waiting.number}/issue/").content.decode())

    assert [OWN_WORD in page and "单位规模由该单位自己更改" in page for page in pages] == [True] * 3


def test_it_is_issued_only_when_somebody_says_that_he_checked(waiting, account, officer):
    facts = {"voucher": waiting, "account": account, "by": officer, "on": ON}
    with pytest.raises(Refusal, match="由该单位自己更改") as told:
        actions.issue_voucher(**facts)
    assert told.value.field == "is_checked"

    assert actions.issue_voucher(**facts, is_checked=True).state == "issued"
    assert Entry.objects.filter(event="voucher:issue").latest("seq").after["is_checked"] is True


def test_what_the_bureau_entered_since_needs_no_tick(client, waiting, account, officer, applicant):
    update_organisation(organisation=applicant.organisation, by=officer, size="small")

    assert OWN_WORD not in sign_in(client, officer).get(f"/vouchers/{waiting.number}/").content.decode()
    assert actions.issue_voucher(voucher=waiting, account=account, by=officer, on=ON).state == "issued"


def test_the_tick_is_asked_for_only_where_it_means_something():
    accounts = Account.objects.none()

    assert "is_checked" not in IssueForm(accounts=accounts).fields
    assert IssueForm(accounts=accounts, told="x").fields["is_checked"].help_text == "x"
