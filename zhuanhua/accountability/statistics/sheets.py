"""Which spreadsheets go out? The table of an indicator, as it stands on the screen, with its definition and as-of day."""

import csv
import io

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhuanhua.accountability.statistics.queries import Asked, RowShown, Sheet
from zhuanhua.core.dates import city_today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def download(asked: Asked, sheet: Sheet, kind: str) -> HttpResponse:
    """Answer with the table as csv or xlsx."""
    lines = table(asked, sheet)
    body, media = (_csv(lines), "text/csv; charset=utf-8") if kind == "csv" else (_xlsx(lines), XLSX)
    response = HttpResponse(body, content_type=media)
    response["Content-Disposition"] = (
        f'attachment; filename="{asked.figure.code}-{asked.year}-{asked.by}.{kind}"'
    )
    return response


def table(asked: Asked, sheet: Sheet) -> list[list[str]]:
    """Give the head lines, the columns and the rows, all as text."""
    name = asked.figure.dimensions[asked.by].name
    head = [
        [
            _("%(name)s，按%(by)s，单位：%(unit)s")
            % {"name": asked.figure.name, "by": name, "unit": sheet.unit}
        ],
        [_("定义：%(definition)s") % {"definition": asked.figure.definition}],
        [_("截至%(day)s") % {"day": city_today()}],
    ]
    last = _("%(year)s年") % {"year": asked.year}
    columns = [str(name), *sheet.heads, _("%(year)s占比") % {"year": last}, _("比上年")]
    return [*head, columns, *(_line(row) for row in sheet.rows), _line(sheet.total)]


def _line(row: RowShown) -> list[str]:
    return [row.label, *(cell.text for cell in row.cells), row.share, row.growth]


def _csv(lines: list[list[str]]) -> bytes:
    """Write with a byte-order mark, so that office programs read the Chinese."""
    text = io.StringIO()
    csv.writer(text).writerows([[_safe(cell) for cell in line] for line in lines])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(lines: list[list[str]]) -> bytes:
    """Write plain numbers as numbers, everything else as text; nothing becomes a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        page = book.add_worksheet()
        two, whole = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "#,##0"})
        page.set_column(0, 0, 28)
        page.set_column(1, max(len(line) for line in lines) - 1, 14)
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                plain = cell.replace(",", "").replace("−", "-")
                if place and plain.removeprefix("-").replace(".", "", 1).isdecimal():
                    page.write_number(number, place, float(plain), two if "." in plain else whole)  # noqa: RUF100 - a workbook knows only doubles
                else:
                    page.write_string(number, place, cell)
    return content.getvalue()


def _safe(cell: str) -> str:
    """Keep a cell from being read as a formula; a signed number is none."""
    is_number = cell.lstrip("+-").rstrip("%").replace(",", "").replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not is_number else cell
