"""Who plays in the tests of project calls?"""

from typing import Any

import pytest

from zhuanhua.programmes.projects.models import Application, Call, Project
from zhuanhua.programmes.projects.tests import factories


@pytest.fixture
def cast(applicant: Any, officer: Any, leader: Any, finance: Any, reviewer: Any) -> dict[str, Any]:
    """Everybody whose step it is."""
    return {
        "applicant": applicant,
        "officer": officer,
        "leader": leader,
        "finance": finance,
        "reviewer": reviewer,
    }


@pytest.fixture
def open_call(cast: dict[str, Any]) -> Call:
    """A call that takes applications."""
    return factories.opened(officer=cast["officer"], finance=cast["finance"])


@pytest.fixture
def application(open_call: Call, cast: dict[str, Any]) -> Application:
    """A complete draft of the firm."""
    return factories.draft(open_call, by=cast["applicant"])


@pytest.fixture
def project(cast: dict[str, Any]) -> Project:
    """A running project of the firm."""
    return factories.project(cast)
