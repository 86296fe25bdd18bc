"""How may a program act for a person? With a token of that person, for some permissions, until a day."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.people.models.membership import Membership
from zhuanhua.shared.people.models.person import Person


class ApiToken(models.Model):
    """接口令牌: only a hash is kept; the token itself is shown once. It can do what is in `scopes` and the role still allows."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_tokens")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("用途"), max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("权限"))
    created_at = models.DateTimeField()
    expires_on = models.DateField(_("有效期至"))
    used_on = models.DateField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("接口令牌")
        ordering = ("-id",)
        constraints = (
            CheckConstraint(name="api_token_has_name", condition=~Q(name="")),
            CheckConstraint(name="api_token_has_digest", condition=~Q(digest="")),
        )

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"
