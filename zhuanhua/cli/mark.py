"""Is this database the demo city's? The mark stands in the SQLite file itself, where no setting can fake it."""

import sqlite3
from contextlib import closing
from pathlib import Path

DEMO_MARK = 0x5A48_4453  # "ZHDS" in PRAGMA application_id


def is_marked(path: Path) -> bool:
    """Does the file carry the demo's mark?"""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return database.execute("PRAGMA application_id").fetchone() == (DEMO_MARK,)


def may_be_demo(path: Path) -> bool:
    """May the demo use this file: not there, still empty, or its own?"""
    if not path.exists() or path.stat().st_size == 0:
        return True
    try:
        return is_marked(path)
    except sqlite3.DatabaseError:
        return False


def put_mark(path: Path) -> None:
    """Mark a new file before anything else is written into it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA application_id = {DEMO_MARK}")
