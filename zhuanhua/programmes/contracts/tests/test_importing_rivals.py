"""Can the other party to a contract rewrite by import what its seller filed?"""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.contracts.actions.importing import faults_of_filed, import_filed
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.test_importing import TODAY, a_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(applicant, firm, rival_firm):
    row = a_row(
        seller_uscc=firm.uscc, seller_name=firm.name, buyer_uscc=rival_firm.uscc, buyer_name=rival_firm.name
    )
    import_filed(rows=[row], by=applicant, on=TODAY)
    return row


def faults_of(row, by):
    return list(faults_of_filed([SimpleNamespace(number=2, values=row)], by=by, on=TODAY))


def test_the_buyer_cannot_rewrite_what_the_seller_filed(filed, rival, firm):
    other = filed | {"is_import": True, "subject": "对手改写的标的", "is_related": True}
    [fault] = faults_of(other, rival)
    assert (fault.row, fault.key) == (2, "project_name")
    assert "另一个单位" in fault.message
    with pytest.raises(Conflict):
        import_filed(rows=[other], by=rival, on=TODAY)
    kept = Contract.objects.get()
    assert (kept.registrant, kept.is_import, kept.subject) == (firm, False, filed["subject"])


def test_the_seller_and_the_bureau_still_change_it(filed, applicant, registrar):
    for by, subject in ((applicant, "提高通量两成。"), (registrar, "提高通量三成。")):
        assert faults_of(filed | {"subject": subject}, by) == []
        assert import_filed(rows=[filed | {"subject": subject}], by=by, on=TODAY)["changed"] == 1


def test_what_stands_is_read_when_no_other_import_is_under_way(applicant, firm, rival_firm):
    row = a_row(
        seller_uscc=firm.uscc, seller_name=firm.name, buyer_uscc=rival_firm.uscc, buyer_name=rival_firm.name
    )
    with CaptureQueriesContext(connection) as asked:
        import_filed(rows=[row], by=applicant, on=TODAY)
    told = [each["sql"] for each in asked]
    locked = next(place for place, sql in enumerate(told) if "contract-imports" in sql)
    read = [place for place, sql in enumerate(told) if 'FROM "contracts_contract"' in sql]

    assert read
    assert locked < min(read)
