"""The plainest honest workbook and CSV of registered contracts, part by part, so that a hostile one differs in one thing only."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from tests.support.cast import valid_uscc

GOOD = {
    "登记编号": "2018210111000001",
    "登记日期": date(2018, 4, 2),
    "合同名称": "抗菌陶瓷膜配方优化开发",
    "卖方信用代码": valid_uscc(9_001),
    "卖方名称": "启明霁桓新材料有限公司",
    "买方信用代码": valid_uscc(9_002),
    "买方名称": "启明澈衡水务有限公司",
    "合同细类": "委托开发",
    "技术领域": "先进制造",
    "支付方式": "一次总算、一次总付",
    "合同成交额（万元）": 386,
    "签订日期": date(2018, 3, 2),
    "履行起始日期": date(2018, 3, 2),
    "履行截止日期": date(2019, 3, 1),
    "技术内容和目标": "提高通量。",
}
TITLES = list(GOOD)
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
).encode()


@dataclass(frozen=True)
class Raw:
    """A cell given as XML; `@` stands for its place."""

    xml: str


def second(**changes: Any) -> dict[str, Any]:
    """Give a second honest row; `changes` by title make it the hostile one."""
    return GOOD | {"登记编号": "2018210111000002", "合同名称": "膜组件在线监测装置开发"} | changes


def letters(place: int) -> str:
    """Name a column."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def cell(place: str, value: Any) -> str:
    """Write one cell as XML."""
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.xml.replace("@", place)
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def row_xml(number: int, values: list[Any]) -> str:
    """Write one row as XML."""
    return (
        f'<row r="{number}">'
        + "".join(cell(f"{letters(place)}{number}", value) for place, value in enumerate(values))
        + "</row>"
    )


def table_xml(*rows: dict[str, Any]) -> str:
    """Write the titles and the rows as XML."""
    lines = [TITLES, *([row.get(title) for title in TITLES] for row in rows)]
    return "".join(row_xml(number, values) for number, values in enumerate(lines, 1))


def sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    """Write a worksheet around its rows."""
    return (
        HEAD
        + f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()
    )


def workbook_xml(sheets: str, *, before: str = "") -> bytes:
    """Write the list of sheets."""
    return (
        HEAD
        + f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}<sheets>{sheets}</sheets></workbook>'.encode()
    )


def relations(**targets: str) -> bytes:
    """Write which part stands behind which id."""
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{_kind(target)}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return HEAD + f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'.encode()


def _kind(target: str) -> str:
    kinds = {"styles": "styles", "shared": "sharedStrings", "chartsheets": "chartsheet"}
    return next((kind for word, kind in kinds.items() if word in target), "worksheet")


def parts(*rows: dict[str, Any], **changes: bytes | None) -> dict[str, bytes]:
    """Give the parts of a workbook; `changes` replace sheet, book, links, types, styles, or leave one out with None."""
    standing = {
        "types": HEAD
        + b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "root": HEAD
        + f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "book": workbook_xml('<sheet name="合同" sheetId="1" r:id="r1"/>'),
        "links": relations(r1="worksheets/sheet1.xml", r2="styles.xml"),
        "styles": STYLES,
        "sheet": sheet(table_xml(*(rows or (GOOD, second())))),
    }
    names = {
        "types": "[Content_Types].xml", "root": "_rels/.rels", "book": "xl/workbook.xml", "links": "xl/_rels/workbook.xml.rels",
        "styles": "xl/styles.xml", "sheet": "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    return {names[key]: part for key, part in (standing | changes).items() if part is not None}


def packed(entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """Zip the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = comment
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 4, 8, 9, 0, 0)), content, compress_type=method)
    return out.getvalue()


def book(*rows: dict[str, Any], **changes: bytes | None) -> bytes:
    """Give a workbook of these rows, or of two honest ones."""
    return packed(parts(*rows, **changes))


def comma(*rows: dict[str, Any], titles: list[str] | None = None) -> str:
    """Give a CSV of these rows, or of two honest ones."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(titles or TITLES)
    for row in rows or (GOOD, second()):
        writer.writerow([row.get(title) for title in TITLES])
    return out.getvalue()
