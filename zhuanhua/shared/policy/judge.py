"""How is a rule applied to rows? A pure Ibis function, compiled once per set of values and run in DuckDB in memory.

A rule takes a table and the values of a day and returns a table. One case and a million go through the same function.
Ibis takes its time to compile, so the SQL is kept per rule, columns and values; DuckDB plans it anew for each judgement, which takes
as long as it has terms, so it says each term once (terms.py).
"""

import threading
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import ibis

    from zhuanhua.shared.policy.book import Values

ROWS = "rows_in"
ORDER = "row_order_"
BATCH_FROM = 64  # beyond this, rows travel as one Arrow table and not as parameters
TYPES = {"int64": "BIGINT", "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}

Rule = Callable[["ibis.Table", "Values"], "ibis.Table"]
_here = threading.local()


class RuleError(ValueError):
    """Rows that do not fit the rule; the text names rule, row and column."""


def takes(**columns: str) -> Callable[[Rule], Rule]:
    """Declare the columns of a rule: int64, string, boolean or date. A row may leave out none and may add none."""
    unknown = [kind for kind in columns.values() if kind not in TYPES]
    if unknown:
        message = f"a rule takes {', '.join(TYPES)}; not {', '.join(unknown)}"
        raise RuleError(message)

    def declare(rule: Rule) -> Rule:
        rule.columns = columns  # type: ignore[attr-defined]
        return rule

    return declare


def judge(rule: Rule, rows: Iterable[dict[str, Any]], values: "Values") -> list[dict[str, Any]]:
    """Apply the rule to all rows and give its answers in the order of the rows."""
    rows = list(rows)
    if not rows:
        return []
    columns = _columns(rule, rows)
    _refuse_misfits(rule, columns, rows)
    query = _query(rule, tuple(columns.items()), values.version, _Held(values))
    return _answers(_run(columns, rows, query))


def judge_one(rule: Rule, row: dict[str, Any], values: "Values") -> dict[str, Any]:
    """Apply the rule to one row; a rule that drops or multiplies rows cannot be asked about one."""
    answers = judge(rule, [row], values)
    if len(answers) != 1:
        message = f"{_name(rule)}: one row in, {len(answers)} out"
        raise RuleError(message)
    return answers[0]


class _Held:
    """Carries the values past the cache, which is keyed by their version alone."""

    def __init__(self, values: "Values") -> None:
        self.values = values

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=512)
def _query(rule: Rule, columns: tuple[tuple[str, str], ...], version: str, held: _Held) -> str:
    import ibis

    from zhuanhua.shared.policy.terms import said_once

    table = ibis.table({**dict(columns), ORDER: "int64"}, name=ROWS)
    return str(ibis.to_sql(said_once(rule(table, held.values)), dialect="duckdb"))


def _columns(rule: Rule, rows: list[dict[str, Any]]) -> dict[str, str]:
    declared: dict[str, str] | None = getattr(rule, "columns", None)
    if declared is not None:
        return declared
    kinds: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            kinds[name] = kinds.get(name) or _kind(value) or ""
    missing = [name for name, kind in kinds.items() if not kind]
    if missing:
        message = f"{_name(rule)}: no value tells the type of {', '.join(missing)}; declare it with @takes"
        raise RuleError(message)
    return kinds


def _kind(value: Any) -> str | None:
    for kind, types in (("boolean", bool), ("int64", int), ("date", date), ("string", str)):
        if isinstance(value, types):
            return kind
    if value is None:
        return None
    message = (
        f"{type(value).__name__} is not a type for rules: use whole numbers, dates, flags and short texts"
    )
    raise RuleError(message)


def _refuse_misfits(rule: Rule, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows):
        if row.keys() != columns.keys():
            odd = ", ".join(sorted(row.keys() ^ columns.keys()))
            message = f"{_name(rule)}, row {number}: missing or unknown: {odd}"
            raise RuleError(message)
        for name, value in row.items():
            kind = _kind(value)
            if kind is not None and kind != columns[name]:
                message = f"{_name(rule)}, row {number}: {name} is {kind}, the rule takes {columns[name]}"
                raise RuleError(message)


def _run(columns: dict[str, str], rows: list[dict[str, Any]], query: str) -> "duckdb.DuckDBPyConnection":
    connection = _connection()
    if len(rows) >= BATCH_FROM:
        connection.register(ROWS, _arrow(columns, rows))
        return connection.execute(query)
    typed = [f'CAST("{name}" AS {TYPES[kind]}) AS "{name}"' for name, kind in columns.items()]
    names = ", ".join([*(f'"{name}"' for name in columns), ORDER])
    one = f"({', '.join(['?'] * (len(columns) + 1))})"
    listed = f"(VALUES {', '.join([one] * len(rows))}) AS given_ ({names})"
    given = f'WITH "{ROWS}" AS (SELECT {", ".join([*typed, f"CAST({ORDER} AS BIGINT) AS {ORDER}"])} FROM {listed})'  # noqa: S608 - names of columns; what rows hold goes as parameters
    rest = query.lstrip()
    text = f"{given}, {rest[5:]}" if rest.startswith("WITH ") else f"{given} {rest}"
    sent = [
        value
        for number, row in enumerate(rows)
        for value in (*(_plain(row[name]) for name in columns), number)
    ]
    return connection.execute(text, sent)


def _plain(value: Any) -> Any:
    """Send a choice as its text."""
    return str(value) if isinstance(value, str) else value


def _arrow(columns: dict[str, str], rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    kinds = {
        "int64": pa.int64(),
        "string": pa.string(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    arrays = {
        name: pa.array([_plain(row[name]) for row in rows], type=kinds[kind])
        for name, kind in columns.items()
    }
    arrays[ORDER] = pa.array(range(len(rows)), type=pa.int64())
    return pa.table(arrays)


def _answers(result: "duckdb.DuckDBPyConnection") -> list[dict[str, Any]]:
    names = [column[0] for column in result.description or []]
    answers = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    if ORDER in names:
        answers.sort(key=lambda answer: answer[ORDER])
        for answer in answers:
            del answer[ORDER]
    return answers


def _connection() -> "duckdb.DuckDBPyConnection":
    """One connection in memory per thread; it reads no files and no Python variables."""
    if not hasattr(_here, "connection"):
        import duckdb

        settings = {"threads": 1, "enable_external_access": "false", "python_enable_replacements": "false"}
        _here.connection = duckdb.connect(":memory:", config=settings)
    connection: duckdb.DuckDBPyConnection = _here.connection
    return connection


def _name(rule: Rule) -> str:
    return getattr(rule, "__name__", repr(rule))
