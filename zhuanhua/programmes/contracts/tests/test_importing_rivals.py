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


@pytest.mark.postgres
def test_what_a_file_alters_is_locked_before_its_first_line(filed, applicant):
    strange = a_row(
        seller_uscc=filed["seller_uscc"], seller_name=filed["seller_name"], buyer_uscc="91210100MA0LOCK012",
        buyer_name="沈阳新来水务有限公司", project_name="另一项",
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        import_filed(rows=[strange, filed | {"subject": "提高通量两成。"}], by=applicant, on=TODAY)
    told = [each["sql"] for each in asked]
    journal = next(place for place, sql in enumerate(told) if "pg_advisory_xact_lock" in sql)
    before = "\n".join(told[:journal])

    assert any('FROM "contracts_contract"' in sql and "FOR UPDATE" in sql for sql in told[:journal])
    assert f"'SY/{TODAY.year}'" in before


def test_a_contract_that_came_another_way_since_the_check_is_not_rewritten(filed, applicant):
    Contract.objects.update(source="form")
    for row in (filed, filed | {"subject": "提高通量两成。"}):
        with pytest.raises(Conflict, match="平台上已有同一合同"):
            import_filed(rows=[row], by=applicant, on=TODAY)


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
