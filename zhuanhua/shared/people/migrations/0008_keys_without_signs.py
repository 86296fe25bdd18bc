"""Names that differ only in signs or in what is hidden are one name."""

from django.db import migrations

from zhuanhua.core.rekeying import rekey
from zhuanhua.core.text import match_key


class Migration(migrations.Migration):

    dependencies = [("people", "0007_shared_cache")]

    operations = [
        migrations.RunPython(rekey("people", "organisation", "name", "name_key", match_key, 200), migrations.RunPython.noop),
        migrations.RunPython(rekey("people", "organisationname", "name", "name_key", match_key, 200), migrations.RunPython.noop),
    ]
