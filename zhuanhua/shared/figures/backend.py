"""Where does an Ibis expression meet the database? Here only: Ibis writes the SQL, Django's own connection runs it.

Ibis could open Django's connection itself, but its SQLite backend then commits behind Django's back and changes how
LIKE compares on it. So tables are described from the models, and the compiled text goes through Django's cursor, in
Django's transaction, on SQLite and PostgreSQL alike.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import DataError, OperationalError, connection, models
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal

if TYPE_CHECKING:
    import ibis
    from ibis.expr.operations import Node

LARGEST = 2**63 - 1
TOGETHER = 200  # texts asked as one question; SQLite takes 500
COMPILED = 256  # texts kept; about 10 kB each with their expressions
_TYPES: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.BooleanField, "boolean"),
    (models.IntegerField, "int64"),
    (models.DateTimeField, "timestamp"),
    (models.DateField, "date"),
    (models.CharField, "string"),
    (models.TextField, "string"),
)


class Overflow(Refusal):
    """A sum beyond 64 bits: better no number than a wrong one."""


class Ground:
    """The tables of this database, as Ibis sees them."""

    def table(self, name: str) -> "ibis.Table":
        """Describe a table by its database name, or a model as app.Model."""
        import ibis

        model = apps.get_model(name) if "." in name else _model_of(name)
        return ibis.table(_schema(model), name=model._meta.db_table)

    def rows(self, expression: "ibis.Expr") -> list[dict[str, Any]]:
        """Run an expression and give its rows; whole numbers come back as int on both databases."""
        return self.run(self.written(expression))

    def written(self, expression: "ibis.Expr") -> str:
        """Write an expression in the SQL of this database."""
        return _text(expression.op(), "postgres" if connection.vendor == "postgresql" else connection.vendor)

    def run(self, text: str) -> list[dict[str, Any]]:
        """Run a text that was written here."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(text)
                names = [column[0] for column in cursor.description]
                return [
                    dict(zip(names, (_exact(value) for value in row), strict=True))
                    for row in cursor.fetchall()
                ]
        except (OperationalError, DataError) as fault:
            if "overflow" in str(fault) or "out of range" in str(fault):
                raise _too_large() from fault
            raise

    def run_together(self, texts: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Run texts whose columns are the same as one question, or as few; gives the rows of each."""
        parts = [
            f"SELECT {place} AS place, asked.* FROM ({text}) AS asked"  # noqa: S608 - texts that were written here
            for place, text in enumerate(texts)
        ]
        answers: list[list[dict[str, Any]]] = [[] for _text in texts]
        for first in range(0, len(parts), TOGETHER):
            for row in self.run(" UNION ALL ".join(parts[first : first + TOGETHER])):
                answers[row.pop("place")].append(row)
        return answers


@lru_cache(maxsize=COMPILED)
def _text(operation: "Node", dialect: str) -> str:
    """Write the SQL. It takes 15 to 60 ms, and the numbers of a letter are asked when it is read, frozen, and issued."""
    import ibis

    return str(ibis.to_sql(operation.to_expr(), dialect=dialect))


def _model_of(table: str) -> type[models.Model]:
    for model in apps.get_models():
        if model._meta.db_table == table:
            return model
    message = f"no model keeps the table {table!r}"
    raise LookupError(message)


@cache
def _schema(model: type[models.Model]) -> dict[str, str]:
    """Give the columns that rules may use; others (JSON, UUID, binary) stay out, since the engines disagree about them."""
    columns = {}
    for field in model._meta.concrete_fields:
        target = field
        while isinstance(target, models.ForeignKey):
            target = target.target_field
        kind = next((kind for types, kind in _TYPES if isinstance(target, types)), None)
        if kind:
            columns[str(field.column)] = kind
    return columns


def _exact(value: Any) -> Any:
    """Turn PostgreSQL's numeric sums into int; a fraction of a fen, or more than 64 bits, is refused."""
    if hasattr(value, "as_integer_ratio") and not isinstance(value, int):
        numerator, denominator = value.as_integer_ratio()
        if denominator != 1 or isinstance(value, float):
            message = f"a figure must be a whole number, not {value!r}"
            raise ValueError(message)
        value = numerator
    if isinstance(value, int) and abs(value) > LARGEST:
        raise _too_large()
    return value


def _too_large() -> Overflow:
    return Overflow(
        _("合计超出可精确表示的范围。"),
        way_out=_("请缩小年份或分组后再算，并核对是否有金额单位错误的记录。"),
        code="overflow",
    )
