"""What can be done with one organisation?"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.text import clean_line, match_key
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows, require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.districts import is_area
from zhuanhua.shared.people.holds import held_by
from zhuanhua.shared.people.kinds import OrganisationKind, OrganisationSize
from zhuanhua.shared.people.models import Organisation, Person
from zhuanhua.shared.people.uscc import clean_uscc, explain_uscc

FACTS = ("district", "industry", "size", "registered_on", "is_high_tech")


@transaction.atomic
def create_organisation(
    *,
    name: str,
    kind: str,
    by: Person | None,
    uscc: str | None = None,
    district: str = "",
    industry: str = "",
    size: str = OrganisationSize.NONE,
    registered_on: date | None = None,
    is_high_tech: bool = False,
) -> Organisation:
    """Keep a new organisation under its present name; a wrong code, or one that is already kept, is refused."""
    facts = {
        "district": district,
        "industry": industry,
        "size": size,
        "registered_on": registered_on,
        "is_high_tech": is_high_tech,
    }
    _check_facts({"kind": kind, **facts})
    code = _checked_uscc(uscc) if uscc else None
    organisation = Organisation.objects.create(name=_checked_name(name), kind=kind, uscc=code, **facts)
    organisation.names.create(name=organisation.name, from_on=registered_on)
    after = {"name": organisation.name, "uscc": code, "kind": str(kind)}
    record(
        "organisation:create", case_kind="organisation", case_number=str(organisation.pk), by=by, after=after
    )
    return organisation


@transaction.atomic
def update_organisation(*, organisation: Organisation, by: Person, **facts: Any) -> Organisation:
    """Change district, industry, size, founding day or high-tech mark; the organisation itself does it, or who merges."""
    _require_editor(by, organisation)
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise Refusal(
            _("不能修改这些事项：%(names)s。") % {"names": _("、").join(sorted(unknown))},
            code="unknown_field",
        )
    _check_facts(facts)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {name: _plain(getattr(locked, name)) for name in facts}
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(facts))
    after = {name: _plain(value) for name, value in facts.items()}
    record(
        "organisation:update",
        case_kind="organisation",
        case_number=str(locked.pk),
        by=by,
        before=before,
        after=after,
    )
    return locked


@transaction.atomic
def rename_organisation(*, organisation: Organisation, name: str, on: date, by: Person) -> Organisation:
    """Give a new name from a day on; the old one is kept with its end, and the organisation is still found by it."""
    _require_editor(by, organisation)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _refuse_while_paid(by, locked)
    new = _checked_name(name)
    if new == locked.name:
        raise Refusal(_("新名称与现名称相同。"), field="name", code="same_name")
    _refuse_anothers_name(locked, new)
    present = locked.names.filter(to_on__isnull=True).first()
    if present and present.from_on and on < present.from_on:
        words = {"day": present.from_on.isoformat()}
        raise Refusal(
            _("更名日期早于现名称启用日期%(day)s。请填这一天或以后。") % words, field="on", code="too_early"
        )
    before = {"name": locked.name}
    if present:
        present.to_on = on
        present.save(update_fields=["to_on"])
    locked.names.create(name=new, from_on=on)
    locked.name = new
    locked.save(update_fields=["name"])
    after = {"name": new, "on": on.isoformat()}
    record(
        "organisation:rename",
        case_kind="organisation",
        case_number=str(locked.pk),
        by=by,
        before=before,
        after=after,
    )
    return locked


def _require_editor(by: Person, organisation: Organisation) -> None:
    own = by.organisation is not None and by.organisation.pk == organisation.pk
    if own and allows(by, Permission.ORGANISATION_EDIT_OWN):
        return
    require(by, Permission.ORGANISATION_MERGE)
    if organisation.merged_into_id:
        raise Forbidden(_("这个单位已并入另一个单位，不能再修改。"))


def _refuse_while_paid(by: Person, organisation: Organisation) -> None:
    """Let nobody change by themselves the name under which money is on its way to them; the bureau does, on the paper."""
    if allows(by, Permission.ORGANISATION_MERGE):
        return
    if batch := held_by([organisation.pk]):
        raise Conflict(
            _("拨付批次%(number)s里有付给本单位的款项，现在不能自行更名。") % {"number": batch},
            field="name",
            code="paid_now",
            way_out=_("请把登记机关的更名证明交给经办，由经办更名。"),
        )


def _refuse_anothers_name(organisation: Organisation, name: str) -> None:
    others = Organisation.objects.filter(name_key=match_key(name), merged_into__isnull=True)
    if others.exclude(pk=organisation.pk).exists():
        raise Conflict(
            _("“%(name)s”是另一个单位的名称。") % {"name": name},
            field="name",
            code="known_name",
            way_out=_("请填登记证书上的名称；确是同一个单位的，请经办人合并两个单位。"),
        )


def _checked_name(name: str) -> str:
    line = clean_line(name)
    if not line:
        raise Refusal(_("单位名称没有填。"), field="name", code="no_name")
    if len(line) > Organisation._meta.get_field("name").max_length:
        raise Refusal(_("单位名称太长，最多200字。"), field="name", code="long_name")
    return line


def _checked_uscc(uscc: str) -> str:
    wrong = explain_uscc(uscc)
    if wrong:
        raise Refusal(wrong, field="uscc", code="wrong_uscc")
    code = clean_uscc(uscc) or ""
    holder = Organisation.objects.filter(uscc=code).first()
    if holder:
        raise Conflict(
            _("这个代码已登记在“%(name)s”名下。") % {"name": holder.name}, field="uscc", code="known_uscc"
        )
    return code


def _check_facts(facts: dict[str, Any]) -> None:
    if "kind" in facts and facts["kind"] not in OrganisationKind.values:
        raise Refusal(_("没有这种单位性质。"), field="kind", code="unknown_kind")
    if facts.get("district") and not is_area(facts["district"]):
        words = {"code": facts["district"]}
        raise Refusal(_("没有“%(code)s”这个区划代码。") % words, field="district", code="unknown_district")
    if "size" in facts and facts["size"] not in OrganisationSize.values:
        raise Refusal(_("没有这种单位规模。"), field="size", code="unknown_size")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
