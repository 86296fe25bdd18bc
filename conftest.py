"""What every test may ask for: the cast of people, a browser, and which database it runs on."""

import importlib.util
import os

import pytest

ON_POSTGRES = os.environ.get("ZHUANHUA_TEST_DATABASE") == "postgres"
pytest_plugins = [
    name
    for name in ("tests.support.cast", "tests.support.browser")
    if importlib.util.find_spec(name) is not None
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests for PostgreSQL run there only; browser tests are known by their fixture."""
    for item in items:
        if {"page", "phone", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("postgres") and not ON_POSTGRES:
            item.add_marker(pytest.mark.skip(reason="runs in the second round, on PostgreSQL (make test)"))


def pytest_report_header() -> str:
    """Say which database answers."""
    return f"database: {'PostgreSQL' if ON_POSTGRES else 'SQLite'}"
