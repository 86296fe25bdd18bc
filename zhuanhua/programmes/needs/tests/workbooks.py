"""The bureau's workbook as firms fill it in: sheet 需求表（需）, a header of two rows with merged cells, a year in titles, units in cells."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

UPPER = (
    "序号", "企业名称", "所属区县", "一级领域", "二级领域", "是否高企", "双培育", None, "是否承担项目", "联系人", "联系电话", "责任部门", "企业性质",
    "千亿产业链", "2018年营业收入(万元)", "2018年研发投入(万元)", "创新需求", "其他需求(人才/资金等)",
)  # fmt: skip
LOWER = {7: "2018入库", 8: "2019申报"}


def row(number: int, firm: str, need: str, **cells: Any) -> list[Any]:
    """One firm's line."""
    filled: dict[str, Any] = {
        "district": "浑南区", "domain": "先进制造与自动化", "field": "高性能、智能化仪器仪表", "tech": "是", "library": "否", "applied": "是", "project": "否",
        "name": "孟清和", "phone": "024-80000001", "department": "工业科技处", "kind": "民营", "chain": "机器人", "revenue": 3200, "research": "260万元",
        "other": "缺算法工程师2名",
    } | cells  # fmt: skip
    values = list(filled.values())
    return [number, firm, *values[:14], need, values[14]]


def workbook(rows: list[list[Any]]) -> SimpleUploadedFile:
    """A workbook with a title above, a header of two rows and the rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "需求表（需）"
    sheet["A1"] = "沈阳市企业技术创新需求征集表"
    sheet.merge_cells("A1:R1")
    for place, title in enumerate(UPPER, start=1):
        sheet.cell(2, place, title)
        if place in LOWER:
            sheet.cell(3, place, LOWER[place])
        else:
            sheet.merge_cells(start_row=2, end_row=3, start_column=place, end_column=place)
    sheet.merge_cells("G2:H2")
    for line in rows:
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("2019年需求表.xlsx", content.getvalue())
