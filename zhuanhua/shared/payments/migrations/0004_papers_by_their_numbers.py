"""Papers and bank references are told apart by their numbers alone, and a bank slip is a paper, too."""

from django.db import migrations, models

from zhuanhua.core.rekeying import rekey
from zhuanhua.core.text import number_key


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0003_offered_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='reference_key',
            field=models.CharField(blank=True, editable=False, max_length=60, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='receipt',
            name='reference_key',
            field=models.CharField(editable=False, max_length=60, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='offeredpaper',
            name='paper',
            field=models.CharField(choices=[('invoice', '发票'), ('slip', '银行凭证'), ('contract', '合同')], max_length=10, verbose_name='凭证'),
        ),
        migrations.RunPython(rekey("payments", "offeredpaper", "typed", "key", number_key, 80), migrations.RunPython.noop),
        migrations.RunPython(rekey("payments", "receipt", "bank_reference", "reference_key", number_key, 60), migrations.RunPython.noop),
        migrations.RunPython(rekey("payments", "payment", "bank_reference", "reference_key", number_key, 60), migrations.RunPython.noop),
    ]
