"""Do the figures of contracts equal the ORM to the fen, on either database, and count only what stands registered?"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db.models import Count, QuerySet, Sum

from zhuanhua.core.money import MAX_FEN
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.figures import DIMENSIONS, IN_CITY
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.figures import catalogue, queries
from zhuanhua.shared.people.models import Organisation, Person

pytestmark = pytest.mark.django_db
COLUMNS = {key: each.column for key, each in DIMENSIONS.items() if key != "month"}
PLACES = (*IN_CITY[:4], "210200", "110000", "")


def keep(
    rows: Sequence[dict[str, Any]], firm: Organisation, rival_firm: Organisation, registrar: Person
) -> None:
    """Keep contracts as rows: these tests ask about counting, not about how a contract gets there."""
    Contract.objects.bulk_create(
        Contract(
            number=f"T{place:05d}",
            project_name=f"项目{place}",
            project_key=f"项目{place}",
            registrant=firm,
            seller=firm,
            buyer=rival_firm,
            signed_on=date(2017, 1, 1),
            registration_number=f"{place:016d}",
            registered_by=registrar,
            **row,
        )
        for place, row in enumerate(rows)
    )


def row(total_fen: int, registered_on: date, **facts: Any) -> dict[str, Any]:
    amounts = {"total_fen": total_fen, "trade_fen": total_fen, "verified_trade_fen": total_fen}
    return (
        {"state": ContractState.REGISTERED, "kind": "service", "field": "01", "registered_on": registered_on}
        | amounts
        | facts
    )


@pytest.fixture
def many(firm: Organisation, rival_firm: Organisation, registrar: Person) -> None:
    """Three hundred invented contracts from one seed, some of them cancelled or revoked."""
    chance = random.Random(2018)
    rows = []
    for _place in range(300):
        total = chance.choice([1, 99, 10**6 + 7, 386_000_000, MAX_FEN // 400]) + chance.randrange(10**7)
        verified = chance.randrange(1, total + 1)
        state = chance.choices(
            [ContractState.REGISTERED, ContractState.CANCELLED, ContractState.REVOKED], [8, 1, 1]
        )[0]
        rows.append(
            row(
                total,
                date(2017, 1, 1) + timedelta(days=chance.randrange(3 * 365)),
                verified_trade_fen=verified,
                state=state,
                ended_on=None if state == ContractState.REGISTERED else date(2020, 1, 1),
                kind=chance.choice(codes.Kind.values),
                field=chance.choice(codes.TechnologyField.values),
                ip_kind=chance.choice([*codes.IpKind.values, ""]),
                plan_source=chance.choice(codes.PlanSource.values),
                seller_kind=chance.choice(codes.PartyKind.values),
                buyer_kind=chance.choice(codes.PartyKind.values),
                seller_district=chance.choice(PLACES),
                buyer_district=chance.choice(PLACES),
            )
        )
    keep(rows, firm, rival_firm, registrar)


def standing(year: int | None = None) -> "QuerySet[Contract]":
    found = Contract.objects.filter(state=ContractState.REGISTERED)
    return found.filter(registered_on__year=year) if year else found


@pytest.mark.parametrize("year", [None, 2016, 2017, 2018, 2019])
def test_totals_equal_the_orm(many: None, year: int | None) -> None:
    sums = standing(year).aggregate(
        amount=Sum("total_fen"), trade=Sum("verified_trade_fen"), count=Count("pk")
    )
    local = standing(year).filter(buyer_district__in=IN_CITY).aggregate(amount=Sum("total_fen"))

    assert queries.value("contracts.amount", year=year).value == (sums["amount"] or 0)
    assert queries.value("contracts.trade_amount", year=year).value == (sums["trade"] or 0)
    assert queries.value("contracts.count", year=year).value == sums["count"]
    assert queries.value("contracts.local_amount", year=year).value == (local["amount"] or 0)


@pytest.mark.parametrize("by", COLUMNS)
def test_groups_equal_the_orm(many: None, by: str) -> None:
    expected = {
        each[COLUMNS[by]]: (each["amount"], each["count"])
        for each in standing(2018)
        .values(COLUMNS[by])
        .annotate(amount=Sum("total_fen"), count=Count("pk"))
        .order_by()
    }

    groups = queries.breakdown("contracts.amount", by=by, year=2018)

    assert {group.key: (group.value, group.records) for group in groups} == expected


def test_months_equal_the_orm(many: None) -> None:
    groups = queries.breakdown("contracts.count", by="month", year=2018)

    assert {group.key: group.value for group in groups} == {
        str(month): standing(2018).filter(registered_on__month=month).count() for month in range(1, 13)
    }
    assert [group.label for group in groups][:2] == ["1月", "2月"]


def test_growth_average_and_rate_are_exact(many: None) -> None:
    amounts = {year: standing(year).aggregate(total=Sum("total_fen"))["total"] for year in (2017, 2018)}
    count, before = standing(2018).count(), standing(2017).count()

    assert queries.value("contracts.amount_growth", year=2018).exact == Fraction(
        amounts[2018] - amounts[2017], amounts[2017]
    )
    assert queries.value("contracts.count_growth", year=2018).exact == Fraction(count - before, before)
    assert queries.value("contracts.average_amount", year=2018).exact == Fraction(amounts[2018], count)
    assert queries.value("contracts.local_rate", year=2018).exact == Fraction(
        standing(2018).filter(buyer_district__in=IN_CITY).aggregate(total=Sum("total_fen"))["total"],
        amounts[2018],
    )


def test_the_city_of_2018(firm: Organisation, rival_firm: Organisation, registrar: Person) -> None:
    keep(
        [row(2_520_400_000_000, date(2018, 12, 31)), row(2_175_571_860_000, date(2017, 1, 1))],
        firm,
        rival_firm,
        registrar,
    )

    amount, growth = (
        queries.value("contracts.amount", year=2018),
        queries.value("contracts.amount_growth", year=2018),
    )

    assert (amount.text, amount.exact_text, amount.base) == (
        "252.04亿元",
        "25,204,000,000.00元",
        Decimal("25204000000.00"),
    )
    assert (growth.text, growth.value) == ("+15.85%", Decimal("15.85"))


@pytest.mark.parametrize("state", [state for state in ContractState if state != ContractState.REGISTERED])
def test_what_does_not_stand_is_not_counted(
    firm: Organisation, rival_firm: Organisation, registrar: Person, state: str
) -> None:
    ended = date(2019, 1, 1) if state in {ContractState.CANCELLED, ContractState.REVOKED} else None
    ground = "2" if state == ContractState.REFUSED else ""
    keep(
        [row(100, date(2018, 1, 1), state=state, ended_on=ended, refusal_ground=ground)],
        firm,
        rival_firm,
        registrar,
    )

    assert queries.value("contracts.count", year=2018).value == 0


def test_records_behind_a_number_are_those_of_the_list(many: None, registrar: Person) -> None:
    figure = catalogue.find("contracts.amount")
    period = queries.Period(date(2018, 1, 1), date(2018, 12, 31))

    url = queries.drill_url(figure, registrar, period=period, where={"kind": "service", "month": "3"})

    assert url == "/contracts/records/?registered_year=2018&kind=service&registered_month=3"
    assert queries.drill_url(figure, Anonymous(), period=period) == ""


def test_list_behind_local_amount_names_the_citys_districts(many: None, registrar: Person) -> None:
    figure = catalogue.find("contracts.local_amount")

    url = queries.drill_url(figure, registrar, period=queries.Period(date(2018, 1, 1), date(2018, 12, 31)))

    assert url.startswith("/contracts/records/?buyer_district=210100&buyer_district=210102&")


def test_every_figure_is_told_to_everyone_but_records_are_not(many: None) -> None:
    codes_shown = {
        figure.code for figure in queries.visible_figures(Anonymous()) if figure.programme == "contracts"
    }

    assert codes_shown == {
        "contracts.amount",
        "contracts.count",
        "contracts.trade_amount",
        "contracts.local_amount",
        "contracts.amount_growth",
        "contracts.count_growth",
        "contracts.average_amount",
        "contracts.local_rate",
        "contracts.converted_local",
        "contracts.converted_province",
        "contracts.converted_local_share",
        "contracts.subsidy.amount",
        "contracts.subsidy.count",
        "contracts.subsidy.units",
    }
