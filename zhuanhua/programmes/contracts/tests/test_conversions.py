"""Is a conversion counted where its buyer is: a university or institute of the city, by a contract that converts, in the city or the province?"""

from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from zhuanhua.programmes.contracts import queries
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests import factories
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.figures import catalogue
from zhuanhua.shared.figures import queries as figures

HOUSE = {"seller_kind": "022", "seller_district": "210102", "buyer_district": "210112"}
ROWS = (
    HOUSE,
    HOUSE | {"seller_kind": "021", "buyer_district": "210100"},
    HOUSE | {"buyer_district": "210200"},
    HOUSE | {"buyer_district": "110105"},
    HOUSE | {"seller_kind": "100"},
    HOUSE | {"kind": "service"},
    HOUSE | {"seller_district": "210200"},
)


@pytest.fixture
def sold(applicant, rival_firm, registrar):
    """Registered contracts of 2026, one for each line of the table."""
    for place, facts in enumerate(ROWS):
        contract = factories.registered(
            by=applicant, buyer=rival_firm, registrar=registrar, project_name=f"第{place}项装置开发"
        )
        Contract.objects.filter(pk=contract.pk).update(**facts)


def test_two_of_three_in_the_province_stay_in_the_city(sold):
    codes = ("contracts.converted_local", "contracts.converted_province", "contracts.converted_local_share")

    answers = [figures.value(code, year=2026, person=Anonymous()) for code in codes]

    assert [answer.text for answer in answers] == ["2项", "3项", "66.67%"]


@pytest.mark.parametrize(
    ("code", "count"), [("contracts.converted_local", 2), ("contracts.converted_province", 3)]
)
def test_the_list_behind_the_number_holds_as_many(sold, registrar, code, count):
    period = figures.value(code, year=2026, person=registrar).period
    address = QueryDict(urlsplit(figures.drill_url(catalogue.find(code), registrar, period=period)).query)

    assert queries.filtered(queries.records(registrar), address).count() == count
