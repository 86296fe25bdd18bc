"""What does every case keep? State and clock; and beside it tasks, returns, versions, public notices and numbers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.wording import said

PEOPLE = settings.AUTH_USER_MODEL


class Case(models.Model):
    """Anything with a number and a state. A concrete case names `case_kind`, `States`, `MOVES`, and `FINAL` where some states are."""

    case_kind = ""
    States: Any = None
    MOVES: tuple[Any, ...] = ()
    FINAL: tuple[str, ...] = ()
    TONES: dict[str, str] = {}  # noqa: RUF012 - a table of the class, never changed
    APPLICANT_LABELS: dict[str, Any] = {}  # noqa: RUF012 - a table of the class, never changed

    number = models.CharField(_("编号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=20)
    state_since = models.DateTimeField(default=city_now)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def state_label(self) -> Any:
        """Name the state as the officer reads it."""
        return self.States(self.state).label

    @property
    def applicant_label(self) -> Any:
        """Name the state as the applicant reads it."""
        return self.APPLICANT_LABELS.get(self.state, self.state_label)

    @property
    def tone(self) -> str:
        """Say whose turn it is: ours, theirs, done, stopped or quiet."""
        return self.TONES.get(self.state, "quiet")

    def get_state_display(self) -> Any:
        """Name the state, as Django's own choices would."""
        return self.state_label


class Clocked(models.Model):
    """A term that runs, pauses and stops (workflow.clock)."""

    clock_started_on = models.DateField(null=True, blank=True)
    clock_counts_working = models.BooleanField(default=True)
    term_days = models.PositiveSmallIntegerField(_("期限"), null=True, blank=True)
    due_on = models.DateField(_("到期日"), null=True, blank=True)
    clock_paused_on = models.DateField(null=True, blank=True)
    clock_used_days = models.PositiveSmallIntegerField(default=0)
    clock_stopped_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Task(models.Model):
    """What waits for whom: a permission, narrowed to an organisation or a person."""

    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(max_length=60)
    title = models.CharField(_("事项"), max_length=300)
    about = models.CharField(_("哪一件"), max_length=300, blank=True)
    url = models.CharField(max_length=300)
    permission = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        "people.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    assignee = models.ForeignKey(PEOPLE, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("到期日"), null=True, blank=True)
    opened_at = models.DateTimeField(default=city_now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PEOPLE, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("待办")
        ordering = (F("due_on").asc(nulls_last=True), "opened_at")
        indexes = (
            models.Index(fields=("permission", "closed_at", "due_on"), name="task_inbox"),
            models.Index(fields=("case_kind", "case_number"), name="task_case"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.about}".strip()

    def is_own_of(self, person: Any) -> bool:
        """Whether the person made or published it, and so may not judge what is objected to it."""
        return person.pk is not None and person.pk in {self.made_by_id, self.published_by_id}

    @property
    def heading(self) -> str:
        """Name what is to be done in the reader's language; `about` is a name and stays as it is."""
        return said(self.title, {})


class Return(models.Model):
    """A case went back for correction, with a remark for the whole."""

    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(max_length=60)
    remark = models.TextField(_("意见"))
    returned_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(default=city_now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("退回补正")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                name="return_one_open",
                fields=("case_kind", "case_number"),
                condition=Q(answered_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.returned_at:%Y-%m-%d}"


class ReturnedField(models.Model):
    """One field that was marked, and what is to be done with it."""

    case_return = models.ForeignKey(Return, models.CASCADE, related_name="fields")
    field = models.CharField(max_length=60)
    remark = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(name="returned_field_once", fields=("case_return", "field")),)

    def __str__(self) -> str:
        return self.field


class CaseVersion(models.Model):
    """What the applicant's fields held when the case was handed in."""

    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    made_at = models.DateTimeField(default=city_now)
    made_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("提交版本")
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(name="case_version_once", fields=("case_kind", "case_number", "version")),
        )

    def __str__(self) -> str:
        return f"{self.case_number}/{self.version}"


class Publicity(models.Model):
    """公示: what is announced, who made it, and until which day (included) objections are taken; others than these answer them."""

    kind = models.CharField(max_length=40)
    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(max_length=60)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"))
    starts_on = models.DateField(_("起始日"))
    ends_on = models.DateField(_("截止日"))
    made_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=city_now)
    closed_on = models.DateField(_("办结日"), null=True, blank=True)
    stopped_for = models.CharField(_("终止原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("公示")
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="publicity_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                name="publicity_one_open",
                fields=("kind", "case_kind", "case_number"),
                condition=Q(closed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="publicity_stopped_is_closed", condition=Q(stopped_for="") | Q(closed_on__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.title

    def is_own_of(self, person: Any) -> bool:
        """Whether the person made or published it, and so may not judge what is objected to it."""
        return person.pk is not None and person.pk in {self.made_by_id, self.published_by_id}

    @property
    def heading(self) -> str:
        """Name what is announced in the reader's language; what stands behind the colon is a name and stays."""
        kind, colon, name = self.title.partition("：")
        return said(kind + colon, {}) + name if colon else said(self.title, {})


class PublicObjection(models.Model):
    """An objection to what was announced: signed with a real name and a contact, both kept from the public."""

    publicity = models.ForeignKey(Publicity, models.CASCADE, related_name="objections")
    person_name = models.CharField(_("姓名或单位"), max_length=80)
    contact = models.CharField(_("联系方式"), max_length=120)
    text = models.TextField(_("异议和依据"), max_length=2000)
    filed_at = models.DateTimeField(default=city_now)
    answer = models.TextField(_("核实结果"), blank=True, max_length=2000)
    is_upheld = models.BooleanField(_("异议成立"), default=False)
    answered_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("公示异议")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="objection_is_signed", condition=~Q(person_name="") & ~Q(contact="") & ~Q(text="")
            ),
            models.CheckConstraint(
                name="objection_answered_in_pairs",
                condition=Q(answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.publicity_id}/{self.pk}"


class Serial(models.Model):
    """The last number that was given in a series."""

    name = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("流水号")

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


def different_people(first: str, second: str, name: str) -> models.CheckConstraint:
    """Hold in the database that two steps are taken by two persons (经办与复核分开)."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{second}__isnull": True})
        | ~Q(**{first: F(second)}),
    )
