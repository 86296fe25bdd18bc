"""From which typed fields is a call's form put together? Each with a kind, words in both languages, and what it may hold.

A form is plain data: a list of sections, each with the fields it uses. `checked` refuses anything else, so that a form that was
kept can always be shown again; `faults_of` says what an application still lacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.core.errors import Refusal
from zhuanhua.core.wording import amount_words

TEXT, LONG, WHOLE, AMOUNT, DAY, CHOICE, FLAG = "text", "long", "whole", "amount", "day", "choice", "flag"
KINDS = {
    TEXT: _("一行文字"),
    LONG: _("长文字"),
    WHOLE: _("整数"),
    AMOUNT: _("金额"),
    DAY: _("日期"),
    CHOICE: _("选项"),
    FLAG: _("是否"),
}
MOST_SECTIONS, MOST_TITLE, MOST_LETTERS = 8, 40, 10_000


@dataclass(frozen=True)
class LibraryField:
    """One ready field: code, kind, label, help; letters at most; unit of a number; choices."""

    code: str
    kind: str
    label: Any
    hint: Any = ""
    letters: int = 0
    unit: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()


FIELDS = (
    LibraryField("summary", LONG, _("项目摘要"), _("三百字以内，说明要做什么、达到什么。"), 300),
    LibraryField("background", LONG, _("背景和必要性"), _("行业现状、要解决的问题、国内外水平。"), 3000),
    LibraryField("problems", LONG, _("要突破的关键技术"), _("逐条写明技术难点和现有做法的不足。"), 3000),
    LibraryField("route", LONG, _("技术路线"), _("方法、步骤、替代方案。"), 4000),
    LibraryField("innovation", LONG, _("创新点"), _("每一点写清与现有技术的差别。"), 2000),
    LibraryField("goals", LONG, _("目标和考核指标"), _("指标须可以测量，写明测试方法。"), 2000),
    LibraryField("foundation", LONG, _("工作基础"), _("已有成果、设备、平台。"), 2000),
    LibraryField("plan", LONG, _("进度安排"), _("按半年写明任务和交付物。"), 2000),
    LibraryField("conversion", LONG, _("转化义务和计划"), _("写明转化期限和方式（促进科技成果转化法第十条）。"), 2000),
    LibraryField("market", LONG, _("市场和效益"), _("目标客户、产能、收入的依据。"), 2000),
    LibraryField("source", LONG, _("成果来源和权属"), _("成果名称、权利人、取得方式。"), 1500),
    LibraryField("risk", LONG, _("风险和对策"), _("技术、市场、资金风险。"), 1500),
    LibraryField("environment", LONG, _("安全、环保和伦理"), _("有关审批和措施；不涉及的写“不涉及”。"), 1000),
    LibraryField("technologies", WHOLE, _("拟突破关键技术"), unit=pgettext_lazy("unit", "项")),
    LibraryField("patents", WHOLE, _("拟申请专利"), unit=_("件")),
    LibraryField("standards", WHOLE, _("拟制定标准"), unit=pgettext_lazy("unit", "项")),
    LibraryField("new_products", WHOLE, _("拟形成新产品"), unit=_("个")),
    LibraryField("jobs", WHOLE, _("拟新增就业"), unit=_("人")),
    LibraryField("new_sales_fen", AMOUNT, _("拟新增年销售收入"), _("达产年。")),
    LibraryField("rd_last_year_fen", AMOUNT, _("上年研发投入"), _("按年度审计报告填。")),
    LibraryField("starts_production_on", DAY, _("拟投产日期")),
    LibraryField(
        "maturity", CHOICE, _("技术成熟度"), _("以申报时为准。"),
        choices=(("lab", _("实验室")), ("pilot", _("中试")), ("small", _("小批量")), ("mass", _("批量生产"))),
    ),
    LibraryField(
        "cooperation", CHOICE, _("合作方式"), _("鼓励组建创新联合体（细则1第五条）。"),
        choices=(("alone", _("自主研发")), ("joint", _("联合攻关")), ("consortium", _("创新联合体")), ("challenge", _("揭榜挂帅"))),
    ),
    LibraryField("is_first", FLAG, _("属于首台（套）或者首批次"), _("有认定的请在附件里附上。")),
    LibraryField("keywords", TEXT, _("关键词"), _("三到五个，用顿号分开。"), 60),
)  # fmt: skip
LIBRARY = {field.code: field for field in FIELDS}
STANDARD: list[dict[str, Any]] = [
    {"slug": "s1", "title": "项目内容", "fields": [
        {"code": "summary", "required": True, "letters": 300}, {"code": "background", "required": True, "letters": 3000},
        {"code": "problems", "required": True, "letters": 3000}, {"code": "route", "required": True, "letters": 4000},
        {"code": "innovation", "required": True, "letters": 2000}]},
    {"slug": "s2", "title": "目标和效益", "fields": [
        {"code": "goals", "required": True, "letters": 2000}, {"code": "technologies", "required": True, "letters": 0},
        {"code": "patents", "required": True, "letters": 0}, {"code": "new_sales_fen", "required": True, "letters": 0},
        {"code": "conversion", "required": True, "letters": 2000}]},
    {"slug": "s3", "title": "基础和风险", "fields": [
        {"code": "foundation", "required": True, "letters": 2000}, {"code": "maturity", "required": True, "letters": 0},
        {"code": "risk", "required": False, "letters": 1500}]},
]  # fmt: skip


def checked(sections: Any) -> list[dict[str, Any]]:
    """Give the form as it is kept; Refusal, naming section and field, for anything that could not be shown to an applicant."""
    if not isinstance(sections, list) or not 1 <= len(sections) <= MOST_SECTIONS:
        raise Refusal(_now("申报书要有一到%(most)s个部分。") % {"most": MOST_SECTIONS}, code="sections")
    seen: set[str] = set()
    kept = []
    for place, section in enumerate(sections, start=1):
        title = str(section.get("title", "")).strip()
        if not 1 <= len(title) <= MOST_TITLE:
            raise Refusal(_now("第%(place)s部分没有标题，或者标题太长。") % {"place": place}, code="title")
        fields = [_field(title, each, seen) for each in section.get("fields", ())]
        if not fields:
            raise Refusal(
                _now("“%(title)s”里没有字段。") % {"title": title}, way_out=_now("请选字段，或者去掉这一部分。"), code="empty"
            )  # fmt: skip
        kept.append({"slug": f"s{place}", "title": title, "fields": fields})
    return kept


def _field(title: str, given: Mapping[str, Any], seen: set[str]) -> dict[str, Any]:
    code = str(given.get("code", ""))
    known = LIBRARY.get(code)
    if known is None:
        raise Refusal(
            _now("“%(title)s”里有不认识的字段“%(code)s”。") % {"title": title, "code": code[:40]},
            code="unknown",
        )
    if code in seen:
        raise Refusal(
            _now("“%(label)s”用了两次。") % {"label": known.label},
            way_out=_now("一个字段只放一处。"),
            code="twice",
        )
    seen.add(code)
    letters = int(given.get("letters") or known.letters)
    if not 0 <= letters <= MOST_LETTERS:
        raise Refusal(
            _now("“%(label)s”的字数限制须在%(most)s以内。") % {"label": known.label, "most": MOST_LETTERS},
            code="letters",
        )
    return {"code": code, "required": bool(given.get("required")), "letters": letters if known.letters else 0}


def fields_of(section: Mapping[str, Any]) -> Iterator[tuple[LibraryField, dict[str, Any]]]:
    """Give the fields of a section with what this form asks of each."""
    for asked in section["fields"]:
        yield LIBRARY[asked["code"]], asked


def faults_of(section: Mapping[str, Any], answers: Mapping[str, Any]) -> list[str]:
    """Name the fields of a section that are still empty though required, or longer than this form allows."""
    return [
        field.code
        for field, asked in fields_of(section)
        if (asked["required"] and answers.get(field.code) in (None, ""))
        or (asked["letters"] and len(str(answers.get(field.code) or "")) > asked["letters"])
    ]


def answer_text(field: LibraryField, value: Any) -> str:
    """Write an answer as it is read: amounts in 万元, choices in words."""
    if value in (None, ""):
        return ""
    if field.kind == AMOUNT:
        return amount_words(int(value))
    if field.kind == CHOICE:
        return str(dict(field.choices).get(value, value))
    if field.kind == FLAG:
        return _now("是") if value else _now("否")
    if field.kind == WHOLE:
        return _now("%(count)s%(unit)s") % {"count": value, "unit": field.unit}
    return str(value)
