"""A figure over a real small table: organisations by kind and day, where the number of the row plays the amount in fen."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection

from zhuanhua.shared.figures import catalogue
from zhuanhua.shared.figures.catalogue import DerivedFigure, Dimension, Figure, Part
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation

KINDS = Dimension("种类", "kind", lambda: dict(OrganisationKind.choices), param="kind")
DISTRICTS = Dimension("区", "district", is_open=True)


def organisations(ground: Any) -> Any:
    return ground.table("people.Organisation")


def growth(*, now: int, before: int) -> Fraction | None:
    return Fraction(now - before, before) if before else None


@pytest.fixture
def test_figures() -> Iterator[None]:
    common: dict[str, Any] = {
        "programme": "test",
        "owner": "测试",
        "table": organisations,
        "day": "registered_on",
        "identity": "id",
        "dimensions": {"kind": KINDS, "district": DISTRICTS},
        "counter": "家",
    }
    catalogue.register(
        Figure(
            code="test.count",
            name="单位数",
            unit="count",
            definition="登记的单位数",
            measure=lambda each: each.count(),
            public=True,
            drill="people:organisations",
            **common,
        ),
        Figure(
            code="test.amount",
            name="单位额",
            unit="yuan",
            definition="编号之和",
            measure=lambda each: each.id.sum(),
            row=lambda each: each.id,
            public=True,
            **common,
        ),
        Figure(
            code="test.hidden",
            name="内部数",
            unit="count",
            definition="不公开",
            measure=lambda each: each.count(),
            **common,
        ),
        DerivedFigure(
            code="test.growth",
            name="单位额增长率",
            unit="percent",
            definition="比上年",
            programme="test",
            owner="测试",
            parts={"now": Part("test.amount"), "before": Part("test.amount", years_back=1)},
            compute=growth,
            public=True,
            signed=True,
        ),
    )
    yield
    catalogue.forget("test.count", "test.amount", "test.hidden", "test.growth")


@pytest.fixture
def six(db: None, test_figures: None) -> None:
    """Six organisations in three years."""
    facts = [
        (1_000_000_000, "enterprise", date(2017, 1, 1), "210102"),
        (2_000_000_000, "enterprise", date(2017, 12, 31), "210103"),
        (25_200_000_000_00, "enterprise", date(2018, 1, 1), "210102"),
        (4_000_000_00, "university", date(2018, 12, 31), ""),
        (333, "university", date(2019, 1, 1), "210102"),
        (777, "agency", None, "210102"),
    ]
    if connection.vendor == "postgresql":  # its numbers go on across tests and would one day meet 333
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval('people_organisation_id_seq', 1000 + nextval('people_organisation_id_seq'))"
            )
    for number, kind, day, district in facts:
        Organisation.objects.create(
            id=number, name=f"单位{number}", kind=kind, registered_on=day, district=district
        )
