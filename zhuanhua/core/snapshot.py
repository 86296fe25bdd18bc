"""How do many reads see the database at one moment, while others write?"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read at one moment without stopping anybody; inside a transaction that has begun, that one's view holds.

    SQLite's own transactions here begin IMMEDIATE and would keep writers out; a plain BEGIN only fixes what is read.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _plain_begin():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _plain_begin() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
