"""The table of permits, which exists only while these tests run."""

from typing import Any

import pytest
from django.db import connection

from zhuanhua.shared.workflow.tests.permits import Permit


@pytest.fixture(scope="session")
def permits(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Make the table before any test opens its transaction."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Permit)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Permit)
