"""The register's index also keeps what is added up and asked for, so that a sum over all years reads no contract."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0005_examination_text")]

    operations = [
        migrations.RemoveIndex(model_name="contract", name="contract_register"),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                fields=[
                    "state",
                    "registered_on",
                    "total_fen",
                    "verified_trade_fen",
                    "kind",
                    "field",
                    "seller_kind",
                    "seller_district",
                    "buyer_district",
                ],
                name="contract_register",
            ),
        ),
    ]
