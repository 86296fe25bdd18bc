"""How are two organisations made one, and how is that undone?"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.text import clean_block
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.holds import held_by
from zhuanhua.shared.people.merging import TAKEN_OVER, is_counted, label_of, references, settle_counted
from zhuanhua.shared.people.models import Membership, Organisation, OrganisationMerge, Person


@transaction.atomic
def merge_organisations(
    *, kept: Organisation, merged: Organisation, reason: str, by: Person
) -> OrganisationMerge:
    """Let everything that points to one organisation point to the other; the merged one stays, marked, with its names.

    Refused when the two carry different codes, or stand on both sides of one contract.
    """
    require(by, Permission.ORGANISATION_MERGE)
    kept, merged = _locked(kept, merged)
    _refuse_unless_one(kept, merged)
    if not clean_block(reason):
        raise Refusal(_("合并理由没有填。请写明怎样认定是同一个单位。"), field="reason", code="no_reason")
    ended = _end_double_memberships(kept, merged, by)
    try:
        with transaction.atomic():
            moved = _repoint(kept, merged)
    except IntegrityError as fault:
        words = {"kept": kept.name, "merged": merged.name}
        message = _("“%(kept)s”和“%(merged)s”同时出现在一条记录的两方，不能合并。请先核对有关合同。") % words
        raise Conflict(message, code="both_sides") from fault
    settle_counted(kept, merged)
    taken = _take_over(kept, merged)
    merge = OrganisationMerge.objects.create(
        kept=kept,
        merged=merged,
        reason=clean_block(reason),
        moved=moved,
        ended=ended,
        taken=taken,
        merged_at=timezone.now(),
        merged_by=by,
    )
    after = {"kept": kept.name, "moved": {label: len(rows) for label, rows in moved.items()}, "taken": taken}
    record(
        "organisation:merge",
        case_kind="organisation",
        case_number=str(kept.pk),
        by=by,
        before={"merged": merged.name, "merged_number": merged.pk},
        after=after,
        reason=merge.reason,
    )
    return merge


@transaction.atomic
def undo_merge(*, merge: OrganisationMerge, by: Person) -> OrganisationMerge:
    """Put back exactly the rows that the merge moved; a row that has since gone elsewhere stays where it is, a role that was taken away since stays away.

    What was begun for the kept organisation since the merge stays with it.
    """
    require(by, Permission.ORGANISATION_MERGE)
    merge = OrganisationMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise Conflict(_("这次合并已经撤销。"), code="undone")
    kept, merged = _locked(merge.kept, merge.merged)
    if kept.merged_into_id:
        raise Conflict(_("保留的单位后来又并入了别的单位，请先撤销那一次合并。"), code="merged_again")
    _give_back(kept, merged, merge.taken)
    fields = {label_of(field): field for field in references()}
    for label, rows in merge.moved.items():
        if is_counted(label):  # an older merge moved it
            continue
        field = fields[label]
        field.model._base_manager.filter(pk__in=rows, **{field.name: kept}).update(**{field.name: merged})
    settle_counted(kept, merged)
    _reopen(merge, kept, by=by)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    record(
        "organisation:undo_merge",
        case_kind="organisation",
        case_number=str(kept.pk),
        by=by,
        before={"kept": kept.name},
        after={"restored": merged.name, "restored_number": merged.pk},
    )
    return merge


def _locked(kept: Organisation, merged: Organisation) -> tuple[Organisation, Organisation]:
    """Lock both rows in the order of their numbers, so that two merges cannot wait for each other."""
    numbers = sorted({kept.pk, merged.pk})
    rows = {
        row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    }
    return rows[kept.pk], rows[merged.pk]


def _refuse_unless_one(kept: Organisation, merged: Organisation) -> None:
    if kept.pk == merged.pk:
        raise Refusal(_("选的是同一个单位。请选两个单位。"), code="same")
    if kept.merged_into_id or merged.merged_into_id:
        raise Conflict(_("其中一个单位已经并入别的单位。请刷新后重选。"), code="merged_before")
    if kept.uscc and merged.uscc and kept.uscc != merged.uscc:
        raise Refusal(_("两个单位的统一社会信用代码不同，是两个单位，不能合并。"), code="two_codes")
    if batch := held_by([kept.pk, merged.pk]):
        raise Conflict(
            _("拨付批次%(number)s里有付给其中一个单位的款项，现在不能合并。") % {"number": batch},
            code="paid_now",
            way_out=_("请等这笔款项到账，或者先把它从批次里去掉。"),
        )


def _end_double_memberships(kept: Organisation, merged: Organisation, by: Person) -> list[int]:
    held = set(kept.memberships.filter(until_on__isnull=True).values_list("person_id", "role"))
    twice = [
        row for row in merged.memberships.filter(until_on__isnull=True) if (row.person_id, row.role) in held
    ]
    for row in twice:
        row.until_on, row.ended_by = max(city_today(), row.since_on), by
        row.save(update_fields=["until_on", "ended_by"])
    return [row.pk for row in twice]


def _reopen(merge: OrganisationMerge, kept: Organisation, *, by: Person) -> None:
    """Open again what the merge closed, for those whose same role in the kept organisation nobody has ended since."""
    held = set(kept.memberships.filter(until_on__isnull=True).values_list("person_id", "role"))
    closed = Membership.objects.filter(pk__in=merge.ended, ended_by=merge.merged_by).select_related("person")
    for row in closed.filter(until_on__isnull=False):
        if (row.person_id, row.role) in held:
            row.until_on, row.ended_by = None, None
            row.save(update_fields=["until_on", "ended_by"])
            record(
                "person:reopen_role", case_kind="person", case_number=row.person.username, by=by,
                after={"role": row.role, "organisation": merge.merged.name},
            )  # fmt: skip


def _repoint(kept: Organisation, merged: Organisation) -> dict[str, list[int]]:
    moved = {}
    for field in references():
        rows = field.model._base_manager.filter(**{field.name: merged})
        numbers = list(rows.order_by("pk").values_list("pk", flat=True))
        if numbers:
            rows.update(**{field.name: kept})
            moved[label_of(field)] = [
                number if isinstance(number, int) else str(number) for number in numbers
            ]
    return moved


def _take_over(kept: Organisation, merged: Organisation) -> dict[str, str]:
    wanted = [name for name in TAKEN_OVER if not getattr(kept, name) and getattr(merged, name)]
    values = {name: getattr(merged, name) for name in wanted}
    merged.merged_into = kept
    if "uscc" in values:
        merged.uscc = None
    merged.save(update_fields=["merged_into", "uscc"])
    for name, value in values.items():
        setattr(kept, name, value)
    if values:
        kept.save(update_fields=list(values))
    return {name: str(value) for name, value in values.items()}


def _give_back(kept: Organisation, merged: Organisation, taken: dict[str, str]) -> None:
    """Take back from the kept one what it took over and still carries unchanged."""
    for name, value in taken.items():
        if str(getattr(kept, name)) == value:
            field = Organisation._meta.get_field(name)
            setattr(kept, name, None if field.null else "")
    kept.save(update_fields=list(taken) or None)
    merged.merged_into = None
    if "uscc" in taken:
        merged.uscc = taken["uscc"]
    merged.save(update_fields=["merged_into", "uscc"])
