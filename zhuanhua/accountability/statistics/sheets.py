"""Which spreadsheets go out? The table of an indicator, as it stands on the screen, with its definition and as-of day."""

import csv
import io
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhuanhua.accountability.statistics.queries import Asked, RowShown, Sheet
from zhuanhua.core.dates import city_today
from zhuanhua.shared.exchange.writing import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE, TWO = "#,##0", "#,##0.00"
SHARE, PERCENT, GROWTH = "0.0%", "0.00%", "+0.00%;-0.00%;0.00%"
FORMATS = (WHOLE, TWO, SHARE, PERCENT, GROWTH)


def download(asked: Asked, sheet: Sheet, kind: str) -> HttpResponse:
    """Answer with the table as csv or xlsx."""
    lines = table(asked, sheet)
    body, media = (_csv(lines), "text/csv; charset=utf-8") if kind == "csv" else (_xlsx(lines), XLSX)
    response = HttpResponse(body, content_type=media)
    response["Content-Disposition"] = (
        f'attachment; filename="{"-".join(filter(None, (asked.figure.code, str(asked.year), asked.by)))}.{kind}"'
    )
    return response


def table(asked: Asked, sheet: Sheet) -> list[list[str]]:
    """Give the head lines, the columns and the rows, all as text."""
    name = asked.figure.dimensions[asked.by].name if asked.by else ""
    title = _("%(name)s，按%(by)s，单位：%(unit)s") if asked.by else _("%(name)s，单位：%(unit)s")
    head = [
        [title % {"name": asked.figure.name, "by": name, "unit": sheet.unit}],
        [_("定义：%(definition)s") % {"definition": asked.figure.definition}],
        [_("截至%(day)s") % {"day": city_today()}],
    ]
    last = _("%(year)s年") % {"year": asked.year}
    columns = [str(name), *sheet.heads, _("%(year)s占比") % {"year": last}, sheet.compared]
    return [*head, columns, *(_line(row) for row in sheet.rows), _line(sheet.total)]


def _line(row: RowShown) -> list[str]:
    return [row.label, *(cell.text for cell in row.cells), row.share, row.growth]


def _csv(lines: list[list[str]]) -> bytes:
    """Write with a byte-order mark, so that office programs read the Chinese."""
    text = io.StringIO()
    csv.writer(text).writerows([[_safe(cell) for cell in line] for line in lines])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(lines: list[list[str]]) -> bytes:
    """Write numbers and percentages as numbers with their format, everything else as text; nothing becomes a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        page = book.add_worksheet()
        formats = {form: book.add_format({"num_format": form}) for form in FORMATS}
        page.set_column(0, 0, 28)
        page.set_column(1, max(len(line) for line in lines) - 1, 14)
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                read = _number(cell) if place else None
                if read:
                    page.write_number(number, place, float(read[0]), formats[read[1]])  # noqa: RUF100 - a workbook knows only doubles
                else:
                    page.write_string(number, place, cell)
    return content.getvalue()


def _number(cell: str) -> tuple[Decimal, str] | None:
    """Read a written number: its value as a workbook keeps it, and the format that writes it so again."""
    plain = cell.replace(",", "").replace("−", "-").removesuffix("%")
    if not plain.lstrip("+-").replace(".", "", 1).isdecimal():
        return None
    decimals = len(plain.partition(".")[2])
    if not cell.endswith("%"):
        return Decimal(plain), TWO if decimals else WHOLE
    signed = cell.startswith(("+", "−"))
    return Decimal(plain) / 100, GROWTH if signed else PERCENT if decimals > 1 else SHARE


def _safe(cell: str) -> str:
    """Keep a cell from being read as a formula; a signed number is none."""
    is_number = cell.lstrip("+-").rstrip("%").replace(",", "").replace(".", "", 1).isdecimal()
    return cell if is_number else harmless(cell)
