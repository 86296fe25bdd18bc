"""The certificate of a registration, one row for each version that was issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField

BANDS = (100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000, 100_000_000)


class Certificate(models.Model):
    """技术合同认定登记证明. `token` stands in the QR code and cannot be guessed (128 random bits)."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="certificates")
    edition = models.PositiveSmallIntegerField(_("版次"), default=1)
    token = models.CharField(max_length=32, unique=True)
    project_name = models.CharField(_("合同名称"), max_length=200)
    seller_name = models.CharField(_("卖方"), max_length=200)
    buyer_name = models.CharField(_("买方"), max_length=200)
    kind = models.CharField(_("合同类型"), max_length=12)
    field = models.CharField(_("技术领域"), max_length=2)
    total_fen = FenField(_("合同成交额"))
    trade_fen = FenField(_("技术交易额"))
    is_provisional = models.BooleanField(default=False)
    issued_on = models.DateField(_("发证日期"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    superseded_on = models.DateField(_("换发日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("登记证明")
        ordering = ("contract_id", "edition")
        constraints = (
            models.UniqueConstraint(name="certificate_edition_once", fields=("contract", "edition")),
            models.UniqueConstraint(
                name="certificate_one_current", fields=("contract",), condition=Q(superseded_on__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id}/{self.edition}"

    @property
    def amount_band(self) -> tuple[int | None, int | None]:
        """Give the public band of the technology amount in yuan, from (included) to (excluded)."""
        yuan = self.trade_fen // 100
        lower = max((edge for edge in BANDS if edge <= yuan), default=None)
        return lower, min((edge for edge in BANDS if edge > yuan), default=None)
