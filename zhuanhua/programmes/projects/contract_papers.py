"""How does a contract (任务书) look on paper? The same facts as a Word file and as a PDF."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import override

from zhuanhua.core import money
from zhuanhua.core.dates import date_text
from zhuanhua.programmes.projects.codes import Cost, Track
from zhuanhua.programmes.projects.models import Project
from zhuanhua.shared.documents.typesetting import typeset

SHEET = Path(__file__).resolve().parent / "typst" / "contract.typ"
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def facts_of(project: Project) -> dict[str, Any]:
    """Give what stands in the contract, in words; the contract is Chinese whatever the reader's language."""
    with override("zh-hans"):
        costs = dict(Cost.choices)
        return {
            "title": "科技项目任务书",
            "number": project.number,
            "bureau": settings.BUREAU_NAME,
            "demo": settings.DEMO,
            "rows": [
                ["项目名称", project.title],
                ["项目类别", str(Track(project.track).label)],
                ["承担单位", project.undertaker.name],
                ["项目负责人", project.leader_name],
                ["合作单位", project.partners or "无"],
                ["执行期限", f"{date_text(project.starts_on)}至{date_text(project.ends_on)}"],
                [
                    "市财政补助",
                    f"{money.yuan_text(project.award_fen)}元（{money.in_words(project.award_fen)}）",
                ],
                ["自筹资金", f"{money.yuan_text(project.own_fen)}元（{money.in_words(project.own_fen)}）"],
            ],
            "targets": project.targets,
            "milestones": [
                [str(each.place), each.title, date_text(each.due_on), money.yuan_text(each.amount_fen)]
                for each in project.milestones.all()
            ],
            "budget": [
                [
                    str(costs.get(row["cost"], row["cost"])),
                    money.yuan_text(row["city_fen"]),
                    money.yuan_text(row["own_fen"]),
                ]
                for row in project.budget
            ],
            "duties": [
                "承担单位按本任务书完成目标任务，每年提交年度报告，按期申请验收，提交科技报告和经费决算。",
                "市财政补助按里程碑分期拨付，专款专用；没有用完的退回，未通过验收的追回。",
                "承担单位保存完整的研究记录；探索性强、风险高的项目，能证明已勤勉尽责的，依法免责。",
                "项目形成的科技成果，除涉及国家安全等情形外归承担单位，承担单位应当实施转化并按年报告。",
            ],
            "signed": date_text(project.signed_on) if project.signed_on else "",
        }


def pdf(project: Project) -> bytes:
    """Set the contract as PDF. Raises Refusal when the machine has no Chinese font at all."""
    return typeset(SHEET, facts_of(project))


def docx(project: Project) -> bytes:
    """Write the contract as a Word file, so that both sides can put their seals on it."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    facts, document = facts_of(project), Document()
    normal = document.styles["Normal"]
    normal.font.name = "FangSong"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    head = document.add_heading(facts["title"], level=0)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(f"编号：{facts['number']}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    _table(document, ["项目", "内容"], facts["rows"])
    document.add_heading("一、目标任务和考核指标", level=1)
    for line in facts["targets"].splitlines():
        document.add_paragraph(line)
    document.add_heading("二、里程碑和拨付", level=1)
    _table(document, ["序号", "里程碑", "完成期限", "拨付金额（元）"], facts["milestones"])
    document.add_heading("三、经费预算", level=1)
    _table(document, ["科目", "市财政（元）", "自筹（元）"], facts["budget"])
    document.add_heading("四、双方约定", level=1)
    for place, line in enumerate(facts["duties"], start=1):
        document.add_paragraph(f"{place}. {line}")
    document.add_paragraph()
    document.add_paragraph(f"{facts['bureau']}（盖章）　　　　　　{project.undertaker.name}（盖章）")
    document.add_paragraph(facts["signed"] or "　　年　　月　　日")
    document.core_properties.author = facts["bureau"]
    document.core_properties.title = f"{facts['title']} {facts['number']}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Any, heads: list[str], rows: list[list[str]]) -> None:
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


MAKERS = {"pdf": pdf, "docx": docx}
