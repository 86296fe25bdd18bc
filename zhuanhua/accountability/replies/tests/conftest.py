"""What the tests of letters share: contracts that count, registered by the ordinary actions."""

from datetime import date

import pytest

from zhuanhua.programmes.contracts.tests import factories as contracts


@pytest.fixture
def register(applicant, registrar, rival_firm):
    """Register a contract by its name on a day of April 2026."""
    told = {"by": applicant, "registrar": registrar, "buyer": rival_firm}
    return lambda name, day, **facts: contracts.registered(
        **told, on=date(2026, 4, day), project_name=name, **facts
    )


@pytest.fixture
def register_one(register):
    """One contract that counts."""
    return register("甲", 8)
