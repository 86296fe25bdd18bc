"""Is a year that still runs compared with the same days of the year before, on every page?"""

from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from zhuanhua.accountability.statistics import charts
from zhuanhua.accountability.statistics import queries as statistics
from zhuanhua.overview import figures as front
from zhuanhua.programmes.contracts.tests.test_figures import keep, row
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.figures import queries
from zhuanhua.shared.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
CODE = "contracts.amount"
WAN = 1_000_000


@pytest.fixture(autouse=True)
def two_years(
    firm: Organisation, rival_firm: Organisation, registrar: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """100 up to 20 June 2025 and 300 later; 120 up to 20 June 2026, which is today."""
    monkeypatch.setenv("ZHUANHUA_TODAY", "2026-06-20")
    caches["process"].clear()
    days = [
        (40, date(2025, 3, 1)),
        (60, date(2025, 6, 20)),
        (100, date(2025, 6, 21)),
        (200, date(2025, 12, 1)),
        (30, date(2026, 3, 1)),
        (90, date(2026, 6, 20)),
    ]
    rows = [row(amount * WAN, day) for amount, day in days]
    keep(rows, firm, rival_firm, registrar)


def sheet(**sent: str) -> tuple[statistics.Asked, statistics.Sheet]:
    asked = statistics.asked_by(Anonymous(), CODE, {"year": "2026", "by": "month"} | sent)
    return asked, statistics.sheet_for(Anonymous(), asked)


def test_front_page_table_and_growth_figure_say_the_same() -> None:
    _asked, shown = sheet()

    assert (shown.compared, shown.total.growth) == ("比上年同期", "+20.00%")
    assert front.front().cards[1].note == "比上年同期增长20.00%"
    assert queries.value("contracts.amount_growth", year=2026).text == "+20.00%"


def test_growth_of_past_years_takes_the_whole_year() -> None:
    _asked, shown = sheet(year="2025")

    assert shown.compared == "比上年"
    assert queries.grid("contracts.amount_growth", [2025, 2026], by="kind").totals[2026].number * 5 == 1


def test_running_month_is_compared_with_the_same_days_and_months_to_come_show_nothing() -> None:
    _asked, shown = sheet()

    said: dict[str, Any] = {
        each.label: ([cell.text for cell in each.cells], each.share, each.growth) for each in shown.rows
    }
    assert said["3月"] == (["40.00", "30.00"], "25.0%", "−25.00%")
    assert said["6月"] == (["160.00", "90.00"], "75.0%", "+50.00%")
    assert said["12月"] == (["200.00", ""], "", "")


def test_chart_of_months_keeps_every_month() -> None:
    asked, shown = sheet()

    drawn = charts.bars(asked, shown)

    assert drawn["xAxis"]["data"] == ["3月", "6月", "12月"]
    assert drawn["legend"]["data"] == ["2025年", "2026年"]
    assert [point["value"] for point in drawn["series"][1]["data"]] == ["30.00", "90.00", None]


def test_page_names_the_comparison(client: Client) -> None:
    shown = client.get(f"/statistics/{CODE}/?year=2026").content.decode()

    assert '<th class="num">比上年同期</th>' in shown
    assert "比上年同期+20.00%" in shown
