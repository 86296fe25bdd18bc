"""What was done here with a contract since it was imported, so that no workbook takes it back, and how is that told?"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts.codes import ChangeKind
from zhuanhua.programmes.contracts.models import Change, Contract, RoyaltyReceipt, Subsidy
from zhuanhua.programmes.contracts.states import ChangeState, ContractState
from zhuanhua.programmes.contracts.states_subsidy import UNIQUE, SubsidyState

# Money was asked or given for what the contract says.
ASKED = (SubsidyState.SUBMITTED, SubsidyState.ACCEPTED, *UNIQUE)
# What stands beside a contract and says that it was touched.
ASIDE = ("is_amended", "has_royalty", "has_subsidy")
READ = ("state", "version", "handler_id", *ASIDE)
# What of a change makes a contract another one to a row that has no registration number.
IDENTIFYING = frozenset({"project_name", "total_fen"})


class Deed(StrEnum):
    """What was done with it; of several the one that says most about the row."""

    AMENDED = "amended"
    ROYALTY = "royalty"
    IN_HAND = "in_hand"


def with_deeds(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """Add what `deed_of` reads beside the contract's own columns."""
    own = {"contract": OuterRef("pk")}
    amended = Change.objects.filter(**own, kind=ChangeKind.AMEND, state=ChangeState.GRANTED)
    return contracts.annotate(
        is_amended=Exists(amended),
        has_royalty=Exists(RoyaltyReceipt.objects.filter(**own)),
        has_subsidy=Exists(Subsidy.objects.filter(**own, state__in=ASKED)),
    )


def deed_of(row: Mapping[str, Any]) -> Deed | None:
    """Say it of a row of `READ`; None while nobody has touched the contract.

    What has ended is in hand whatever came before: no change of it can be applied for.
    """
    if row["state"] == ContractState.REGISTERED:
        if row["is_amended"]:
            return Deed.AMENDED
        if row["has_royalty"]:
            return Deed.ROYALTY
    is_fresh = row["state"] in {ContractState.SUBMITTED, ContractState.REGISTERED}
    if (
        is_fresh
        and row["version"] <= 1
        and row["handler_id"] is None
        and not any(row[name] for name in ASIDE)
    ):
        return None
    return Deed.IN_HAND


def deeds_of(keys: Collection[int]) -> dict[int, Deed]:
    """Say it of contracts as they stand now, by key; those that nobody has touched are left out."""
    told = with_deeds(Contract.objects.filter(pk__in=keys)).order_by().values("pk", *READ)
    found = {row["pk"]: deed_of(row) for row in told}
    return {pk: deed for pk, deed in found.items() if deed is not None}


def once_named(rows: Iterable[Mapping[str, Any]]) -> dict[int, set[str]]:
    """Give, by key, the project keys of contracts that a row may still name by what they were: name or amount was amended here, or a royalty was added.

    The others are left out, also those of which a change left name and amount alone.
    """
    told = [row for row in rows if deed_of(row) in {Deed.AMENDED, Deed.ROYALTY}]
    own = {row["pk"]: row["project_key"] for row in told}
    names = {row["pk"]: {row["project_key"]} for row in told if row["has_royalty"]}
    amended = [row["pk"] for row in told if row["is_amended"]]
    granted = Change.objects.filter(contract__in=amended, kind=ChangeKind.AMEND, state=ChangeState.GRANTED)
    for pk, before in granted.order_by().values_list("contract", "before"):
        if not IDENTIFYING.isdisjoint(before):
            known = names.setdefault(pk, {own[pk]})
            known.add(match_key(before["project_name"]) if "project_name" in before else own[pk])
    return names


def told_in_check(deed: Deed, number: str, state: str) -> tuple[str, str]:
    """Say why a row that differs is not taken over, and what to do."""
    names = {"number": number, "state": state}
    if deed == Deed.AMENDED:
        return _("合同%(number)s在本平台变更过，内容与本行不同，以变更后的为准。") % names, _way_out(deed)
    if deed == Deed.ROYALTY:
        return _("合同%(number)s在本平台登记过提成，内容与本行不同，以计入提成后的为准。") % names, _way_out(
            deed
        )
    return _("导入过的合同%(number)s已经在办理（%(state)s），内容与本行不同。") % names, _way_out(deed)


def told_in_import(deed: Deed | None, number: str) -> tuple[str, str]:
    """Say why nothing is stored: since the check somebody was quicker."""
    names = {"number": number}
    if deed == Deed.AMENDED:
        return _("合同%(number)s在本平台变更过，表格不能改回，一行也没有存。") % names, _way_out(deed)
    if deed == Deed.ROYALTY:
        return _("合同%(number)s在本平台登记过提成，表格不能改回，一行也没有存。") % names, _way_out(deed)
    told = _("导入过的合同%(number)s刚被人办理，一行也没有存。") % names
    return told, _("请重新上传，看清现在的情况。")


def _way_out(deed: Deed) -> str:
    if deed == Deed.AMENDED:
        return _("请删去这一行；还要改动的，由申请单位在那份合同上申请变更，或者联系登记机构。")
    if deed == Deed.ROYALTY:
        return _("请删去这一行；提成由登记机构在那份合同上登记，别的改动由申请单位申请变更。")
    return _("请在那份合同上申请变更，或者让本行与它一致。")
