"""Who can sign in? A person with a username; what a person may do comes from memberships alone."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from zhuanhua.shared.people.models.membership import Membership
    from zhuanhua.shared.people.models.organisation import Organisation

USERNAME_RULE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{2,49}\Z", _("账号由3至50个字母、数字、点、横线组成，以字母或者数字开头。")
)


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts for tests, the demo and the command line; pages use the actions."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """Open an account; without a password nobody can sign in to it until an invitation is accepted."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find an account whatever the case of its letters."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """An account of one human being. There is no superuser: a membership is the only thing that grants anything."""

    username = models.CharField(_("登录账号"), max_length=50, unique=True, validators=[USERNAME_RULE])
    name = models.CharField(_("姓名"), max_length=50)
    email = models.EmailField(_("电子邮箱"), blank=True, default="")
    phone = models.CharField(_("手机号码"), max_length=20, blank=True, default="")
    language = models.CharField(
        _("界面语言"), max_length=8, default="zh-hans", choices=[("zh-hans", "简体中文"), ("en", "English")]
    )
    is_active = models.BooleanField(_("启用"), default=True)
    is_demo = models.BooleanField(default=False)  # an invented person of the demo city
    created_at = models.DateTimeField(auto_now_add=True)
    password_set_at = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    is_staff = property(lambda self: False)
    is_superuser = property(lambda self: False)

    class Meta:
        verbose_name = _("登录账号")
        ordering = ["username"]
        constraints = [
            CheckConstraint(condition=~Q(username=""), name="person_has_a_username"),
            CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            CheckConstraint(
                condition=Q(disabled_by__isnull=True) | Q(disabled_at__isnull=False),
                name="person_disabled_pair",
            ),
            CheckConstraint(
                condition=Q(is_active=False) | Q(disabled_at__isnull=True),
                name="person_active_is_not_disabled",
            ),
            UniqueConstraint(Lower("username"), name="person_username_differs_by_more_than_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Remember when, for sites that ask for a new password from time to time."""
        super().set_password(raw_password)
        self.password_set_at = timezone.now()

    @property
    def acting(self) -> "Membership | None":
        """The membership in which the person acts: the one chosen for this request, else the first that still holds."""
        if not hasattr(self, "_acting"):
            self._acting = self.active_memberships().first() if self.pk else None
        return self._acting

    @acting.setter
    def acting(self, membership: "Membership | None") -> None:
        if membership is not None and membership.person_id != self.pk:
            message = "A person acts only in a membership of their own."
            raise ValueError(message)
        self._acting = membership

    token_scopes: frozenset[str] | None = (
        None  # what the token allows by which the person came; None for a session
    )

    def act_in(self, membership_id: Any) -> bool:
        """Choose one of the person's own memberships that still hold; False when it is none of them."""
        chosen = (
            self.active_memberships().filter(pk=membership_id).first()
            if str(membership_id).isdecimal()
            else None
        )
        if chosen is not None:
            self._acting = chosen
        return chosen is not None

    def active_memberships(self) -> "models.QuerySet[Membership]":
        """The memberships that have not ended, with their organisations, oldest first."""
        return self.memberships.filter(until_on__isnull=True).select_related("organisation").order_by("pk")

    @property
    def acting_role(self) -> str:
        """The role of the acting membership, or nothing."""
        return self.acting.role if self.acting else ""

    @property
    def organisation(self) -> "Organisation | None":
        """The organisation for which the person acts."""
        return self.acting.organisation if self.acting else None

    @property
    def short_name(self) -> str:
        """What the head of the page shows."""
        return self.name
