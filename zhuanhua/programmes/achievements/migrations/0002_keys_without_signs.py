"""Titles that differ only in signs or in what is hidden are one title."""

from django.db import migrations

from zhuanhua.core.rekeying import rekey
from zhuanhua.core.text import match_key


class Migration(migrations.Migration):

    dependencies = [("achievements", "0001_initial")]

    operations = [
        migrations.RunPython(rekey("achievements", "achievement", "title", "title_key", match_key, 200), migrations.RunPython.noop),
    ]
