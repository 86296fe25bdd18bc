"""What the price of a contract is made of: items that are no technology, and royalties that came in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.models.contract import PEOPLE, Contract


class ExpenseItem(models.Model):
    """One non-technical item in the price (非技术性支出); a reasonable deliverable is not taken off (253号)."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="items")
    kind = models.CharField(_("类别"), max_length=10, choices=codes.ItemKind)
    name = models.CharField(_("项目"), max_length=80)
    amount_fen = FenField(_("金额"))
    is_deliverable = models.BooleanField(_("直接用于履行合同的合理数量标的物"), default=False)

    class Meta:
        verbose_name = _("非技术性支出")
        ordering = ("id",)
        constraints = (models.CheckConstraint(name="contract_item_positive", condition=Q(amount_fen__gt=0)),)

    def __str__(self) -> str:
        return self.name


class RoyaltyReceipt(models.Model):
    """A royalty that arrived for a provisional contract: adds to the verified amounts (提成到账再核定)."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="royalties")
    received_on = models.DateField(_("到账日期"))
    base_fen = FenField(_("提成基数金额"))
    amount_fen = FenField(_("到账金额"))
    verified_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()

    class Meta:
        verbose_name = _("提成到账")
        ordering = ("received_on", "id")
        constraints = (
            models.CheckConstraint(name="contract_royalty_positive", condition=Q(amount_fen__gt=0)),
            models.UniqueConstraint(
                name="contract_royalty_once", fields=("contract", "received_on", "amount_fen")
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.received_on}"
