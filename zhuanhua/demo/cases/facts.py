"""What does a firm type about its contract, and what does the desk answer?"""

from datetime import date, timedelta
from typing import Any

from zhuanhua.core.money import wan_text
from zhuanhua.demo.cases.town import Town
from zhuanhua.demo.names import PARTY_KINDS
from zhuanhua.demo.register import LICENCE_FROM, STEP, YUAN, draw
from zhuanhua.programmes.contracts.actions.examining import Answers
from zhuanhua.programmes.contracts.actions.parties import party_by_code

GROUND = "合同有明确的技术目标、成果形式和验收标准，双方约定了风险责任。"
KIND_GROUND = "按约定的权利义务判断，与合同名称一致。"
TEXT_GROUND = "双方签章的纸质原件已在窗口核对，随案卷保存。"
TERMS = "分三期支付：签订后10日内付30%，方案评审通过付40%，验收合格付30%，每期以评审单或者验收单为准。"


def facts(
    town: Town,
    who: Any,
    day: date,
    *,
    large: bool = False,
    royalty: bool = False,
    weak: dict[str, Any] | None = None,
    **_: Any,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Draw what the firm types: values of the form and the breakdown."""
    chance = town.chance
    firm = next(
        firm
        for firm in (*town.population.cast.values(), *town.firms.values())
        if firm.uscc == who.organisation.uscc
    )
    licence = "31" if day >= LICENCE_FROM else "29"
    subkind = chance.choices(("11", "12", "51", "41", "23", "21", licence), (38, 4, 36, 8, 5, 5, 4))[0]
    total = (
        chance.randrange(520, 2600) * 10 * STEP
        if large
        else max(min(int(chance.lognormvariate(0, 1) * 620), 4_700), 30) * STEP
    )
    if royalty:
        subkind, total = licence, 200_000 * YUAN
    sold = draw(
        chance, town.titles, town.population, seller=firm, subkind=subkind, total=total, registered_on=day
    )
    ends = max(sold.ends_on, day + timedelta(days=150))
    trade = sold.trade_fen
    if large:
        trade = total
    items = []
    if trade < total:
        first = (total - trade) * chance.randrange(4, 8) // 10
        items = [
            {"kind": "equipment", "name": "外购工控机与传感器", "amount_fen": first, "is_deliverable": False},
            {
                "kind": "materials",
                "name": "试验用原材料",
                "amount_fen": total - trade - first,
                "is_deliverable": False,
            },
        ]
    buyer = party_by_code(code=sold.buyer.uscc, name=sold.buyer.name, by=who)
    patent = sold.ip_kind in {"11", "12", "13"}
    values = {
        "project_name": sold.title,
        "seller": who.organisation,
        "buyer": buyer,
        "seller_kind": firm.party_kind,
        "buyer_kind": PARTY_KINDS[sold.buyer.kind],
        "is_related": sold.is_related,
        "kind": {"1": "development", "2": "transfer", "3": "licence", "4": "consulting", "5": "service"}[
            subkind[0]
        ],
        "subkind": subkind,
        "licence_form": "ordinary" if subkind in {"29", "31"} else "",
        "field": sold.field,
        "ip_kind": sold.ip_kind,
        "ip_number": sold.ip_number,
        "ip_expires_on": date(ends.year + 4, 6, 30) if patent else None,
        "plan_source": sold.plan_source,
        "objective": "10",
        "subject": f"解决{sold.title.removesuffix('技术服务')}中的关键技术问题，提出可验证的技术方案，交付报告、软件或者样机，并在买方现场验证。",
        "total_fen": total,
        "payment_form": "royalty_with_fee" if royalty else sold.payment_form,
        "payment_terms": TERMS,
        "royalty_base": "sales" if royalty else "",
        "royalty_bp": 300 if royalty else None,
        "expected_investment_fen": total * 3 if subkind[0] == "2" else None,
        "expected_output_fen": total * 8 if subkind[0] == "2" else None,
        "signed_on": sold.signed_on,
        "starts_on": sold.starts_on,
        "ends_on": ends,
    }
    return values | (weak or {}), items


def answers(contract: Any) -> Answers:
    """Answer the three questions as the papers have it."""
    spent = contract.total_fen - contract.trade_fen
    ground = (
        f"成交额{wan_text(contract.total_fen)}万元，减去非技术性支出{wan_text(spent)}万元。" if spent else ""
    )
    return Answers(
        is_technology=True,
        technology_ground=GROUND,
        kind=contract.kind,
        subkind=contract.subkind,
        kind_ground=KIND_GROUND,
        trade_fen=contract.trade_fen,
        trade_ground=ground,
        text_ground="" if contract.text_sha256 else TEXT_GROUND,
    )
