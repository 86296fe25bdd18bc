"""A small kind of case that exists only in these tests: a permit that is asked for, checked and granted."""

from typing import Any

from django.db import models
from django.db.models import TextChoices
from django.test.utils import isolate_apps

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.models import Case, Clocked, different_people
from zhuanhua.shared.workflow.moves import Move


class PermitState(TextChoices):
    """Where a permit stands."""

    DRAFT = "draft", "草稿"
    ASKED = "asked", "待审核"
    GRANTED = "granted", "已同意"
    DECLINED = "declined", "不同意"


S = PermitState
MOVES = (
    Move("ask", S.DRAFT, S.ASKED, by=Permission.CONTRACT_FILE, label="提交", needs=("title",)),
    Move("grant", S.ASKED, S.GRANTED, by=Permission.CONTRACT_EXAMINE, label="同意", needs=("checked_by",)),
    Move(
        "decline", (S.DRAFT, S.ASKED), S.DECLINED, by=Permission.CONTRACT_EXAMINE, label="不同意", reason=True
    ),
)

with isolate_apps("zhuanhua.shared.workflow"):

    class Permit(Case, Clocked):
        """A permit; its people are plain numbers, for it knows no other table."""

        case_kind = "permit"
        States = PermitState
        MOVES = MOVES
        FINAL = (S.GRANTED, S.DECLINED)

        title = models.CharField("名称", max_length=40, blank=True)
        made_by = models.IntegerField(null=True)
        checked_by = models.IntegerField("审核人", null=True)

        class Meta:
            app_label = "workflow"
            db_table = "test_permit"
            constraints = (different_people("made_by", "checked_by", "permit_checker_is_another"),)


def permit(number: str = "P1", **facts: Any) -> Permit:
    """Keep a permit that was asked for and is ready to be granted."""
    facts = {"state": S.ASKED, "title": "试验许可", "made_by": 1, "checked_by": 2} | facts
    return Permit.objects.create(number=number, **facts)
