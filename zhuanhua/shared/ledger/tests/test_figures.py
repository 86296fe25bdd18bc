"""Does the catalogue say of budgets what the ledger's pages say, by programme and source, and only to who may read it?"""

import pytest
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.errors import Forbidden
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.figures import queries
from zhuanhua.shared.ledger import actions
from zhuanhua.shared.ledger.tests.conftest import DAY
from zhuanhua.shared.ledger.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(set_aside, officer):
    """Give one reservation that was paid in part, and one that is open."""
    paid = set_aside("A-1", 30_000_000)
    actions.post(reservation=paid, amount_fen=10_000_000, by=officer, key="pay", on=DAY)
    set_aside("A-2", 5_000_000)
    assert verify().is_whole


def test_budget_figures_are_those_of_the_books(moved):
    found = {
        code: queries.value(f"budgets.{code}", year=2018).value
        for code in ("allocated", "paid", "reserved", "left")
    }

    assert found == {
        "allocated": 150_000_000,
        "paid": 10_000_000,
        "reserved": 25_000_000,
        "left": 115_000_000,
    }
    assert queries.value("budgets.paid_rate", year=2018).text == "6.67%"


def test_budget_figures_split_by_source_and_stay_in_their_year(moved):
    groups = queries.breakdown("budgets.allocated", by="source", year=2018)

    assert {group.key: group.value for group in groups} == {"市级财政": 100_000_000, "区级财政": 50_000_000}
    assert queries.value("budgets.allocated", year=2019).value == 0


def test_budget_figures_open_the_budgets_of_their_year(moved, client, finance):
    figure = queries.figure_for(finance, "budgets.paid")
    said = queries.value("budgets.paid", year=2018)
    url = queries.drill_url(figure, finance, period=said.period, where={"programme": "contracts"})

    assert url == f"{reverse('ledger:list')}?budget_year=2018&programme=contracts"
    html = sign_in(client, finance).get(url).content.decode()
    assert "CT-2018" in html
    assert "CT-2018" not in client.get(url.replace("2018", "2017")).content.decode()


def test_a_firm_opens_no_budget_and_a_visitor_sees_no_figure(moved, applicant):
    figure, said = queries.figure_for(applicant, "budgets.paid"), queries.value("budgets.paid", year=2018)

    assert queries.drill_url(figure, applicant, period=said.period) == ""
    with pytest.raises(Forbidden):
        queries.value("budgets.paid", year=2018, person=Anonymous())
