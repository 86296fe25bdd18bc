"""What one person enters from the national system is confirmed by another; what was entered before waits, as nobody confirmed it."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def wait_for_second(apps, schema_editor):
    """Before this, `reviewed_by` of such a row meant a change of its amounts that was agreed to, not the registration itself."""
    contracts = apps.get_model("contracts", "Contract").objects.using(schema_editor.connection.alias)
    contracts.filter(source="national", reviewed_by__isnull=False).update(reviewed_by=None)


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0006_register_summed_from_its_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(wait_for_second, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=Q(source="national", state="registered", reviewed_by__isnull=True),
                fields=["registered_by", "state_since"],
                name="contract_entered",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=~Q(source="national") | Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("registered_by")),
                name="contract_entered_by_another",
            ),
        ),
    ]
