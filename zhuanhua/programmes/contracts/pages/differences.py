"""What changed between the version that was returned and the one that came back?"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core import money
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.workflow.differences import difference
from zhuanhua.shared.workflow.queries import returns_of, versions_of


@dataclass(frozen=True)
class Returned:
    """One return: the remark, what was marked, and the difference that the correction made."""

    case_return: Any
    marked: list[tuple[str, str]]
    differences: list[Any]


def returned_differences(contract: Contract) -> list[Returned]:
    """Give every return of a contract, newest first, with the difference between the versions around it."""
    versions = list(versions_of(contract))
    found = []
    for case_return in returns_of(contract):
        before = [version for version in versions if version.made_at <= case_return.returned_at]
        after = [version for version in versions if version.made_at > case_return.returned_at]
        pieces = (
            difference(
                readable(before[-1].payload), readable(_alike(after[0].payload, before[-1].payload)), labels()
            )
            if before and after
            else []
        )
        marked = [(labels().get(item.field, item.field), item.remark) for item in case_return.fields.all()]
        found.append(Returned(case_return, marked, pieces))
    return found


def _alike(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """Leave out what versions of that time did not keep."""
    return {name: value for name, value in new.items() if name in old}


def labels() -> dict[str, str]:
    """Name the fields of a contract as people read them."""
    names = {field.name: str(field.verbose_name) for field in Contract._meta.fields}
    return names | {"items": _("非技术性支出"), "papers": _("附件")}


def readable(payload: dict[str, Any]) -> dict[str, str]:
    """Write the kept values of a version as text: amounts in 元, codes by their words."""
    return {name: _words(name, value) for name, value in payload.items()}


def _words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name == "items":
        kinds = dict(codes.ItemKind.choices)
        return "；".join(
            f"{kinds[item['kind']]} {item['name']} {_yuan(item['amount_fen'])}" for item in value
        )
    if name == "papers":
        kinds = dict(codes.PaperKind.choices)
        return "；".join(f"{kinds.get(item['kind'], item['kind'])} {item['name']}" for item in value)
    if name.endswith("_fen"):
        return _yuan(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "；".join(str(codes.MonopolyClause(item).label) for item in value)
    choices = dict(Contract._meta.get_field(name).flatchoices) if name in labels() and name != "items" else {}
    return str(choices.get(value, value))


def _yuan(fen: int) -> str:
    return _("%(yuan)s元") % {"yuan": money.yuan_text(fen)}
