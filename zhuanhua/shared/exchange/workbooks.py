"""Which workbooks does the exchange write itself? The empty form to fill in, and the rows that were wrong, with the faulty cells marked."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from zhuanhua.core.errors import joined
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.reading import Table
from zhuanhua.shared.exchange.sheets import Sheet

FORM_ROWS = 10_000
LIST_LIMIT = 250  # Excel's own limit on a list typed into a validation is 255 characters


def empty_form(sheet: Sheet) -> bytes:
    """Give the workbook to fill in: titles with units and a star where they must be filled in, what belongs in each column, lists to choose from, one example."""
    with io.BytesIO() as out:
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        page = book.add_worksheet(str(sheet.title)[:28])
        lists = book.add_worksheet(_("可选项"))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        must = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E5F0F5"}
        )
        text = book.add_format({"num_format": "@"})
        money = book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        formats: dict[str, Any] = {"money": money, "date": day}
        listed = 0
        for place, column in enumerate(sheet.columns):
            title = (
                _("%(title)s（万元）") % {"title": column.title}
                if column.kind == "money"
                else str(column.title)
            )
            title = f"*{title}" if column.required else title
            page.write_string(0, place, title, must if column.required else head)
            page.set_column(place, place, max(12, len(title) * 2 + 2), formats.get(column.kind, text))
            note = str(column.help or "")
            if column.required:
                note = f"{_('必填')}。{note}"
            if note:
                page.write_comment(0, place, note)
            if column.choices:
                labels = [str(label) for _value, label in column.choices]
                lists.write_string(0, listed, str(column.title), head)
                lists.write_column(1, listed, labels)
                lists.set_column(listed, listed, max(12, *(len(label) * 2 + 2 for label in labels)))
                letter = xlsxwriter.utility.xl_col_to_name(listed)
                listed += 1
                source: Any = (
                    labels
                    if sum(len(label) + 1 for label in labels) < LIST_LIMIT
                    else f"='{_('可选项')}'!${letter}$2:${letter}${len(labels) + 1}"
                )
                page.data_validation(
                    1, place, FORM_ROWS, place, {"validate": "list", "source": source, "ignore_blank": True}
                )
        page.freeze_panes(1, 1)
        lists.freeze_panes(1, 0)
        book.close()
        return out.getvalue()


def wrong_rows(run: ImportRun, table: Table) -> bytes:
    """Give the rows that were not taken, as they stood, with the faulty cells coloured and the reason in a last column."""
    by_row: dict[int, dict[str, list[str]]] = {}
    for fault in run.errors:
        sentence = joined(fault["message"], fault["way_out"])
        by_row.setdefault(fault["row"], {}).setdefault(fault["column"], []).append(sentence)
    with io.BytesIO() as out:
        book = xlsxwriter.Workbook(
            out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        page = book.add_worksheet(_("有错的行"))
        head = book.add_format({"bold": True, "bottom": 1})
        bad = book.add_format({"bg_color": "#FBE9E6", "font_color": "#AD331F", "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        titles = [*table.titles, _("错在哪里，怎么改"), _("原文件行号")]
        for place, title in enumerate(titles):
            page.write_string(0, place, title, head)
        columns = _columns_by_place(run)
        line = 0
        for number, cells in table.rows:
            faults = by_row.get(number)
            if not faults:
                continue
            line += 1
            for place, cell in enumerate(cells[: len(table.titles)]):
                words = "" if cell is None else str(cell)
                page.write_string(line, place, words, bad if columns.get(place) in faults else text)
            sentences = [f"{column}：{'；'.join(words)}" for column, words in faults.items()]
            page.write_string(line, len(table.titles), "\n".join(sentences))
            page.write_number(line, len(table.titles) + 1, number)
        page.set_column(0, len(table.titles) - 1, 18)
        page.set_column(len(table.titles), len(table.titles), 60)
        page.freeze_panes(1, 0)
        book.close()
        return out.getvalue()


def _columns_by_place(run: ImportRun) -> dict[int, str]:
    from zhuanhua.shared.exchange.sheets import sheet_of  # noqa: PLC0415 - the sheet may be gone by now

    sheet = sheet_of(run.sheet_code)
    if sheet is None:
        return {}
    return {int(place): str(sheet.column(key).title) for place, key in run.mapping.items()}
