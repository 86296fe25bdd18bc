"""A recovery that waits for a new letter says itself since when its payee is late."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0005_payee_as_announced'),
    ]

    operations = [
        migrations.AddField(
            model_name='recovery',
            name='late_since',
            field=models.DateField(blank=True, null=True, verbose_name='逾期自'),
        ),
    ]
