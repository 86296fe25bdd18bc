"""A payment keeps the payee's name and code as they were announced; what stands takes those of today."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def keep_payees(apps: Any, schema_editor: Any) -> None:
    payee = apps.get_model("people", "Organisation").objects.filter(pk=OuterRef("payee"))
    apps.get_model("payments", "Payment").objects.update(
        payee_name=Subquery(payee.values("name")[:1]),
        payee_uscc=Coalesce(Subquery(payee.values("uscc")[:1]), Value("")),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0004_papers_by_their_numbers'),
        ('people', '0008_keys_without_signs'),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='payee_name',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='公示的收款单位'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='payment',
            name='payee_uscc',
            field=models.CharField(blank=True, default='', max_length=18, verbose_name='公示的统一社会信用代码'),
            preserve_default=False,
        ),
        migrations.RunPython(keep_payees, migrations.RunPython.noop),
    ]
