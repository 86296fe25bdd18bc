"""Projects that differ only in signs or in what is hidden are one project."""

from django.db import migrations

from zhuanhua.core.rekeying import rekey
from zhuanhua.core.text import match_key


class Migration(migrations.Migration):

    dependencies = [("contracts", "0003_subsidies")]

    operations = [
        migrations.RunPython(rekey("contracts", "contract", "project_name", "project_key", match_key, 200), migrations.RunPython.noop),
    ]
