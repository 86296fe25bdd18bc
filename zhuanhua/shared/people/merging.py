"""Which organisations are probably one and the same, how do they differ, and what hangs on them?"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.people.models import Organisation, OrganisationMerge, OrganisationName

_FORMS = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|公司|合伙企业|普通合伙|有限合伙)$")
COMPARED = ("name", "uscc", "kind", "district", "industry", "size", "registered_on", "is_high_tech")
TAKEN_OVER = ("uscc", "district", "industry", "registered_on")  # what the kept one takes where it has nothing


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact of both organisations, side by side."""

    label: Any
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the two disagree."""
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class Holding:
    """How many rows of one kind point to an organisation."""

    label: Any
    count: int


Settle = Callable[[Organisation, Organisation], None]
_COUNTED: dict[str, Settle] = {}


def register_counted(label: str, settle: Settle) -> None:
    """Take the rows of one foreign key out of merging: they are sums over cases, which `settle(kept, merged)` counts anew.

    It is called in the transaction of a merge and of its undoing, when the cases point to whom they belong.
    """
    _COUNTED[label] = settle


def is_counted(label: str) -> bool:
    """Whether the rows of a foreign key are sums that are counted anew, not moved."""
    return label in _COUNTED


def settle_counted(kept: Organisation, merged: Organisation) -> None:
    """Let every programme count anew what it sums for the two organisations."""
    for label in sorted(_COUNTED):
        _COUNTED[label](kept, merged)


def stem(key: str) -> str:
    """Take the legal form off a name's key, so that 某某有限公司 and 某某有限责任公司 meet."""
    return _FORMS.sub("", key) or key


def duplicates(limit: int = 100) -> list[list[Organisation]]:
    """Group organisations whose names agree but for width, blanks, punctuation and legal form; present and former names."""
    standing = Organisation.objects.filter(merged_into__isnull=True)
    by_stem: dict[str, set[int]] = defaultdict(set)
    for number, key in standing.values_list("pk", "name_key"):
        by_stem[stem(key)].add(number)
    former = OrganisationName.objects.filter(organisation__merged_into__isnull=True, to_on__isnull=False)
    for number, key in former.values_list("organisation_id", "name_key"):
        by_stem[stem(key)].add(number)
    groups = [sorted(numbers) for numbers in by_stem.values() if len(numbers) > 1][:limit]
    rows = Organisation.objects.in_bulk([number for group in groups for number in group])
    found = [[rows[number] for number in group] for group in groups]
    return [group for group in found if may_be_one(group)]


def may_be_one(group: list[Organisation]) -> bool:
    """Two different codes are two different bodies; a group where every pair has different codes is no duplicate."""
    codes = [organisation.uscc for organisation in group]
    return None in codes or len(set(codes)) < len(codes)


def compare(left: Organisation, right: Organisation) -> list[Comparison]:
    """Lay the facts of two organisations side by side."""
    return [
        Comparison(Organisation._meta.get_field(name).verbose_name, _shown(left, name), _shown(right, name))
        for name in COMPARED
    ]


def references() -> list[ForeignKey]:
    """Every foreign key to an organisation in the whole house, read from the models, but for sums that are counted anew."""
    own = (Organisation, OrganisationMerge, OrganisationName)
    fields = [
        relation.field
        for relation in Organisation._meta.get_fields()
        if relation.auto_created and relation.is_relation
    ]
    keys = [
        field
        for field in fields
        if isinstance(field, ForeignKey) and field.model not in own and not is_counted(label_of(field))
    ]
    return sorted(keys, key=label_of)


def label_of(field: ForeignKey) -> str:
    """Name a foreign key as a merge records it: contracts.contract.seller."""
    return f"{field.model._meta.label_lower}.{field.name}"


def holdings(organisation: Organisation) -> list[Holding]:
    """Count what points to an organisation, by kind; kinds without rows are left out."""
    counted = (
        Holding(
            f"{field.model._meta.verbose_name}·{field.verbose_name}",
            field.model._base_manager.filter(**{field.name: organisation}).count(),
        )
        for field in references()
    )
    return [holding for holding in counted if holding.count]


def _shown(organisation: Organisation, name: str) -> str:
    if name == "district":
        return organisation.district_name
    if name == "is_high_tech":
        return str(_("已认定") if organisation.is_high_tech else _("未认定"))
    display = getattr(organisation, f"get_{name}_display", None)
    value = display() if display else getattr(organisation, name)
    return "" if value is None else str(value)
