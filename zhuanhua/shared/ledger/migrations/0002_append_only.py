"""Keep entries and transfers as they were written, and every transfer at zero, in the database itself."""

from django.db import migrations

from zhuanhua.shared.ledger.triggers import INSTALL, REMOVE


def install(apps, schema_editor):
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)  # without params a % is a %


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)  # without params a % is a %


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
