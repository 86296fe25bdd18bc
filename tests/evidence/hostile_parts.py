"""Workbooks whose parts are hostile: declarations, sheets that claim, hide, link, run or lie."""

from tests.evidence.hostile_archives import OLE, SHEET, kind, plus
from tests.evidence.hostile_books import (
    GOOD,
    HEAD,
    MAIN,
    RELATIONS,
    Raw,
    book,
    packed,
    parts,
    relations,
    row_xml,
    second,
    sheet,
    table_xml,
    workbook_xml,
)
from tests.evidence.hostile_files import DECLARED, EMBEDDED, Faulty, Refused, Taken

LAUGHS = b"<!DOCTYPE lolz [" + b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10)
) + b"]>"  # fmt: skip
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
UNREADABLE = Refused(("已损坏或过于复杂", "另存"))
ROWS = table_xml(GOOD, second())
MACRO = Refused(("带有宏", "不带宏"))
LINKED = Refused(("链接到别的文件", "断开链接"))
NOTHING = Refused(("没有看得见的内容", "核对"))


def declared(part: bytes, declaration: bytes) -> bytes:
    """Put a declaration behind the XML head."""
    return part.replace(HEAD, HEAD + declaration, 1)


def at(offset: int) -> bytes:
    """A sheet whose declaration begins at this byte, behind a comment."""
    return declared(parts()[SHEET], b"<!--" + b" " * (offset - len(HEAD) - 7) + b"-->" + OUTSIDE)


def in_utf16(part: bytes) -> bytes:
    """The same part in UTF-16."""
    return declared(part, OUTSIDE).replace(b"UTF-8", b"UTF-16").decode().encode("utf-16")


def elsewhere(target: str, content: bytes) -> bytes:
    """A workbook whose sheet lies at another place."""
    return packed(parts(sheet=None, links=relations(r1=target, r2="styles.xml")) | {f"xl/{target}": content})


def shared(index: int) -> bytes:
    """A workbook whose name in row 3 is a shared string of this number; there is one."""
    strings = f'{HEAD.decode()}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>唯一的</t></si></sst>'
    cell = Raw(f'<c r="@" t="s"><v>{index}</v></c>')
    return packed(
        parts(
            GOOD,
            second(合同名称=cell),
            links=relations(r1="worksheets/sheet1.xml", r2="styles.xml", r3="sharedStrings.xml"),
        )
        | {"xl/sharedStrings.xml": strings.encode()}
    )


def sheets(*states: str) -> bytes:
    """A workbook with a sheet in each of these states; the last holds one row more."""
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}" state="{state}"/>'
        for n, state in enumerate(states, 1)
    )
    links = relations(
        **{f"r{n}": f"worksheets/sheet{n}.xml" for n in range(1, len(states) + 1)}, s="styles.xml"
    )
    more = {f"xl/worksheets/sheet{n}.xml": parts()[SHEET] for n in range(2, len(states) + 1)}
    return packed(parts(book=workbook_xml(listed), links=links) | more)


def charts_only() -> bytes:
    """A workbook of one chart sheet."""
    chart = HEAD + f'<chartsheet xmlns="{MAIN}"/>'.encode()
    return packed(
        parts(sheet=None, links=relations(r1="chartsheets/sheet1.xml", r2="styles.xml"))
        | {"xl/chartsheets/sheet1.xml": chart}
    )


def far(place: str, row: int) -> bytes:
    """An honest table and one cell far away."""
    return book(sheet=sheet(ROWS + f'<row r="{row}"><c r="{place}{row}"><v>1</v></c></row>'))


def merged(*ranges: str) -> bytes:
    """An honest table with merged cells."""
    listed = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return book(sheet=sheet(ROWS, after=f"<mergeCells>{listed}</mergeCells>"))


def hyperlinked() -> bytes:
    """An honest table with a link to the outside on a cell, as people have them."""
    link = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="{RELATIONS}/hyperlink" Target="http://evil.example/" TargetMode="External"/></Relationships>'
    linked = sheet(ROWS, after='<hyperlinks><hyperlink ref="C2" r:id="r9"/></hyperlinks>')
    return packed(parts(sheet=linked) | {"xl/worksheets/_rels/sheet1.xml.rels": HEAD + link.encode()})


def cut_sheet() -> bytes:
    """A sheet that ends between two rows, in an archive that is sound."""
    whole = parts(GOOD, second(), GOOD | {"登记编号": "2018210111000003"})[SHEET]
    return book(sheet=whole[: whole.rindex(b"<row ")])


def last_row(xml: str) -> bytes:
    """An honest table and a row written by hand."""
    return book(sheet=sheet(ROWS + xml))


DECLARATIONS = (
    kind("billion-laughs", "entities in entities", "合同.xlsx", lambda: book(sheet=declared(parts()[SHEET], LAUGHS)), DECLARED),
    kind("billion-laughs-book", "entities in the list of sheets", "合同.xlsx", lambda: book(book=declared(parts()["xl/workbook.xml"], LAUGHS)), DECLARED),
    kind("xxe-sheet", "an entity that reads a file", "合同.xlsx", lambda: book(sheet=declared(parts()[SHEET], OUTSIDE)), DECLARED),
    kind("xxe-rels", "an entity in the relations", "合同.xlsx", lambda: book(links=declared(parts()["xl/_rels/workbook.xml.rels"], OUTSIDE)), DECLARED),
    kind("xxe-custom", "an entity in a part that nobody reads", "合同.xlsx", lambda: plus("customXml/item1.xml", OUTSIDE + b"<a/>"), DECLARED),
    kind("doctype-lower", "small letters and blanks", "合同.xlsx", lambda: book(sheet=declared(parts()[SHEET], OUTSIDE.replace(b"<!DOCTYPE", b"<! doctype"))), DECLARED),
    kind("doctype-late", "a declaration behind the first megabyte", "合同.xlsx", lambda: book(sheet=at(1_500_000)), DECLARED),
    kind("doctype-on-border", "a declaration across two chunks", "合同.xlsx", lambda: book(sheet=at(1024 * 1024 - 4)), DECLARED),
    kind("doctype-utf16", "a declaration in UTF-16", "合同.xlsx", lambda: book(sheet=in_utf16(parts()[SHEET])), DECLARED),
    kind("doctype-utf16-bare", "the same without its mark", "合同.xlsx", lambda: book(sheet=in_utf16(parts()[SHEET])[2:]), DECLARED),
    kind("doctype-utf7", "a declaration in UTF-7", "合同.xlsx", lambda: book(book=HEAD.replace(b"UTF-8", b"UTF-7") + b"+ADwAIQ-DOCTYPE a+AD4-" + parts()["xl/workbook.xml"].replace(HEAD, b"")), DECLARED),
    kind("doctype-elsewhere", "a declaration in a sheet that is called .dat", "合同.xlsx", lambda: elsewhere("data/sheet.dat", declared(parts()[SHEET], OUTSIDE)), DECLARED),
    kind("broken-xml", "a sheet that does not close", "合同.xlsx", lambda: book(sheet=parts()[SHEET][:-60] + b"<<<"), UNREADABLE),
    kind("cut-sheet", "a sheet that ends between rows", "合同.xlsx", cut_sheet, UNREADABLE),
    kind("bad-utf8", "bytes that are no text", "合同.xlsx", lambda: book(sheet=parts()[SHEET].replace("监测".encode(), b"\xff\xfe\xfd")), UNREADABLE),
)  # fmt: skip
SHEETS = (
    kind("no-workbook-part", "the list of sheets is missing", "合同.xlsx", lambda: book(book=None), Refused(("内容不是Excel工作簿", "另存"))),
    kind("no-sheet-part", "the sheet is missing", "合同.xlsx", lambda: book(sheet=None), UNREADABLE),
    kind("no-relations", "the relations are missing", "合同.xlsx", lambda: book(links=None), UNREADABLE),
    kind("no-sheets", "no sheet at all", "合同.xlsx", lambda: book(book=workbook_xml("")), NOTHING),
    kind("all-hidden", "hidden sheets only", "合同.xlsx", lambda: sheets("hidden", "veryHidden"), NOTHING),
    kind("one-hidden", "a hidden sheet beside", "合同.xlsx", lambda: sheets("hidden", "visible"), Taken(note="有1张隐藏的工作表，没有读。")),
    kind("charts-only", "a chart and no table", "合同.xlsx", charts_only, NOTHING),
    kind("empty-sheet", "no cell", "合同.xlsx", lambda: book(sheet=sheet("")), NOTHING),
    kind("only-titles", "no row below the titles", "合同.xlsx", lambda: book(sheet=sheet(row_xml(1, list(GOOD)))), Refused(("只有列名", "填好"))),
    kind("sheet-elsewhere", "a sheet in another folder", "合同.xlsx", lambda: elsewhere("data/sheet.dat", parts()[SHEET]), Taken()),
    kind("claims-whole-sheet", "says A1:XFD1048576, holds two rows", "合同.xlsx", lambda: book(sheet=sheet(ROWS, before='<dimension ref="A1:XFD1048576"/>')), Taken()),
    kind("claims-one-cell", "says A1, holds two rows", "合同.xlsx", lambda: book(sheet=sheet(ROWS, before='<dimension ref="A1"/>')), Taken()),
    kind("last-cell", "a cell in the last corner", "合同.xlsx", lambda: far("XFD", 1_048_576), UNREADABLE),
    kind("last-column", "a cell in the last column", "合同.xlsx", lambda: far("XFD", 4), Refused(("2000列", "空白列"))),
    kind("column-beyond", "a cell beyond the last column", "合同.xlsx", lambda: far("GT", 4), Refused(("第4行第GT列", "删去"))),
    kind("far-row", "a cell 300,000 rows below", "合同.xlsx", lambda: far("C", 300_000), Faulty("登记编号", "没有填", row=300_000)),
    kind("row-beyond-excel", "a row that no sheet has", "合同.xlsx", lambda: far("C", 4_294_967_295), UNREADABLE),
    kind("too-many-rows", "120,001 rows", "合同.xlsx", lambda: book(sheet=sheet(row_xml(1, list(GOOD)) + "".join(f'<row r="{n}"><c r="C{n}"><v>1</v></c></row>' for n in range(2, 120_003)))), Refused(("12万行", "分成"))),
    kind("merged-titles", "titles merged over two columns", "合同.xlsx", lambda: merged("A1:B1"), Taken()),
    kind("merged-cells", "one seller merged over two rows", "合同.xlsx", lambda: book(sheet=sheet(table_xml(GOOD, second(卖方名称=None)), after='<mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>')), Faulty("卖方名称", "与上面的格合并")),
    kind("merged-everything", "a merge over the whole sheet", "合同.xlsx", lambda: merged("A1:XFD1048576"), Refused(("合并", "取消合并"))),
    kind("shared-string-missing", "a text number that is not there", "合同.xlsx", lambda: shared(7), UNREADABLE),
    kind("shared-string-huge", "a text number beyond every list", "合同.xlsx", lambda: shared(99_999_999_999), UNREADABLE),
    kind("shared-string-right", "the one text there is", "合同.xlsx", lambda: shared(0), Taken({"project_name": "唯一的"})),
    kind("deep-xml", "100,000 elements in one another", "合同.xlsx", lambda: book(sheet=sheet(ROWS, after="<a>" * 100_000 + "</a>" * 100_000)), Taken()),
    kind("huge-tag", "a name of 3 MB", "合同.xlsx", lambda: book(sheet=sheet(ROWS, after=f"<{'a' * 3_000_000}/>")), Taken()),
)  # fmt: skip
ACTIVE = (
    kind("macro", "a macro project in a plain workbook", "合同.xlsx", lambda: plus("xl/vbaProject.bin", OLE), MACRO),
    kind("macro-elsewhere", "a macro project in another folder", "合同.xlsx", lambda: plus("xl/worksheets/VbaProject.bin", OLE), MACRO),
    kind("macro-sheet", "an Excel 4 macro sheet", "合同.xlsx", lambda: plus("xl/macrosheets/sheet1.xml", b"<a/>"), MACRO),
    kind("external-link", "values of another file", "合同.xlsx", lambda: plus("xl/externalLinks/externalLink1.xml", b"<externalLink/>"), LINKED),
    kind("dde-link", "a link that starts a program", "合同.xlsx", lambda: plus("xl/externalLinks/externalLink1.xml", b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'), LINKED),
    kind("ole-object", "an embedded object", "合同.xlsx", lambda: plus("xl/embeddings/oleObject1.bin", OLE), EMBEDDED),
    kind("ole-elsewhere", "an embedded object that calls itself a font", "合同.xlsx", lambda: plus("xl/fonts/font1.fntdata", OLE), EMBEDDED),
    kind("activex", "a control", "合同.xlsx", lambda: plus("xl/activeX/activeX1.xml", b"<a/>"), EMBEDDED),
    kind("program-inside", "a program among the pictures", "合同.xlsx", lambda: plus("xl/media/image1.png", b"MZ\x90\0"), EMBEDDED),
    kind("script-inside", "a script among the pictures", "合同.xlsx", lambda: plus("xl/media/run.ps1", b"calc"), EMBEDDED),
    kind("eicar-inside", "the test virus among the pictures", "合同.xlsx", lambda: plus("xl/media/eicar.com", b"X5O!"), EMBEDDED),
    kind("elf-inside", "a program of another system", "合同.xlsx", lambda: plus("xl/printerSettings/printerSettings1.bin", b"\x7fELF"), EMBEDDED),
    kind("hyperlink", "a link on a cell", "合同.xlsx", hyperlinked, Taken()),
    kind("dde-formula", "a formula that starts a program, with its last value", "合同.xlsx", lambda: book(GOOD, second(合同名称=Raw('<c r="@" t="str"><f>cmd|\'/c calc\'!A0</f><v>算得的名称</v></c>'))), Taken({"project_name": "算得的名称"})),
    kind("formula-computed", "a formula with its last value", "合同.xlsx", lambda: book(GOOD, second(**{"合同成交额（万元）": Raw('<c r="@"><f>380+6</f><v>386</v></c>')})), Taken({"total_fen": 386_000_000})),
    kind("formula-uncomputed", "a formula without value", "合同.xlsx", lambda: book(GOOD, second(**{"合同成交额（万元）": Raw('<c r="@"><f>380+6</f></c>')})), Refused(("1个公式还没有算出结果", "保存一次"))),
    kind("formula-uncomputed-elsewhere", "the same in a sheet called .dat", "合同.xlsx", lambda: elsewhere("data/sheet.dat", parts(GOOD, second(技术内容和目标=Raw('<c r="@"><f>A1</f></c>')))[SHEET]), Refused(("1个公式还没有算出结果", "保存一次"))),
    kind("error-cell", "#REF! where the name should stand", "合同.xlsx", lambda: book(GOOD, second(合同名称=Raw('<c r="@" t="e"><f>#REF!</f><v>#REF!</v></c>'))), Faulty("合同名称", "错误值")),
    kind("error-cell-optional", "#N/A in a column that may be empty", "合同.xlsx", lambda: book(GOOD, second(技术内容和目标=Raw("<c t = 'e' r = '@'><v>#N/A</v></c>"))), Faulty("技术内容和目标", "错误值")),
)  # fmt: skip
