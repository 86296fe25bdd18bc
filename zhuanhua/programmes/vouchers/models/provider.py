"""Who may serve holders of vouchers, with which services, at which prices?"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.vouchers.codes import ServiceKind
from zhuanhua.programmes.vouchers.states import (
    PROVIDER_FINAL,
    PROVIDER_MOVES,
    PROVIDER_TONES,
    ProviderState,
)
from zhuanhua.shared.workflow.models import Case

PEOPLE = settings.AUTH_USER_MODEL


class Provider(Case):
    """服务机构: an organisation that was reviewed and listed, or asks to be. `controller` is who controls it (实际控制人)."""

    case_kind = "voucher_provider"
    States = ProviderState
    MOVES = PROVIDER_MOVES
    TONES = PROVIDER_TONES
    FINAL = PROVIDER_FINAL

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="voucher_providers", verbose_name=_("服务机构")
    )
    introduction = models.TextField(_("服务能力"), max_length=1000, blank=True)
    contact = models.CharField(_("服务热线"), max_length=60, blank=True)
    controller = models.CharField(_("实际控制人"), max_length=120, blank=True)
    listed_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    listed_on = models.DateField(_("入库日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("服务机构")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(name="provider_state_known", condition=Q(state__in=ProviderState.values)),
            models.UniqueConstraint(
                name="provider_listed_once", fields=("organisation",), condition=~Q(state__in=PROVIDER_FINAL)
            ),
            models.CheckConstraint(
                name="provider_listed_by_somebody",
                condition=~Q(state=ProviderState.LISTED)
                | Q(listed_by__isnull=False, listed_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Service(models.Model):
    """服务项目: what a provider offers, and from which price on."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="services")
    kind = models.CharField(_("服务类型"), max_length=12, choices=ServiceKind)
    name = models.CharField(_("服务项目"), max_length=80)
    price_fen = FenField(_("起价（元）"))
    per = models.CharField(_("计价单位"), max_length=20)

    class Meta:
        verbose_name = _("服务项目")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="service_named_once", fields=("provider", "kind", "name")),
            models.CheckConstraint(
                name="service_is_whole",
                condition=Q(kind__in=ServiceKind.values, price_fen__gt=0) & ~Q(name="") & ~Q(per=""),
            ),
        )

    def __str__(self) -> str:
        return self.name
