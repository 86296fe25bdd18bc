"""An expert of the pool, and every tie that must keep them from an application."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.engines.reviewing import TieKind
from zhuanhua.programmes.projects.codes import TIE_LABELS

PEOPLE = settings.AUTH_USER_MODEL
KINDS = [(kind.value, TIE_LABELS[kind.value]) for kind in TieKind]


class Expert(models.Model):
    """评审专家. `fields` are chains (codes.Chain); `most` is how many reviews of one call they take."""

    person = models.OneToOneField(PEOPLE, models.PROTECT, related_name="expert", verbose_name=_("姓名"))
    fields = models.JSONField(default=list)
    job_title = models.CharField(_("职称"), max_length=40, blank=True)
    most = models.PositiveSmallIntegerField(_("一次最多评审"), default=12)
    is_active = models.BooleanField(_("在库"), default=True)

    class Meta:
        verbose_name = _("评审专家")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.person_id)


class Tie(models.Model):
    """利害关系: an employer, shares, a common invention or project, or what the expert declared. To an organisation, a person, or both."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties")
    kind = models.CharField(_("关系"), max_length=10, choices=KINDS)
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    tied_name = models.CharField(_("有关人员"), max_length=40, blank=True)
    since_on = models.DateField(_("起"), null=True, blank=True)
    until_on = models.DateField(_("止"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=120, blank=True)
    recorded_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=city_now)

    class Meta:
        verbose_name = _("利害关系")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="tie_kind_known", condition=Q(kind__in=[kind.value for kind in TieKind])
            ),
            models.CheckConstraint(
                name="tie_leads_somewhere", condition=Q(organisation__isnull=False) | ~Q(tied_name="")
            ),
            models.CheckConstraint(
                name="tie_in_order",
                condition=Q(since_on__isnull=True)
                | Q(until_on__isnull=True)
                | Q(until_on__gte=F("since_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} {self.kind}"
