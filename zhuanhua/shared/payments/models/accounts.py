"""Where does an organisation receive its money? One account at a time; former ones stay, with the day they ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.text import match_key


class BankAccount(models.Model):
    """收款账户. The number is shown whole to its organisation and to finance only."""

    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="bank_accounts")
    account_name = models.CharField(_("户名"), max_length=120)
    bank_name = models.CharField(_("开户银行"), max_length=120)
    bank_account = models.CharField(_("账号"), max_length=32)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("填写时间"), default=city_now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("收款账户")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                name="bank_account_one_current", fields=("organisation",), condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="bank_account_is_whole",
                condition=~Q(account_name="") & ~Q(bank_name="") & ~Q(bank_account=""),
            ),
        )

    def __str__(self) -> str:
        return self.masked

    @property
    def is_in_present_name(self) -> bool:
        """Tell whether the account is in its organisation's present name: after a change of name nothing is paid into it until it is given again."""
        return match_key(self.account_name) == self.organisation.name_key

    @property
    def masked(self) -> str:
        """The last four digits, as anybody but its organisation and finance sees it."""
        return f"···· {self.bank_account[-4:]}"
