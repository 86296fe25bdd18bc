"""Who is in the pool of experts, and what ties has each?"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects.models import Expert, Tie
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record


@transaction.atomic
def keep_expert(
    *, person: Any, fields: list[str], job_title: str, most: int, is_active: bool, by: Any
) -> Expert:
    """Take somebody with the role of an expert into the pool, or change what is kept of them."""
    require(by, Permission.PROJECT_CALL_MANAGE)
    if not fields:
        raise Refusal(_("没有选专业领域。"), field="fields", way_out=_("请至少选一个，分派按领域进行。"))
    facts = {"fields": fields, "job_title": job_title, "most": most, "is_active": is_active}
    expert, _made = Expert.objects.update_or_create(person=person, defaults=facts)
    record("project_expert:keep", case_kind="project_expert", case_number=str(expert.pk), by=by, after=facts)
    return expert


@transaction.atomic
def record_tie(  # noqa: PLR0913 - each is a part of the tie
    *, expert: Expert, kind: str, by: Any, organisation: Any = None, tied_name: str = "",
    since_on: date | None = None, until_on: date | None = None, source: str = "",
) -> Tie:  # fmt: skip
    """Keep a tie; it bites at the next assignment and at the next opening of a review."""
    if by is None or by.pk != expert.person_id:
        require(by, Permission.PROJECT_CALL_MANAGE)
    if organisation is None and not tied_name.strip():
        raise Refusal(_("没有写单位，也没有写人员。"), field="organisation", way_out=_("请至少写一项。"))
    if since_on and until_on and until_on < since_on:
        raise Refusal(_("止日早于起日。"), field="until_on", way_out=_("请改正其中一个。"))
    tie = Tie.objects.create(
        expert=expert, kind=kind, organisation=organisation, tied_name=tied_name.strip(), since_on=since_on,
        until_on=until_on, source=source.strip(), recorded_by=by,
    )  # fmt: skip
    record(
        "project_expert:tie",
        case_kind="project_expert",
        case_number=str(expert.pk),
        by=by,
        after={"tie": tie.pk, "kind": kind, "organisation": organisation.pk if organisation else None},
    )
    return tie
