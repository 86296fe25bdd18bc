"""Which money do the tests move? One budget of 2018 with a million yuan from the city and half of one from the district."""

from datetime import date

import pytest

from zhuanhua.shared.ledger import actions

DAY = date(2018, 11, 5)


@pytest.fixture
def budget(finance):
    """Give the open budget."""
    return actions.open_budget(
        code="CT-2018",
        programme="contracts",
        year=2018,
        name="技术合同补贴",
        sources={"市级财政": 100_000_000, "区级财政": 50_000_000},
        by=finance,
        key="open-2018",
        on=DAY,
    )


@pytest.fixture
def next_budget(finance):
    """Give the budget of the year after, with nothing but the city's source."""
    return actions.open_budget(
        code="CT-2019",
        programme="contracts",
        year=2019,
        name="技术合同补贴",
        sources={"市级财政": 1},
        by=finance,
        key="open-2019",
        on=date(2019, 1, 2),
    )


@pytest.fixture
def account(budget):
    """Give the city's account."""
    return budget.accounts.get(source="市级财政")


@pytest.fixture
def set_aside(account, officer):
    """Give a function that reserves for a case."""

    def reserve(number="A-1", amount_fen=30_000_000, *, key="", business_key="", **more):
        return actions.reserve(
            account=account,
            amount_fen=amount_fen,
            case_kind="test",
            case_number=number,
            business_key=business_key or f"test:{number}",
            by=officer,
            key=key or f"reserve:{number}",
            on=DAY,
            **more,
        )

    return reserve
