"""Does the API keep to its own description, whatever is sent? Schemathesis makes the requests, as nobody and as a registrar."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ignored_auth

from tests.support.cast import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.evidence, pytest.mark.proof("R9")]
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow]


@pytest.fixture
def api_schema(db: None) -> Iterator[Any]:
    """The description as the site serves it; the end of a request leaves the test's own connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
def test_api_as_nobody_keeps_to_its_description(case: schemathesis.Case) -> None:
    case.call_and_validate()


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
def test_api_as_registrar_keeps_to_its_description(
    case: schemathesis.Case, registrar: Any, client: Client
) -> None:
    sign_in(client, registrar)

    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    case.call_and_validate(
        cookies=cookies, excluded_checks=[ignored_auth]
    )  # the session lets them in, whatever the header says


def test_every_operation_carries_a_door() -> None:
    from config.api import api

    operations: list[Callable[..., Any]] = [
        operation
        for router in api._routers
        for view in router[1].path_operations.values()
        for operation in view.operations
    ]
    assert operations
    assert [
        operation
        for operation in operations
        if not all(hasattr(auth, "door") for auth in operation.auth_callbacks)
    ] == []
    assert [operation for operation in operations if not operation.auth_callbacks] == []
