"""What every test may ask for: the cast of people, a browser, and which database it runs on."""

import importlib.util
import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

ON_POSTGRES = os.environ.get("ZHUANHUA_TEST_DATABASE") == "postgres"
pytest_plugins = [
    name
    for name in (
        "tests.support.cast",
        "tests.support.browser",
        "tests.support.shared_database",
        "tests.support.site",
        "tests.support.evidence",
    )
    if importlib.util.find_spec(name) is not None
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests for PostgreSQL run there only; browser tests are known by their fixture."""
    for item in items:
        if {"page", "phone", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("postgres") and not ON_POSTGRES:
            item.add_marker(pytest.mark.skip(reason="runs in the second round, on PostgreSQL (make test)"))


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """Begin every test in the city's language: a request for an English page leaves it active in the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def pytest_report_header() -> str:
    """Say which database answers."""
    return f"database: {'PostgreSQL' if ON_POSTGRES else 'SQLite'}"
