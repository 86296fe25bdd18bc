"""Do figures equal what the ORM counts, exactly, on either database, and do they refuse questions that make no sense?"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.figures import catalogue, queries
from zhuanhua.shared.figures.backend import Ground, Overflow
from zhuanhua.shared.figures.counting import foresee_totals, foresee_years, remembered
from zhuanhua.shared.people.models import Organisation, Person

pytestmark = pytest.mark.django_db


def test_value_of_a_year_includes_first_and_last_day(six: None) -> None:
    said = queries.value("test.amount", year=2018)

    assert (said.value, said.records) == (25_204_000_000_00, 2)
    assert (said.text, said.exact_text) == ("252.04亿元", "25,204,000,000.00元")
    assert said.base == Decimal("25204000000.00")


def test_value_without_period_counts_records_without_day_too(six: None) -> None:
    assert queries.value("test.count").value == Organisation.objects.count()
    assert queries.value("test.count").text == "6家"


def test_a_question_is_written_once_and_every_other_one_anew(
    six: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = queries.value("test.amount", year=2018, where={"kind": "enterprise"})
    written = []
    write = Ground.written

    def counted(ground: Ground, asked: Any) -> str:
        written.append(asked)
        return write(ground, asked)

    monkeypatch.setattr(Ground, "written", counted)
    again = queries.value("test.amount", year=2018, where={"kind": "enterprise"})
    assert (again.value, again.records, written) == (first.value, first.records, [])
    other = queries.value("test.amount", year=2018, where={"kind": "enterprise", "district": "999999"})
    assert (other.records, len(written)) == (0, 1)


def test_value_of_days_and_groups_equals_orm(six: None) -> None:
    said = queries.value(
        "test.amount",
        since=date(2017, 6, 1),
        until=date(2018, 12, 31),
        where={"kind": ["enterprise"], "district": "210103"},
    )

    rows = Organisation.objects.filter(
        registered_on__range=(date(2017, 6, 1), date(2018, 12, 31)), kind="enterprise", district="210103"
    )
    assert said.value == rows.aggregate(total=Sum("id"))["total"] == 2_000_000_000


def test_value_of_nothing_is_zero(six: None) -> None:
    said = queries.value("test.amount", year=1999)

    assert (said.value, said.records, said.text) == (0, 0, "0.00元")


def test_derived_figures_share_what_they_are_derived_from(six: None, django_assert_num_queries: Any) -> None:
    alone = [queries.value(code, year=2018).exact for code in ("test.amount", "test.growth")]

    with django_assert_num_queries(2), remembered():
        together = [
            queries.value(code, year=2018).exact for code in ("test.amount", "test.growth", "test.amount")
        ]

    assert together == [*alone, alone[0]]


def test_foreseen_totals_and_years_are_those_asked_one_by_one(
    six: None, django_assert_num_queries: Callable[..., Any]
) -> None:
    codes = ("test.growth", "test.count", "test.amount")
    period = queries.Period(date(2018, 1, 1), date(2018, 12, 31))
    alone = [(queries.value(each, year=2018).exact, queries.years_with_records(each)) for each in codes]
    figures = [catalogue.find(each) for each in codes]

    with remembered():
        with django_assert_num_queries(2):
            foresee_years(figures)
            foresee_totals((each, period, {}) for each in figures)
        with django_assert_num_queries(0):
            told = [
                (queries.value(each, year=2018).exact, queries.years_with_records(each)) for each in codes
            ]

    assert told == alone


def test_what_is_remembered_is_forgotten_afterwards(six: None) -> None:
    with remembered():
        before = queries.value("test.count", year=2018).exact
    Organisation.objects.create(name="后来", kind="enterprise", registered_on=date(2018, 5, 1))

    assert queries.value("test.count", year=2018).exact == before + 1


def test_value_does_not_end_the_transaction(six: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Organisation.objects.create(name="稍纵即逝", kind="enterprise", registered_on=date(2018, 1, 1))
        assert queries.value("test.count", year=2018).value == 3
        _ = 1 / 0

    assert queries.value("test.count", year=2018).value == 2


def test_breakdown_follows_the_order_of_the_list_and_adds_up(six: None) -> None:
    groups = queries.breakdown("test.amount", by="kind")

    assert [tuple(group)[:1] for group in groups] == [("enterprise",), ("university",), ("agency",)]
    assert sum(group.value for group in groups) == queries.value("test.amount").value
    assert [group.records for group in groups] == [3, 2, 1]


def test_breakdown_names_empty_group(six: None) -> None:
    groups = {group.key: group.label for group in queries.breakdown("test.count", by="district", year=2018)}

    assert groups == {"210102": "210102", "": "未填"}


def test_growth_is_exact_and_rounded_half_up(six: None) -> None:
    said = queries.value("test.growth", year=2018)

    assert said.exact == Fraction(25_204_000_000_00 - 3_000_000_000, 3_000_000_000)
    assert (said.value, said.text) == (Decimal("83913.33"), "+83,913.33%")


def test_growth_without_year_before_says_nothing(six: None) -> None:
    said = queries.value("test.growth", year=2017)

    assert (said.value, said.text, said.base) == (None, "—", None)


def test_grid_agrees_with_single_values(six: None) -> None:
    grid = queries.grid("test.amount", range(2016, 2020), by="kind")

    assert {year: cell.number for year, cell in grid.totals.items()} == {
        year: queries.value("test.amount", year=year).value for year in range(2016, 2020)
    }
    for key, cells in grid.cells.items():
        assert [cell.number for cell in cells.values()] == [
            queries.value("test.amount", year=year, where={"kind": key}).value for year in range(2016, 2020)
        ]


def test_grid_of_growth_agrees_with_single_values(six: None) -> None:
    grid = queries.grid("test.growth", range(2017, 2020), by="kind")

    assert [cell.number for cell in grid.totals.values()] == [
        said.exact for said in queries.series("test.growth", range(2017, 2020))
    ]


def test_grid_asks_the_database_twice(six: None, django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(2):
        queries.grid("test.amount", range(2015, 2020), by="kind")


def test_years_with_records(six: None) -> None:
    assert queries.years_with_records("test.amount") == [2017, 2018, 2019]
    assert queries.years_with_records("test.growth") == [2017, 2018, 2019]


def test_members_name_every_record_with_its_share(six: None) -> None:
    figure = catalogue.find("test.amount")
    assert isinstance(figure, catalogue.Figure)

    found = queries.members(figure, queries.Period(date(2017, 1, 1), date(2017, 12, 31)), {})

    assert found == {"1000000000": 1_000_000_000, "2000000000": 2_000_000_000}


def test_sum_beyond_64_bits_is_refused_not_wrong(test_figures: None, db: None) -> None:
    for number in (2**63 - 1, 2**63 - 2):
        Organisation.objects.create(id=number, name=f"大{number}", kind="enterprise")

    with pytest.raises(Overflow, match="合计超出可精确表示的范围"):
        queries.value("test.amount")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"code": "test.nothing"}, "没有编号为“test.nothing”的指标"),
        ({"code": "test.count", "year": 18}, "没有18年"),
        ({"code": "test.count", "year": 2018, "since": date(2018, 1, 1)}, "年份和起止日期只能填一种"),
        (
            {"code": "test.count", "since": date(2018, 2, 1), "until": date(2018, 1, 1)},
            "起始日2018-02-01晚于截止日2018-01-01",
        ),
        ({"code": "test.count", "where": {"colour": "red"}}, "不能按“colour”分组"),
        ({"code": "test.count", "where": {"kind": "robbers"}}, "“种类”里没有“robbers”"),
        ({"code": "test.count", "where": {"district": "a\x00b"}}, "里没有"),
    ],
)
def test_value_refuses_question_that_makes_no_sense(six: None, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        queries.value(asked.pop("code"), **asked)


def test_breakdown_by_unknown_dimension_names_those_that_exist(six: None) -> None:
    with pytest.raises(Refusal, match="可用的分组：kind、district"):
        queries.breakdown("test.count", by="colour")


def test_open_dimension_takes_text_with_quotes_as_text(six: None) -> None:
    assert queries.value("test.count", where={"district": "'; DROP TABLE people_organisation; --"}).value == 0
    assert queries.value("test.count", where={"district": "100%s"}).value == 0
    assert Organisation.objects.count() == 6


def test_hidden_figure_needs_permission(six: None, officer: Person) -> None:
    with pytest.raises(Forbidden):
        queries.value("test.hidden", person=Anonymous())

    assert queries.value("test.hidden", person=officer).records == Organisation.objects.count()
    assert {figure.code for figure in queries.visible_figures(Anonymous())} >= {"test.count", "test.amount"}
    assert "test.hidden" not in {figure.code for figure in queries.visible_figures(Anonymous())}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    numbers=st.lists(st.integers(1, 9 * 10**15), min_size=1, max_size=12, unique=True),
    year=st.integers(2010, 2012),
)
def test_sums_are_exact_for_any_amounts(test_figures: None, db: None, numbers: list[int], year: int) -> None:
    with transaction.atomic():
        for number in numbers:
            Organisation.objects.create(
                id=number,
                name=f"单位{number}",
                kind="enterprise",
                registered_on=date(2010 + number % 3, 5, 1),
            )

        said = queries.value("test.amount", year=year)

        assert said.value == sum(number for number in numbers if 2010 + number % 3 == year)
        transaction.set_rollback(True)
