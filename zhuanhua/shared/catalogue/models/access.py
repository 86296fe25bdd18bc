"""Who promised secrecy about an item, and who asked for its contact?"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PEOPLE = settings.AUTH_USER_MODEL
ORGANISATION = "people.Organisation"


class Undertaking(models.Model):
    """A signed promise to keep an item's full text secret; it is never changed, and the wording that was signed is kept."""

    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    person = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+")
    signed_name = models.CharField(_("签署姓名"), max_length=60)
    wording = models.TextField(_("承诺内容"))
    signed_at = models.DateTimeField(_("签署时间"))

    class Meta:
        verbose_name = _("保密承诺")
        ordering = ("-signed_at",)
        constraints = (
            models.UniqueConstraint(
                name="undertaking_once", fields=("kind", "number", "person", "organisation")
            ),
            models.CheckConstraint(
                name="undertaking_is_signed", condition=~Q(signed_name="") & ~Q(wording="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.signed_name}"


class ContactState(models.TextChoices):
    """What the owner answered."""

    ASKED = "asked", _("等待对方同意")
    GRANTED = "granted", _("已同意")
    DECLINED = "declined", _("未同意")


class ContactRequest(models.Model):
    """Somebody asks to talk; the contact is shown to their organisation once the owner agrees."""

    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    person = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+")
    message = models.CharField(_("想谈什么"), max_length=500)
    state = models.CharField(_("状态"), max_length=10, choices=ContactState, default=ContactState.ASKED)
    asked_at = models.DateTimeField(_("提出时间"))
    answered_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("联系请求")
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                name="contact_asked_once",
                fields=("kind", "number", "organisation"),
                condition=~Q(state="declined"),
            ),
            models.CheckConstraint(
                name="contact_answered_in_pairs",
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state="asked") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(name="contact_state_known", condition=Q(state__in=ContactState.values)),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def tone(self) -> str:
        """Say whose turn it is."""
        return {"asked": "theirs", "granted": "done"}.get(self.state, "stopped")
