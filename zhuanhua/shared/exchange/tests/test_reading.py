"""Is every filled cell of a strange file read, or named? Workbooks and CSVs as people really make them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhuanhua.shared.exchange.reading import CellFault, FileRefused, Limits, Table, read_table
from zhuanhua.shared.exchange.reading.workbook import letters

Make = Callable[..., Table]


@pytest.fixture
def comma(tmp_path: Path) -> Make:
    def read(text: str | bytes, **options: Any) -> Table:
        path = tmp_path / "file.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_table(path, name="file.csv", **options)

    return read


@pytest.fixture
def book(tmp_path: Path) -> Make:
    def read(fill: Callable[[Any, Any], None], **options: Any) -> Table:
        workbook = openpyxl.Workbook()
        fill(workbook, workbook.active)
        path = tmp_path / "file.xlsx"
        workbook.save(path)
        return read_table(path, name="file.xlsx", **options)

    return read


def rows_of(table: Table) -> list[tuple[int, list[Any]]]:
    return [(number, list(cells)) for number, cells in table.rows]


def test_duplicate_titles_stay_the_header(comma: Make) -> None:
    table = comma("名称,备注,备注\n甲,乙,丙\n丁,戊,己\n")

    assert (table.titles, rows_of(table)) == (
        ["名称", "备注", "备注2"],
        [(2, ["甲", "乙", "丙"]), (3, ["丁", "戊", "己"])],
    )


def test_a_table_of_texts_alone_has_its_first_row_as_header(comma: Make) -> None:
    table = comma("a,b\n1,2\n3,4\n")

    assert (table.titles, len(table.rows)) == (["a", "b"], 2)


def test_title_rows_above_are_passed_over(comma: Make) -> None:
    table = comma(
        "2018年技术合同登记表,,,\n单位：万元,,填报：张三,\n名称,卖方,金额,日期\n甲,乙,1,2018-01-02\n"
    )

    assert (table.header_row, table.titles) == (3, ["名称", "卖方", "金额", "日期"])


def test_known_titles_find_the_header_among_wide_rows(comma: Make) -> None:
    text = "说明一,说明二,说明三\n名称,金额（万元）,备注\n甲,1,乙\n"

    table = comma(text, known=("名称", "金额"))

    assert table.header_row == 2


def test_blank_titles_over_filled_cells_are_named_and_told(comma: Make) -> None:
    table = comma("名称,,金额\n甲,乙,1\n丙,,2,丁\n")

    assert table.titles == ["名称", "（B列，没有列名）", "金额", "（D列，没有列名）"]
    assert rows_of(table)[1] == (3, ["丙", None, "2", "丁"])
    assert table.notes == ["B、D列有内容而没有列名。要导入的，请补上列名。"]


def test_blank_columns_without_title_are_no_matter(comma: Make) -> None:
    table = comma("名称,,金额\n甲,,1\n")

    assert (table.titles, table.notes) == (["名称", "", "金额"], [])


def test_totals_are_left_out_and_named_by_row(comma: Make) -> None:
    table = comma("名称,金额\n甲,1\n合 计：,1\n")

    assert (rows_of(table), table.notes) == ([(2, ["甲", "1"])], ["有1行合计（第3行），没有读。"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_judged_over_many_rows(comma: Make, delimiter: str) -> None:
    text = "技术合同登记表\n" + "\n".join(
        delimiter.join(row) for row in (("名称", "金额"), ("甲,乙；丙", "1"))
    )

    if delimiter == ",":
        text = text.replace("甲,乙；丙", "甲")
    table = comma(text)

    assert table.titles == ["名称", "金额"]


def test_a_quote_that_never_closes_is_refused_with_its_row(comma: Make) -> None:
    with pytest.raises(FileRefused, match="第3行有一格的引号没有配对"):
        comma('名称,金额\n甲,1\n"乙,2\n丙,3\n')


def test_a_forgotten_quote_that_swallows_rows_is_refused(comma: Make) -> None:
    rows = "\n".join(f"名{number},1" for number in range(200))

    with pytest.raises(FileRefused, match="第2行"):
        comma(f'名称,金额\n"甲,1\n{rows}\n尾",1\n')


def test_line_breaks_inside_quotes_keep_the_numbers_of_rows(comma: Make) -> None:
    table = comma('名称,内容\n甲,"一\n二"\n乙,三\n')

    assert rows_of(table) == [(2, ["甲", "一\n二"]), (4, ["乙", "三"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(comma: Make, encoding: str, end: str) -> None:
    table = comma(end.join(("名称,金额", "甲,1", "乙,2", "")).encode(encoding))

    assert [cells for _number, cells in table.rows] == [["甲", "1"], ["乙", "2"]]


def test_bytes_of_no_encoding_are_refused(comma: Make) -> None:
    with pytest.raises(FileRefused, match="编码"):
        comma(b"\xff\xfe\xff")


@pytest.mark.parametrize("text", ["", "名称,金额\n", "\n\n , \n"])
def test_nothing_to_read_is_said(comma: Make, text: str) -> None:
    with pytest.raises(FileRefused):
        comma(text)


def test_a_cell_beyond_the_last_column_is_refused_with_its_place(comma: Make) -> None:
    wide = ",".join(["", *[""] * 200, "x"])

    with pytest.raises(FileRefused, match="第2行第GT列"):
        comma(f"名称,金额\n{wide}\n")


def test_a_workbook_beyond_the_last_column_is_refused_with_its_place(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.append(["名称", "金额"])
        sheet.append(["甲", 1])
        sheet.cell(row=2, column=202, value="x")

    with pytest.raises(FileRefused, match="第2行第GT列"):
        book(fill)


def test_rows_after_thousands_of_blank_ones_are_read(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.append(["名称", "金额"])
        sheet.append(["甲", 1])
        sheet.cell(row=7000, column=1, value="乙")

    assert rows_of(book(fill)) == [(2, ["甲", 1]), (7000, ["乙", None])]


def test_rows_keep_their_numbers_when_the_table_begins_lower(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet["C4"], sheet["D4"], sheet["C6"], sheet["D6"], sheet["E6"] = "名称", "金额", "甲", 1, "x"

    table = book(fill)

    assert (table.header_row, rows_of(table)) == (4, [(6, ["甲", 1, "x"])])
    assert table.titles[2] == "（E列，没有列名）"


def test_a_title_merged_down_into_the_header_is_read_where_it_stands(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for row in (["汇总表", None, None], ["序号", "基本情况", None], [None, "名称", "金额"], [1, "甲", 2]):
            sheet.append(row)
        for merged in ("A1:C1", "A2:A3", "B2:C2"):
            sheet.merge_cells(merged)

    table = book(fill, known=("名称", "金额"))

    assert (table.header_row, table.titles) == (3, ["序号", "名称", "金额"])
    assert rows_of(table) == [(4, [1, "甲", 2])]


def test_cells_under_a_merge_are_named(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for row in (["卖方", "名称"], ["启明", "甲"], [None, "乙"]):
            sheet.append(row)
        sheet.merge_cells("A2:A3")

    table = book(fill)

    assert rows_of(table)[1] == (3, [CellFault("与上面的格合并", is_merged=True), "乙"])


def test_hidden_sheets_and_rows_are_told(book: Make) -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        for row in (["名称", "金额"], ["甲", 1], ["乙", 2]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        workbook.create_sheet("底稿").sheet_state = "hidden"

    table = book(fill)

    assert len(table.rows) == 2
    assert table.notes == ["有1张隐藏的工作表，没有读。", "有1行是隐藏的，也读了，请核对。"]


def test_formulas_that_nobody_computed_are_refused(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for row in (["名称", "金额"], ["甲", "=1+1"]):
            sheet.append(row)

    with pytest.raises(FileRefused, match="有1个公式还没有算出结果（B2）"):
        book(fill)


def test_of_many_formulas_the_first_is_named(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for row in (
            ["名称", "金额"],
            *(["甲", place] for place in range(7000)),
            ["乙", "=1+1"],
            ["丙", "=A2"],
        ):
            sheet.append(row)

    with pytest.raises(FileRefused, match="有2个公式还没有算出结果（第一个在B7002）"):
        book(fill)


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_of_both_systems(book: Make, epoch_1904: bool) -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        if epoch_1904:
            workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        for row in (["名称", "日期"], ["甲", date(2019, 4, 2)]):
            sheet.append(row)

    assert rows_of(book(fill)) == [(2, ["甲", date(2019, 4, 2)])]


def test_numbers_keep_their_digits_and_errors_are_faults(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for row in (["名称", "金额", "编号"], ["甲", 0.1, 386], ["乙", "#REF!", True]):
            sheet.append(row)

    assert rows_of(book(fill)) == [
        (2, ["甲", Decimal("0.1"), 386]),
        (3, ["乙", CellFault("#REF!"), True]),
    ]


def test_a_row_of_errors_alone_is_not_lost(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for row in ([None, "名称", "金额"], [None, "甲", 1], [None, "#N/A", "#DIV/0!"]):
            sheet.append(row)

    assert rows_of(book(fill))[1] == (3, [CellFault("#N/A"), CellFault("#DIV/0!")])


def test_too_many_rows_are_refused(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for number in range(12):
            sheet.append(["名称", number])

    with pytest.raises(FileRefused, match="12万行"):
        book(fill, limits=Limits(rows=10))


def test_a_child_that_says_too_much_is_ended(book: Make) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        for number in range(50):
            sheet.append(["名称" * 50, number])

    with pytest.raises(FileRefused, match="展开后过大"):
        book(fill, limits=Limits(output=2_000))


def test_a_child_that_takes_too_long_is_ended(book: Make) -> None:
    with pytest.raises(FileRefused, match=r"用时过长|读不出来"):
        book(lambda _book, sheet: sheet.append(["名称", "金额"]), limits=Limits(seconds=0))


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (201, "GT"), (16383, "XFD")])
def test_columns_are_named_as_in_a_spreadsheet(place: int, name: str) -> None:
    assert letters(place) == name
