"""Do the numbers of the front page agree with the catalogue, and open?"""

from datetime import date

import pytest
from django.core.cache import caches

from zhuanhua.overview import figures
from zhuanhua.programmes.contracts.tests import factories
from zhuanhua.shared.figures import queries


@pytest.fixture(autouse=True)
def _fresh():
    caches["process"].clear()
    yield
    caches["process"].clear()


def register(applicant, rival, registrar, year: int, name: str, wan: int) -> None:
    facts = {"project_name": name, "total_fen": wan * 1_000_000}
    days = {"signed_on": date(year, 1, 5), "starts_on": date(year, 1, 6), "ends_on": date(year + 1, 1, 5)}
    factories.registered(
        by=applicant, buyer=rival.organisation, registrar=registrar, on=date(year, 3, 1), **facts, **days
    )


def test_without_records_there_are_no_figures(db):
    assert figures.front() is None


def test_the_front_page_shows_the_newest_year_with_records(applicant, rival, registrar, client):
    register(applicant, rival, registrar, 2022, "防腐涂层开发", 100)
    register(applicant, rival, registrar, 2023, "陶瓷膜开发", 150)

    front = figures.front()
    amount = front.cards[1]

    assert (front.year, front.records, front.as_of) == (2023, 1, date(2023, 12, 31))
    assert (amount.number.digits, amount.number.unit, amount.note) == ("150.00", "万元", "比上年增长50.00%")
    assert amount.number.url in client.get("/").text


def test_growth_agrees_with_the_figure_of_the_catalogue(applicant, rival, registrar):
    register(applicant, rival, registrar, 2022, "防腐涂层开发", 386)
    register(applicant, rival, registrar, 2023, "陶瓷膜开发", 476)

    note = figures.front().cards[1].note

    assert note == "比上年增长" + queries.value("contracts.amount_growth", year=2023).text.lstrip("+")


def test_the_running_year_is_compared_with_the_same_days(applicant, rival, registrar, monkeypatch):
    monkeypatch.setenv("ZHUANHUA_TODAY", "2023-06-30")
    register(applicant, rival, registrar, 2022, "防腐涂层开发", 200)
    register(applicant, rival, registrar, 2023, "陶瓷膜开发", 100)

    assert figures.front().cards[1].note == "比上年同期下降50.00%"
    assert figures.front().as_of == date(2023, 6, 30)
