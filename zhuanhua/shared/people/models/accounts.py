"""How does a person come to an account? By an organisation's application, or by an invitation."""

from django.db import models
from django.db.models import CheckConstraint, Q, TextChoices, UniqueConstraint
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.roles import ROLES, RoleName
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models.organisation import Organisation
from zhuanhua.shared.people.models.person import USERNAME_RULE, Person


class ApplicationState(TextChoices):
    """Where an application for an account stands."""

    WAITING = "waiting", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")


class AccountApplication(models.Model):
    """An organisation asks for its first account; no password is kept before the security administrator agrees."""

    number = models.CharField(_("申请编号"), max_length=20, unique=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18)
    organisation_name = models.CharField(_("单位名称"), max_length=200)
    kind = models.CharField(_("单位性质"), max_length=12, choices=OrganisationKind.choices)
    district = models.CharField(_("所在区县"), max_length=6, blank=True, default="")
    name = models.CharField(_("姓名"), max_length=50)
    username = models.CharField(_("登录账号"), max_length=50, validators=[USERNAME_RULE])
    phone = models.CharField(_("手机号码"), max_length=20)
    email = models.EmailField(_("电子邮箱"))
    state = models.CharField(
        max_length=10, choices=ApplicationState.choices, default=ApplicationState.WAITING
    )
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("理由"), blank=True, default="")

    class Meta:
        verbose_name = _("账号申请")
        ordering = ["filed_at", "id"]
        constraints = [
            CheckConstraint(condition=Q(Exact(Length("uscc"), 18)), name="application_uscc_has_18_places"),
            CheckConstraint(
                condition=Q(state__in=ApplicationState.values), name="application_state_is_known"
            ),
            CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state="waiting"),
                name="application_decided_pair",
            ),
            CheckConstraint(condition=~Q(state="refused", reason=""), name="application_refused_with_reason"),
        ]

    def __str__(self) -> str:
        return self.number


class Invitation(models.Model):
    """A link by which a person sets the first password; only the hash of its token is kept, and it works once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("所属单位")
    )
    role = models.CharField(
        _("角色"), max_length=20, choices=[(role.name.value, role.title) for role in ROLES.values()]
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("邀请")
        ordering = ["-invited_at", "-id"]
        constraints = [
            CheckConstraint(
                condition=Q(role__in=[name.value for name in RoleName]), name="invitation_role_is_known"
            ),
            CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_ends_one_way",
            ),
            CheckConstraint(
                condition=Q(expires_at__gt=models.F("invited_at")), name="invitation_expires_after_it_is_sent"
            ),
            UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
