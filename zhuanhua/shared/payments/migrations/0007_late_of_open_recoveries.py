"""A passed day that an open recovery had kept becomes the day since when its payee is late."""

from datetime import timedelta
from typing import Any

from django.db import migrations


def name_late(apps: Any, schema_editor: Any) -> None:
    kept = apps.get_model("payments", "Recovery").objects.filter(state="open", due_on__isnull=False)
    for recovery in kept.iterator():
        recovery.late_since, recovery.due_on = recovery.due_on + timedelta(days=1), None
        recovery.save(update_fields=["late_since", "due_on"])


def keep_day(apps: Any, schema_editor: Any) -> None:
    late = apps.get_model("payments", "Recovery").objects.filter(late_since__isnull=False)
    for recovery in late.iterator():
        recovery.due_on = recovery.late_since - timedelta(days=1)
        recovery.save(update_fields=["due_on"])


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0006_late_since'),
    ]

    operations = [
        migrations.RunPython(name_late, keep_day),
    ]
