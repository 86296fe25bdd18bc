"""Stored comparison keys are computed anew when the way they are made has changed; for migrations."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction


def rekey(
    app: str, model: str, source: str, key: str, make: Callable[[str], str], length: int
) -> Callable[[Any, Any], None]:
    """Give the step of a migration that writes every key which differs; two rows that would become one keep what they had."""

    def step(apps: Any, schema_editor: Any) -> None:
        rows = apps.get_model(app, model).objects.using(schema_editor.connection.alias)
        changed = [
            (pk, made)
            for pk, text, kept in rows.order_by("pk").values_list("pk", source, key).iterator(2_000)
            for made in [make(text or "")[:length]]
            if made and made != kept
        ]
        for pk, made in changed:
            try:
                with transaction.atomic(using=schema_editor.connection.alias):
                    rows.filter(pk=pk).update(**{key: made})
            except IntegrityError:
                continue

    return step
