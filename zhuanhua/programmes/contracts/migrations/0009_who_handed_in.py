"""What waits to be registered learns who handed it in from its first version: a step of its own, as PostgreSQL changes no table whose rows just changed."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_who_handed_in(apps, schema_editor):
    """Take the name from the first version of what waits; for what is registered the question is past."""
    alias = schema_editor.connection.alias
    contracts = apps.get_model("contracts", "Contract").objects.using(alias)
    versions = apps.get_model("workflow", "CaseVersion").objects.using(alias)
    first = versions.filter(case_kind="contract", case_number=OuterRef("number"), version=1)
    waiting = contracts.filter(source="import", registered_by__isnull=True)
    waiting.update(handed_in_by=Subquery(first.values("made_by")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0008_handed_in_by"),
        ("workflow", "0001_initial"),
    ]

    operations = [migrations.RunPython(name_who_handed_in, migrations.RunPython.noop)]
