"""For whom does a person act, and as what?"""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.roles import OVERSIGHT_ROLES, ROLES, Role, RoleName
from zhuanhua.shared.people.models.organisation import Organisation
from zhuanhua.shared.people.models.person import Person


class Membership(models.Model):
    """A person holds a role in an organisation from one day until it ends; without an end it holds."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("所属单位")
    )
    role = models.CharField(
        _("角色"), max_length=20, choices=[(role.name.value, role.title) for role in ROLES.values()]
    )
    since_on = models.DateField(_("起始日期"))
    until_on = models.DateField(_("终止日期"), null=True, blank=True)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("任职")
        ordering = ["person_id", "id"]
        constraints = [
            CheckConstraint(
                condition=Q(role__in=[name.value for name in RoleName]), name="membership_role_is_known"
            ),
            CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="membership_ends_after_it_begins",
            ),
            CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("person")),
                name="membership_not_granted_to_oneself",
            ),
            CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(until_on__isnull=False), name="membership_ended_pair"
            ),
            UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until_on__isnull=True),
                name="membership_holds_once",
            ),
            # 三员分立: nobody holds two of the three at the same time, whatever the program does.
            UniqueConstraint(
                fields=["person"],
                condition=Q(until_on__isnull=True, role__in=OVERSIGHT_ROLES),
                name="membership_one_oversight_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role_title} ({self.organisation})"

    @property
    def rule(self) -> Role:
        """The role with all that belongs to it."""
        return ROLES[self.role]

    @property
    def role_title(self) -> str:
        """The role in words."""
        return str(self.rule.title)
