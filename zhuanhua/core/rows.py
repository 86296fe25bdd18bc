"""How do very many rows enter a table, or change in it, quickly? As one prepared statement; the caller's transaction makes it all or nothing.

Django's bulk_create builds one statement per 999 parameters on SQLite, which for a wide table is one per 18 rows: measured
on 8,000 contracts it takes six times as long as this. Model.save(), defaults by callables and signals are the caller's matter.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db import connections, models, router
from django.db.models.functions import Cast

TOGETHER = 200  # rows in one statement


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    fixed: dict[str, Any] | None = None,
) -> None:
    """Insert rows whose values stand in the order of `columns`; `fixed` values and the fields' defaults fill every other column."""
    connection = connections[router.db_for_write(model)]
    fields = {
        field.attname: field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField)
    }
    unknown = [name for name in (*columns, *(fixed or {})) if name not in fields]
    if unknown:
        message = f"{model.__name__} has no column {', '.join(unknown)}"
        raise ValueError(message)
    shared = {
        name: field.get_db_prep_save((fixed or {}).get(name, field.get_default()), connection)
        for name, field in fields.items()
        if name not in columns
    }
    rest = [name for name, value in shared.items() if value is not None]  # a column left out is null
    same = tuple(shared[name] for name in rest)
    turns = [(place, turn) for place, name in enumerate(columns) if (turn := _turn(fields[name], connection))]
    names = ", ".join(connection.ops.quote_name(fields[name].column) for name in (*columns, *rest))
    marks = ", ".join(["%s"] * (len(columns) + len(rest)))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", _prepared(rows, turns, same))  # noqa: S608 - names come from the model


def _prepared(
    rows: Iterable[Sequence[Any]], turns: list[tuple[int, Callable[[Any], Any]]], same: tuple[Any, ...]
) -> list[tuple[Any, ...]]:
    prepared = []
    for row in rows:
        values = list(row)
        for place, turn in turns:
            if values[place] is not None:
                values[place] = turn(values[place])
        prepared.append((*values, *same))
    return prepared


def _turn(field: models.Field, connection: Any) -> Callable[[Any], Any] | None:
    """Say how a value of this field becomes what the driver takes; texts and whole numbers go as they are."""
    if isinstance(field, models.JSONField):
        return partial(connection.ops.adapt_json_value, encoder=field.encoder)
    if isinstance(field, models.DateTimeField):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    return None


def update_rows(cases: list[Any], columns: list[str]) -> None:
    """Save columns of rows of one table; what all of them share is written as one value."""
    if len(cases) == 1:
        cases[0].save(update_fields=columns)
    else:
        for start in range(0, len(cases), TOGETHER):
            some = cases[start : start + TOGETHER]
            type(some[0]).objects.filter(pk__in=[case.pk for case in some]).update(
                **{name: _column(some, name) for name in columns}
            )


def _column(cases: list[Any], name: str) -> Any:
    """Give the one value that all have, else a value by row; only the latter costs, and one statement keeps every check."""
    column = cases[0]._meta.get_field(name)  # noqa: SLF001 - Django's documented meta
    values = [getattr(case, column.attname) for case in cases]
    if all(value == values[0] for value in values):
        return values[0]
    whens = [
        models.When(pk=case.pk, then=models.Value(value, output_field=column))
        for case, value in zip(cases, values, strict=True)
    ]
    by_row = models.Case(*whens, output_field=column)
    return (
        Cast(by_row, column)
        if connections[router.db_for_write(type(cases[0]))].features.requires_casted_case_in_updates
        else by_row
    )
