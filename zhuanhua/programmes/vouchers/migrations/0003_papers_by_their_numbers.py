"""A bank slip that stands in another case holds a voucher; contracts are told apart by their numbers alone."""

from django.conf import settings
from django.db import migrations, models

from zhuanhua.core.rekeying import rekey
from zhuanhua.core.text import number_key


class Migration(migrations.Migration):

    dependencies = [
        ('vouchers', '0002_recovered_amount'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='hold',
            name='hold_ground_known',
        ),
        migrations.AlterField(
            model_name='hold',
            name='ground',
            field=models.CharField(choices=[('related', '疑似关联方'), ('invoice', '发票也在别的申请里'), ('slip', '银行凭证也在别的申请里'), ('contract', '合同也在别的申请里'), ('split', '疑似拆分合同')], max_length=10, verbose_name='事由'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['related', 'invoice', 'slip', 'contract', 'split'])), name='hold_ground_known'),
        ),
        migrations.RunPython(rekey("vouchers", "voucher", "contract_number", "contract_key", number_key, 60), migrations.RunPython.noop),
    ]
