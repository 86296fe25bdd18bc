"""How do several connections write to the test database at once, although its triggers refuse the flush after the test?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

GUARDED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
Drop = Callable[[Any, str], None]


def _triggers(verb: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")


@pytest.fixture
def dropped(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[tuple[Any, Any]]]:
    """Arm the triggers again after the flush, and give back the constraints that a test has taken away."""
    taken: list[tuple[Any, Any]] = []
    yield taken
    with django_db_blocker.unblock():
        _triggers("ENABLE")
        with connection.schema_editor() as editor:
            for model, constraint in taken:
                editor.add_constraint(model, constraint)
        connection.close()


@pytest.fixture
def shared_database(dropped: list[tuple[Any, Any]], transactional_db: None) -> Iterator[Drop]:
    """Give a database that several threads can write to; call it to take a constraint of a model away for this test."""

    def drop(model: Any, name: str) -> None:
        constraint = next(each for each in model._meta.constraints if each.name == name)
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
        dropped.append((model, constraint))

    yield drop
    _triggers("DISABLE")
