"""How does a letter look in Word? The drafter's own file with its marks filled, or a sheet after GB/T 9704; the figures follow."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zhuanhua.accountability.replies import word_draft
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.notation import marks_of
from zhuanhua.accountability.replies.paper import FigureRow, Line, Paper, kind_of, paper_of
from zhuanhua.accountability.replies.queries import text_of, trace_of
from zhuanhua.core.errors import Refusal

MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # GB/T 9704, mm
BODY, HEAD, SUBHEAD, TITLE = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
RED = RGBColor(0xC0, 0x00, 0x00)
SIZE, LEADING = 16, 28  # 三号字，28磅行距
HEADS = ("序号", "数值", "指标", "口径", "来源和规则", "数据截至", "记录")
WIDTHS = (10, 20, 29, 39, 30, 16, 12)  # mm, the 156 mm of a page


def letter_docx(letter: Letter) -> bytes:
    """Give the letter with its numbers and the appendix of figures."""
    paper = paper_of(letter)
    document = _own_layout(letter, paper) or _standard(paper)
    if paper.figures:
        _appendix(document, paper.figures)
    return _bytes(document)


def marks_docx(letter: Letter) -> bytes:
    """Give the letter with its marks in place of numbers, to go on writing in Word."""
    paper = Paper(
        letter.title,
        letter.addressee,
        [Line(kind_of(line), line) for line in letter.body.split("\n") if line.strip()],
        letter.sender,
        "{{letter:date}}",
        "{{letter:number}}",
        letter.contact,
        "",
        [],
    )
    return _bytes(_standard(paper))


def keeps_layout(letter: Letter) -> bool:
    """Whether the text is still the uploaded file's own, so that its layout is used."""
    return _draft_of(letter) is not None


def _draft_of(letter: Letter) -> bytes | None:
    if letter.layout is None or letter.layout.removed_at is not None:
        return None
    with letter.layout.read() as file:
        content: bytes = file.read()
    try:
        read = word_draft.read(content, sender=letter.sender)
    except Refusal:
        return None
    same = (read.title, read.addressee, read.body, read.contact) == (
        letter.title,
        letter.addressee,
        "\n".join(line.strip() for line in letter.body.split("\n") if line.strip()),
        letter.contact if read.contact else "",
    )
    return content if same else None


def _own_layout(letter: Letter, paper: Paper) -> Any:
    content = _draft_of(letter)
    if content is None:
        return None
    said = {piece.mark.key: piece.text for piece in trace_of(letter).said if piece.mark}
    keys = {mark.source: mark.key for mark in marks_of(text_of(letter))}
    document = word_draft.fill(
        content, lambda mark: said.get(keys.get(mark, ""), mark), number=paper.number, day=paper.day
    )
    if paper.notice:
        first = document.paragraphs[0].insert_paragraph_before()
        _write(first, paper.notice, font=HEAD, size=12, color=RED)
    return document


def _standard(paper: Paper) -> Any:
    """Set the letter in the form of 信函: red head, number on the right, a red line, title, text, signature."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, Mm(width))
    _page_number(section.footer.paragraphs[0])
    if paper.notice:
        _write(document.add_paragraph(), paper.notice, font=HEAD, size=12, color=RED)
    _write(document.add_paragraph(), paper.sender, font=TITLE, size=32, color=RED, at="center", leading=44)
    number = document.add_paragraph()
    _write(number, paper.number or " ", at="right")
    _line_below(number)
    _write(document.add_paragraph(), paper.title, font=TITLE, size=22, at="center", leading=36, before=28)
    _write(document.add_paragraph(), paper.addressee, before=28)
    for line in paper.lines:
        font = {"first": HEAD, "second": SUBHEAD}.get(line.kind, BODY)
        _write(document.add_paragraph(), line.text, font=font, indent=2)
    _write(document.add_paragraph(), paper.sender, at="right", before=56, right=4)
    _write(document.add_paragraph(), paper.day or " ", at="right", right=4)
    if paper.contact:
        _write(document.add_paragraph(), f"（{paper.contact}）", indent=2, before=28)
    return document


def _write(  # noqa: PLR0913 - what a line of a letter may differ in
    paragraph: Any, text: str, *, font: str = BODY, size: int = SIZE, color: Any = None, at: str = "justify", indent: int = 0,
    leading: int = LEADING, before: int = 0, right: int = 0,
) -> None:  # fmt: skip
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - python-docx knows no East Asian font
    if color is not None:
        run.font.color.rgb = color
    shape = paragraph.paragraph_format
    shape.alignment = {
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[at]
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(leading)
    shape.space_before, shape.space_after = Pt(before), Pt(0)
    shape.first_line_indent, shape.right_indent = Pt(indent * size), Pt(right * size)


def _line_below(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    below = OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "18", "space": "4", "color": "C00000"}.items():
        below.set(qn(f"w:{name}"), value)
    borders.append(below)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx has no borders of paragraphs


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("", "— "), ("begin", ""), ("instr", " PAGE "), ("end", ""), ("", " —")):
        run = paragraph.add_run(text if not kind else "")
        run.font.size = Pt(14)
        if kind in {"begin", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - python-docx has no fields
        elif kind == "instr":
            field = OxmlElement("w:instrText")
            field.set(qn("xml:space"), "preserve")
            field.text = text
            run._r.append(field)  # noqa: SLF001 - python-docx has no fields


def _appendix(document: Any, figures: list[FigureRow]) -> None:
    document.add_page_break()
    _write(document.add_paragraph(), "附件", font=HEAD, at="left")
    _write(document.add_paragraph(), "答复用数一览", font=TITLE, size=22, at="center", leading=36, before=14)
    table = document.add_table(rows=1, cols=len(HEADS))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _grid(table)
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        _write(cell.paragraphs[0], head, font=HEAD, size=10, at="left", leading=14)
    _repeat(table.rows[0])
    for each in figures:
        row = table.add_row()
        told = (str(each.place), each.text, each.name, each.meaning, each.source, each.as_of, each.records)
        for cell, text in zip(row.cells, told, strict=True):
            _write(cell.paragraphs[0], text, size=10, at="left", leading=14)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Mm(width)


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no repeated heads


def _grid(table: Any) -> None:
    """Draw the lines ourselves: an uploaded file need not know the style of that name."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in {"val": "single", "sz": "4", "space": "0", "color": "808080"}.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no borders of tables


def _bytes(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
