"""On which day does the city's calendar stand while something of its past is made?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let the city's calendar stand on a day."""
    before = os.environ.get("ZHUANHUA_TODAY")
    os.environ["ZHUANHUA_TODAY"] = day.isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ["ZHUANHUA_TODAY"]
        else:
            os.environ["ZHUANHUA_TODAY"] = before
