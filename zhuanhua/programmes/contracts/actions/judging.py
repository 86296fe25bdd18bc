"""Hands contracts to the policy as rows of a table and words the answer for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhuanhua.programmes.contracts import codes, policy
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.policy.book import Book, Value, Values, load
from zhuanhua.shared.policy.judge import judge

VALUES_FILE = Path(__file__).resolve().parent.parent / "policy_values.yaml"


@dataclass(frozen=True)
class Condition:
    """How one column of the policy is said: the condition, the ground it would refuse on, the way out, its value id."""

    column: str
    label: Any
    way_out: Any
    ground: str
    value_id: str
    clause: str = ""
    field: str = ""


@dataclass(frozen=True)
class Finding:
    """One condition, judged: `met` is true, false, or None where the papers do not tell; some do not apply at all.

    `entry` is the dated value that the condition rests on, where it is one; its status tells whether it was checked.
    """

    condition: Condition
    met: bool | None
    used: str = ""
    source: str = ""
    applies: bool = True
    entry: Value | None = None


CONDITIONS = (
    Condition(
        "applicant_is_right",
        gettext_lazy("由卖方申请；技术进口合同由境内买方申请"),
        gettext_lazy("请由卖方账号申请；技术进口合同请由境内买方账号申请。"),
        "7",
        "contracts.buyer_files_imports",
        field="is_import",
    ),
    Condition(
        "locality_is_right",
        gettext_lazy("申请单位在本市注册"),
        gettext_lazy("请到申请单位注册地的登记机构办理，可以下载申请数据带去。"),
        "7",
        "contracts.registration_point",
    ),
    Condition(
        "is_within_validity",
        gettext_lazy("在合同有效期内申请"),
        gettext_lazy("合同已经到期。如双方续签，请按续签合同申请。"),
        "1",
        "contracts.within_validity",
        field="ends_on",
    ),
    Condition(
        "patent_lives_long_enough",
        gettext_lazy("专利实施许可期限不超过专利权期限"),
        gettext_lazy("请把履行截止日期改到专利权届满日或以前，并填写专利权届满日。"),
        "3",
        "contracts.patent_licence_within_life",
        field="ip_expires_on",
    ),
    Condition(
        "kind_is_open",
        gettext_lazy("合同类型适用受理日的规则"),
        gettext_lazy("2026年3月1日前受理的许可合同归入技术转让，细类请选“专利实施许可（旧规归入转让）”。"),
        "5",
        "contracts.licence_is_own_kind",
        field="subkind",
    ),
    Condition(
        "has_no_monopoly_clause",
        gettext_lazy("没有非法垄断技术、妨碍技术进步的条款"),
        gettext_lazy("请双方修改所列条款后再申请。"),
        "6",
        "contracts.regime",
        "最高人民法院技术合同纠纷解释第十条",
        field="monopoly_clauses",
    ),
    Condition(
        "amount_is_possible",
        gettext_lazy("技术交易额大于零且不超过成交额"),
        gettext_lazy("请核对成交额和非技术性支出；全部为非技术性支出的，不是技术合同。"),
        "2",
        "contracts.regime",
        "国科发政字〔2001〕253号",
        field="total_fen",
    ),
)


@cache
def book() -> Book:
    """Give the contracts' dated values, read once."""
    return load(VALUES_FILE)


def values_on(day: date) -> Values:
    """Give the values that hold on a day."""
    return book().on(day)


def row_of(contract: Contract, *, applied_on: date) -> dict[str, Any]:
    """Turn a contract into the row that the policy reads."""
    items = list(contract.items.all()) if contract.pk else []
    total = contract.total_fen or 0
    return {
        "kind": contract.kind,
        "subkind": contract.subkind,
        "total_fen": total,
        "non_technical_fen": sum(item.amount_fen for item in items),
        "deliverable_fen": sum(item.amount_fen for item in items if item.is_deliverable),
        "trade_fen": contract.verified_trade_fen or contract.trade_fen or total,
        "is_disputed": contract.is_disputed,
        "is_import": contract.is_import,
        "applicant_is_seller": contract.registrant_id == contract.seller_id,
        "applicant_is_buyer": contract.registrant_id == contract.buyer_id,
        "applicant_in_city": contract.registrant.district[:4] == settings.CITY_CODE[:4],
        "applied_on": applied_on,
        "ends_on": contract.ends_on,
        "ip_expires_on": contract.ip_expires_on,
        "monopoly_count": len(contract.monopoly_clauses),
    }


def judged(rule: str, rows: list[dict[str, Any]], *, on: date) -> list[dict[str, Any]]:
    """Run one rule of the contracts' policy over rows, in one batch."""
    return judge(policy.RULES[rule], rows, values_on(on))


def findings_for(contract: Contract, *, on: date) -> list[Finding]:
    """Judge every condition of acceptance for one contract on one day."""
    row = row_of(contract, applied_on=contract.submitted_on or on)
    answer = judged("admissibility", [row], on=on)[0] | judged("technology_amount", [row], on=on)[0]
    return [
        Finding(
            condition,
            answer[condition.column],
            _used(condition.column, contract),
            condition.clause or _source(condition.value_id, on),
            _applies(condition.column, contract),
            None if condition.clause else values_on(on).value(condition.value_id),
        )
        for condition in CONDITIONS
    ]


def technology_amount_of(contract: Contract, *, on: date) -> int:
    """Give the technology amount that the breakdown yields, in fen; zero or less means that it is impossible."""
    return judged("technology_amount", [row_of(contract, applied_on=on)], on=on)[0]["trade_fen"]


def treatments_of(contracts: Iterable[Contract], *, on: date) -> list[dict[str, Any]]:
    """Give `needs_review` and `term_days` of each contract, judged in one batch."""
    return judged("treatment", [row_of(contract, applied_on=on) for contract in contracts], on=on)


def suggested_class(facts: dict[str, bool | None], *, on: date) -> dict[str, str]:
    """Classify by the registrar's yes/no facts: sub-kind or refusal ground, and the reason's code."""
    row = {name: facts.get(name) for name in policy.FACT_COLUMNS}
    answer = judged("classification", [row], on=on)[0]
    return {"subkind": answer["subkind"], "ground": answer["ground"], "reason": answer["reason"]}


def _source(identifier: str, on: date) -> str:
    """Name document and article of the value that the condition used."""
    source = values_on(on).value(identifier).source
    return f"{source.doc} {source.article}"


def _applies(column: str, contract: Contract) -> bool:
    """Whether a condition concerns this contract: the life of a patent only concerns those who license one."""
    return column != "patent_lives_long_enough" or contract.subkind in policy.PATENT_LICENCES


def _used(column: str, contract: Contract) -> str:
    """Say which value the condition was judged on."""
    if column == "is_within_validity":
        return contract.ends_on.isoformat() if contract.ends_on else _("未填履行截止日期")
    if not _applies(column, contract):
        return ""
    if column == "patent_lives_long_enough":
        return contract.ip_expires_on.isoformat() if contract.ip_expires_on else _("未填专利权届满日")
    if column == "locality_is_right":
        return contract.registrant.name
    if column == "has_no_monopoly_clause":
        count = len(contract.monopoly_clauses)
        return ngettext("%(count)d条", "%(count)d条", count) % {"count": count}
    if column == "kind_is_open":
        return str(codes.Kind(contract.kind).label) if contract.kind else _("未选合同类型")
    return ""
