"""Which vouchers does the demo firm hold today? One in every state, one held because its invoice stands in a contract subsidy too."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from zhuanhua.demo.accounts import SECOND_DISTRICT, neighbour
from zhuanhua.demo.days import on_day
from zhuanhua.demo.papers import pdf
from zhuanhua.demo.register import YUAN
from zhuanhua.demo.vouchers.teller import TWICE_USED, Story, Teller
from zhuanhua.programmes.contracts import actions as contracts
from zhuanhua.programmes.contracts import queries as contract_queries
from zhuanhua.programmes.vouchers import actions

# until: a state, or the state before an ending
STORIES = (
    Story("减速机轴承寿命预测模型开发", "research", 64_000, "outcome_due", 830),
    Story("传动箱体振动测试", "testing", 18_000, "lapsed", 480),
    Story("非标夹具样机研制", "research", 36_000, "recovering", 470),
    Story("减速箱噪声源定位测试", "testing", 22_000, "kept", 410),
    Story("减速机润滑油成分分析", "testing", 9_000, "paid", 300, invoiced=7_400),
    Story("轴类零件疲劳试验", "testing", 12_000, "returned", 262),
    Story("铸件探伤方案咨询", "consulting", 16_000, "denied", 251),
    Story("行星架加工工艺开发", "research", 42_000, "granted", 232),
    Story("齿轮钢夹杂物检测", "testing", 8_600, "accepted", 196, invoiced=8_000),
    Story("伺服压装机控制软件开发", "research", 48_000, "held", 164),
    Story("减速机专利导航分析", "ip", 24_000, "redeeming", 131),
    Story("装配线节拍优化诊断", "consulting", 14_000, "incomplete", 118),
    Story("高速齿轮样机研制", "research", 56_000, "in_use", 96),
    Story("失效断口扫描电镜分析", "instruments", 6_400, "issued", 58),
    Story("国外减速机专利侵权预警", "ip", 20_000, "refused", 41),
    Story("精密减速机科技查新", "information", 3_600, "turned_down", 33),
    Story("谐波减速器柔轮工艺开发", "research", 52_000, "in_review", 19, controller="same"),
    Story("电机壳体盐雾试验", "testing", 7_200, "submitted", 6),
    Story("机器人关节模组样机研制", "research", 60_000, "draft", 2),
)
ELSEWHERE = (  # the same of a firm of another district, whose own office reviews it
    Story("模具钢热处理工艺开发", "research", 38_000, "in_use", 88),
    Story("冲压件尺寸批间分析咨询", "consulting", 11_000, "in_review", 15),
    Story("车架焊缝疲劳测试", "testing", 9_800, "submitted", 5),
)


def tell(people: dict[str, Any], *, day: date, seed: int) -> dict[str, int]:
    """Tell every story; then the clock, as it runs every hour: one voucher lapses, one holder is asked what came of it."""
    teller = Teller(people, day, Random(f"{seed}/voucher-stories"))
    _offered_to_a_subsidy(people["firm"], day=day)
    for place, story in enumerate(STORIES, 1):
        teller.tell(place, story)
    there = {"firm": people[neighbour(people)], "district": people[SECOND_DISTRICT.username]}
    neighbours = Teller(people | there, day, Random(f"{seed}/voucher-stories-elsewhere"))
    for place, story in enumerate(ELSEWHERE, len(STORIES) + 1):
        neighbours.tell(place, story)
    with on_day(day):
        actions.ending.lapse_due(on=day)
        actions.ending.ask_due(on=day)
    return {"stories": len(STORIES) + len(ELSEWHERE)}


def _offered_to_a_subsidy(firm: Any, *, day: date) -> None:
    """The firm writes a claim for a contract that it bought, and names an invoice that it will offer to a voucher too."""
    contract = contract_queries.claimable_contracts(firm).first()
    if contract is None:
        return
    on = day - timedelta(days=101)
    with on_day(on), transaction.atomic():
        claim = contracts.start_claim(contract=contract, by=firm, on=on)
        contracts.save_claim(
            claim=claim, facts={"talent_name": "顾知行", "talent_from": date(on.year - 1, 1, 1)},
            invoices=[{"number": TWICE_USED, "issued_on": on - timedelta(days=4), "amount_fen": 48_000 * YUAN}],
            slips=[{"reference": f"{on:%Y%m%d}7788", "paid_on": on, "amount_fen": 48_000 * YUAN}], by=firm,
        )  # fmt: skip
        upload = SimpleUploadedFile("人才证书.pdf", pdf("人才证书", ["（演示）"]).read())
        contracts.attach_claim_paper(claim=claim, upload=upload, kind="talent_certificate", by=firm)
        contracts.submit_claim(claim=claim, by=firm)
