"""Keep those who decide apart from those who apply, in the database itself; roles at the bureau that stand beside a firm's end first."""

from django.db import migrations
from django.utils import timezone

from zhuanhua.shared.access.roles import DECIDING_ROLES, ROLES, Desk
from zhuanhua.shared.people.triggers import INSTALL, REMOVE


def end_doubled(apps, schema_editor):
    """Whoever applies for an organisation loses the desk at the bureau; a security administrator may decide otherwise."""
    membership = apps.get_model("people", "Membership")
    applying = [role.name.value for role in ROLES.values() if role.desk == Desk.ORGANISATION]
    applicants = membership.objects.filter(until_on__isnull=True, role__in=applying).values("person")
    doubled = membership.objects.filter(until_on__isnull=True, role__in=DECIDING_ROLES, person__in=applicants)
    for each in doubled:
        each.until_on = max(timezone.localdate(), each.since_on)
        each.save(update_fields=["until_on"])


def install(apps, schema_editor):
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_keys_without_signs")]
    operations = [
        migrations.RunPython(end_doubled, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
