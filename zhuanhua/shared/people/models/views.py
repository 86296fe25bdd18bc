"""Which filters does a person use again? A name for a list and its query string, for this person alone."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.people.models.person import Person


class SavedView(models.Model):
    """存为视图: `listing` is the url name of the list, `query` its query string without the page."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    listing = models.CharField(max_length=80)
    name = models.CharField(_("视图名称"), max_length=30)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("已存视图")
        ordering = ("id",)
        constraints = (
            UniqueConstraint(name="saved_view_name_once", fields=("person", "listing", "name")),
            CheckConstraint(name="saved_view_has_name", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name
