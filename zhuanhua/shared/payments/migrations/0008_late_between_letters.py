"""A recovery names a day once a letter has, and since when it is late only until the next one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0007_late_of_open_recoveries'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('late_since__isnull', True)), _connector='OR'), name='recovery_late_between_letters'),
        ),
    ]
