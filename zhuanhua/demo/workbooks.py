"""Which workbooks arrive in the demo city? The national system's export, by registration point, and sellers' own."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import translation

from zhuanhua.demo.register import Sold
from zhuanhua.programmes.contracts import codes

WAN = 1_000_000
with translation.override("zh-hans"):  # the national system speaks Chinese, whatever the terminal does
    PARTY_LABELS = {str(value): str(label) for value, label in codes.PartyKind.choices}
    SUBKIND_LABELS = {str(value): str(label) for value, label in codes.Subkind.choices}
    KIND_LABELS = {value: str(label) for value, label in codes.Kind.choices}
    FIELD_LABELS = {value: str(label) for value, label in codes.TechnologyField.choices}
    IP_LABELS = {value: str(label) for value, label in codes.IpKind.choices}
    PLAN_LABELS = {value: str(label) for value, label in codes.PlanSource.choices}
    PAYMENT_LABELS = {value: str(label) for value, label in codes.PaymentForm.choices}

# the field names of the national system's form (docs/policies); code, number and day are the export's own columns
NATIONAL = (
    "合同登记编号", "登记日期", "projectname", "sellercode", "sellername", "sellertype", "buyercode", "buyername", "buyertype", "contracttype",
    "techarea", "ipr", "ipnumber", "projectplantype", "paymethod", "totalamount(元)", "technicalamount(元)", "signdate", "contractbegindate",
    "contractenddate", "isrelated",
)  # fmt: skip
FILED = (
    "合同名称", "卖方信用代码", "卖方名称", "买方信用代码", "买方名称", "合同类型", "合同细类", "技术领域", "知识产权", "专利号", "计划来源", "支付方式",
    "合同成交额（万元）", "非技术性支出（万元）", "技术交易额（万元）", "签订日期", "履行起始日期", "履行截止日期", "技术内容和目标", "关联交易",
    "预计新增投资（万元）", "预计新增产值（万元）",
)  # fmt: skip


def national_row(sold: Sold) -> list[Any]:
    """Write one registered contract as the national system exports it: amounts in yuan, days as 20180423."""
    return [
        sold.number,
        sold.registered_on,
        sold.title,
        sold.seller.uscc,
        sold.seller.name,
        PARTY_LABELS[sold.seller.party_kind],
        sold.buyer.uscc,
        sold.buyer.name,
        PARTY_LABELS[sold.buyer.party_kind],
        SUBKIND_LABELS[sold.subkind],
        FIELD_LABELS[sold.field],
        IP_LABELS[sold.ip_kind],
        sold.ip_number,
        PLAN_LABELS[sold.plan_source],
        PAYMENT_LABELS[sold.payment_form],
        sold.total_fen / 100,
        sold.trade_fen / 100,
        sold.signed_on,
        sold.starts_on,
        sold.ends_on,
        "是" if sold.is_related else "否",
    ]


def filed_row(sold: Sold) -> list[Any]:
    """Write one contract as a seller lists it: amounts in 万元, as text where a float would lose a fen."""
    spent = sold.total_fen - sold.trade_fen
    is_transfer = sold.subkind.startswith("2")
    return [
        sold.title,
        sold.seller.uscc,
        sold.seller.name,
        sold.buyer.uscc,
        sold.buyer.name,
        KIND_LABELS[codes.kind_of(sold.subkind)],
        SUBKIND_LABELS[sold.subkind],
        FIELD_LABELS[sold.field],
        IP_LABELS[sold.ip_kind],
        sold.ip_number,
        PLAN_LABELS[sold.plan_source],
        PAYMENT_LABELS[sold.payment_form],
        sold.total_fen / WAN,
        spent / WAN if spent else "",
        sold.trade_fen / WAN,
        sold.signed_on,
        sold.starts_on,
        sold.ends_on,
        f"解决{sold.title}中的关键技术问题，交付报告和样机，并在买方现场验证。",
        "是" if sold.is_related else "否",
        sold.total_fen * 3 / WAN if is_transfer else "",
        sold.total_fen * 8 / WAN if is_transfer else "",
    ]


def write_workbook(
    path: Path, titles: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "合同"
) -> Path:
    """Write a workbook row by row, in little memory; days are real days of Excel."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "bottom": 1})
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 24)
    page.set_column(1, len(titles) - 1, 16)
    page.write_row(0, 0, titles, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if value == "":
                continue
            if isinstance(value, str):
                page.write_string(number, column, value)
            elif isinstance(value, date):
                page.write_datetime(number, column, value)  # type: ignore[arg-type]  # it takes days as well
            else:
                page.write_number(number, column, value)
    book.close()
    return path


def write_csv(path: Path, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write the same as CSV, with the mark by which Excel knows UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        writer.writerows(rows)
    return path
