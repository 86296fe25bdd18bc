"""Refuse INSERT OR REPLACE too, which SQLite does past the triggers of update and delete."""

from django.db import migrations

from zhuanhua.shared.policy.triggers import NO_REPLACE


def install(apps, schema_editor):
    for statement in NO_REPLACE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("policy", "0002_verdicts_append_only")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
