"""What does the journal keep? One line per write: who, in which role, did what, when, to which case, from what to what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """A line of the journal. It holds no foreign key, is never changed and never deleted: triggers refuse both."""

    seq = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.CharField(
        _("时间"), max_length=32
    )  # ISO 8601 with offset: the text that is hashed is the text that is kept
    event = models.CharField(_("事项"), max_length=60)
    actor = models.CharField(_("账号"), max_length=150)
    actor_name = models.CharField(_("姓名"), max_length=120)
    actor_role = models.CharField(_("角色"), max_length=40)
    case_kind = models.CharField(_("事项类别"), max_length=40)
    case_number = models.CharField(_("编号"), max_length=60)
    before = models.JSONField(_("之前"), default=dict)
    after = models.JSONField(_("之后"), default=dict)
    reason = models.TextField(_("理由"), blank=True)
    policy_version = models.CharField(_("规则版本"), max_length=80, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("日志")
        ordering = ("seq",)
        indexes = (
            models.Index(fields=("case_kind", "case_number", "seq"), name="journal_case"),
            models.Index(fields=("actor", "seq"), name="journal_actor"),
            models.Index(fields=("event", "seq"), name="journal_event"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.event} {self.case_number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: lines are written by journal.actions alone."""
        message = "A journal line is written by journal.actions.record, once."
        raise TypeError(message)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: lines stay."""
        message = "A journal line is never deleted."
        raise TypeError(message)

    def line(self) -> dict[str, Any]:
        """Give the line as the plain values that are hashed, with its two hashes."""
        return {
            "seq": self.seq, "at": self.at, "event": self.event, "actor": self.actor, "actor_name": self.actor_name,
            "actor_role": self.actor_role, "case_kind": self.case_kind, "case_number": self.case_number,
            "before": self.before, "after": self.after, "reason": self.reason, "policy_version": self.policy_version,
            "previous_hash": self.previous_hash, "hash": self.hash,
        }  # fmt: skip
