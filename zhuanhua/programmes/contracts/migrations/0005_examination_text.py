"""An examination keeps the fingerprint of the text it saw, or the ground why there was none to see."""

from django.db import migrations, models

BEFORE = "本项启用以前的认定，当时没有要求写明。"


def fill(apps, schema_editor):
    """Say of the examinations that are there already what is known of them."""
    examinations = apps.get_model("contracts", "Examination").objects
    seen = apps.get_model("contracts", "Contract").objects.filter(pk=models.OuterRef("contract")).values("text_sha256")[:1]
    examinations.update(text_sha256=models.Subquery(seen))
    examinations.filter(is_technology=True, text_sha256="").update(text_ground=BEFORE)


class Migration(migrations.Migration):

    dependencies = [("contracts", "0004_keys_without_signs")]

    operations = [
        migrations.AddField(
            model_name="examination",
            name="text_ground",
            field=models.CharField(blank=True, max_length=500, verbose_name="没有合同文本而登记的理由", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="examination",
            name="text_sha256",
            field=models.CharField(blank=True, editable=False, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_technology", False),
                    models.Q(("text_ground", ""), models.Q(("text_sha256", ""), _negated=True)),
                    models.Q(("text_sha256", ""), models.Q(("text_ground", ""), _negated=True)),
                    _connector="OR",
                ),
                name="examination_saw_the_text_or_says_why_not",
            ),
        ),
    ]
