"""Help with the class: facts that the registrar ticks, words in the text that point at a fact, and the advice in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuanhua.programmes.contracts import actions, codes

FACTS: dict[str, Any] = {
    "has_research_goal": gettext_lazy("有明确、具体的研究开发目标"),
    "mastered_at_signing": gettext_lazy("签订时当事人已经掌握该技术方案"),
    "is_restyling": gettext_lazy("只改变尺寸、参数、排列或外形"),
    "both_do_research": gettext_lazy("双方按计划和分工都承担研发工作"),
    "turns_result_into_use": gettext_lazy("把有实用价值、尚未工业化应用的成果转化应用"),
    "has_existing_right": gettext_lazy("标的是现有的专利、专利申请、技术秘密或其他知识产权"),
    "grants_use_only": gettext_lazy("只许可使用，权利不转移"),
    "solves_specific_problem": gettext_lazy("解决特定技术问题，有质量和数量目标"),
    "is_ordinary_work": gettext_lazy("常规的加工、修理、测试、勘察、设计、安装、印刷等劳务"),
    "gives_report_on_project": gettext_lazy("就特定技术项目提供咨询报告或意见"),
    "is_training": gettext_lazy("对指定学员进行特定项目的技术培训"),
    "is_general_education": gettext_lazy("职业培训、文化学习或行业计划内的员工培训"),
    "is_brokerage": gettext_lazy("促成他人订立技术合同并收取中介费"),
    "brokered_is_registered": gettext_lazy("所促成的技术合同已经登记"),
    "is_sale_of_goods": gettext_lazy("主要是买卖货物、产品或软件拷贝"),
}
CLUES: dict[str, tuple[str, ...]] = {
    "has_research_goal": ("研究开发", "研发", "研制", "攻关", "新产品", "新工艺", "新材料", "开发"),
    "both_do_research": ("联合研究", "合作研究", "分工", "双方共同", "各自承担"),
    "turns_result_into_use": ("中试", "产业化", "成果转化", "工业化应用"),
    "has_existing_right": ("专利权", "专利号", "专利申请权", "技术秘密", "著作权", "专有技术"),
    "grants_use_only": ("许可", "实施许可", "使用权"),
    "solves_specific_problem": ("技术服务", "工艺改进", "降低", "提高", "检测方法", "技术难题", "优化"),
    "is_ordinary_work": ("维修", "保养", "代加工", "印刷", "常规检测", "勘察", "安装"),
    "gives_report_on_project": ("可行性", "论证", "评估报告", "咨询报告", "预测", "分析评价"),
    "is_training": ("培训",),
    "is_brokerage": ("中介", "居间"),
    "is_sale_of_goods": ("采购", "供货", "设备销售", "套设备"),
}


@dataclass(frozen=True)
class Advice:
    """What the facts lead to: a sub-kind, or a ground to refuse, and why."""

    subkind: str
    ground: str
    why: str
    clause: str

    @property
    def words(self) -> str:
        """Say the advice in one line."""
        if self.subkind:
            return str(codes.Subkind(self.subkind).label)
        return str(codes.RefusalGround(self.ground).label) if self.ground else _("事实不够，还不能归类")


def reasons() -> dict[str, tuple[str, str]]:
    """Word each reason code of the policy: why, and the clause."""
    return {
        "brokered_contract_not_registered": (
            _("所促成的合同没有登记，中介合同也不能登记。"),
            "国科发政字〔2001〕253号",
        ),
        "brokerage": (_("促成他人订立技术合同并为履行提供服务。"), "最高法技术合同解释第三十八条"),
        "general_education": (
            _("职业教育、文化学习和行业计划内的培训不是技术培训。"),
            "最高法技术合同解释第三十六条",
        ),
        "training": (_("对指定学员就特定技术项目进行培训。"), "最高法技术合同解释第三十六条"),
        "conversion": (
            _("成果有实用价值而尚未工业化应用，以实现应用为目的，参照技术开发。"),
            "最高法技术合同解释第十八条",
        ),
        "joint_development": (_("双方都按计划和分工承担研发。"), "最高法技术合同解释第十九条"),
        "entrusted_development": (
            _("只有一方承担研发，另一方只出资、提供条件或辅助协作的，是委托开发。"),
            "最高法技术合同解释第十九条",
        ),
        "licence": (_("现有技术的权利人许可他人使用，权利不转移。"), "民法典第八百六十二条"),
        "licence_under_old_rules": (
            _("2026年3月1日前受理的许可合同归入技术转让。"),
            "国科发政字〔2001〕253号",
        ),
        "transfer": (_("现有的、特定的技术权利转让给对方。"), "民法典第八百六十二条"),
        "consulting": (
            _("就特定技术项目提供可行性论证、预测、专题调查、分析评价。"),
            "最高法技术合同解释第三十条",
        ),
        "service": (_("以技术知识解决特定技术问题，不是承揽或者建设工程。"), "民法典第八百七十八条"),
        "sale_of_goods": (
            _("主要是买卖货物。货物之外还解决特定技术问题的，可以按技术服务申请。"),
            "国科发政字〔2001〕253号",
        ),
        "restyling": (_("只改变现有产品的尺寸、参数、排列，没有创新。"), "最高法技术合同解释第十七条"),
        "ordinary_work": (
            _("常规劳务不是技术服务。用非常规手段解决复杂、特殊问题并单独订立合同的除外。"),
            "民法典第八百七十八条",
        ),
        "already_mastered": (_("签订时已经掌握的技术方案不是技术开发。"), "最高法技术合同解释第十七条"),
        "not_enough_facts": (_("请再勾选几项事实。"), ""),
    }


def advice(facts: dict[str, bool | None], *, on: date) -> Advice:
    """Run the classification over the facts and word the answer."""
    answer = actions.judging.suggested_class(facts, on=on)
    why, clause = reasons()[answer["reason"]]
    return Advice(answer["subkind"], answer["ground"], why, clause)


def facts_from(ticked: Any) -> dict[str, bool | None]:
    """Read ticked facts; an unticked fact counts as not so."""
    return {name: name in ticked for name in FACTS}


def hints_for(text: str) -> dict[str, list[str]]:
    """Give the facts at which words of the text point, with the words."""
    found = {fact: [word for word in words if word in text] for fact, words in CLUES.items()}
    return {fact: words for fact, words in found.items() if words}
