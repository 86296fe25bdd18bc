"""Reads the text of a letter from txt, docx, pdf or html, within limits, or says in a sentence why it cannot."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile

FORMATS = "txt、docx、pdf、html"
TEXTS = {"", ".txt", ".text", ".md", ".html", ".htm", ".xhtml"}
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PAGES = 300
MOST_CHARACTERS = 1_000_000
_BLOCKS = {
    "p",
    "div",
    "br",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "section",
    "article",
    "title",
    "ul",
    "ol",
    "dd",
    "dt",
}
_RADICALS: dict[
    int, str | int
] = {  # many PDFs name ⼤ where 大 is printed; the supplement's radicals have no decomposition of their own
    **{sign: normalize("NFKC", chr(sign)) for sign in range(0x2F00, 0x2FD6)},
    **str.maketrans(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
    ),
}


class UnreadableLetterError(Exception):
    """The file is not a letter we can read; the message says which formats are."""


def read_letter(path: str | Path) -> str:
    """The text of a letter's file."""
    place = Path(path)
    if not place.is_file():
        raise UnreadableLetterError(f"找不到文件“{place}”。请检查路径；可读的格式：{FORMATS}。")
    if place.stat().st_size > MOST_BYTES:
        raise UnreadableLetterError(f"文件“{place.name}”超过20 MB。请只上传答复正文；可读的格式：{FORMATS}。")
    return read_bytes(place.name, place.read_bytes())


def read_bytes(name: str, data: bytes) -> str:
    """The text of an uploaded letter, judged by its content first and its name second."""
    if len(data) > MOST_BYTES:
        raise UnreadableLetterError(f"文件“{name}”超过20 MB。请只上传答复正文；可读的格式：{FORMATS}。")
    if not data.strip():
        raise UnreadableLetterError(f"文件“{name}”是空的。请换一个有正文的文件；可读的格式：{FORMATS}。")
    suffix = Path(name).suffix.lower()
    if data.startswith(b"%PDF"):
        text = _pdf(name, data)
    elif data.startswith(b"PK\x03\x04"):
        text = _docx(name, data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableLetterError(
            f"文件“{name}”是旧版Word或Excel格式，读不出来。请另存为docx后再试；可读的格式：{FORMATS}。"
        )
    elif suffix not in TEXTS:
        raise UnreadableLetterError(
            f"文件“{name}”的内容不是{suffix[1:].upper()}。请打开核对后另存一次；可读的格式：{FORMATS}。"
        )
    else:
        text = _plain(name, data, html=suffix in {".html", ".htm", ".xhtml"})
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text.strip():
        raise UnreadableLetterError(
            f"文件“{name}”里没有可读的文字（可能是扫描件）。请提供带文字的文件；可读的格式：{FORMATS}。"
        )
    if len(text) > MOST_CHARACTERS:
        raise UnreadableLetterError(
            f"文件“{name}”有{len(text)}字，超过100万字。请拆成几份；可读的格式：{FORMATS}。"
        )
    return text


def _plain(name: str, data: bytes, *, html: bool) -> str:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        if encoding == "utf-16" and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"} and encoding != "utf-16":
            continue
        if sum(sign < " " and sign not in "\n\r\t\f" for sign in text[:4000]) * 20 > min(len(text), 4000):
            break
        return _html(text) if html or re.match(r"\s*(?:<!doctype html|<html)", text, re.IGNORECASE) else text
    raise UnreadableLetterError(f"文件“{name}”不是文字文件。可读的格式：{FORMATS}。")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "template", "noscript"}:
            self.hidden += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "template", "noscript"}:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def _html(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    lines = (
        re.sub(r"(?<=[一-鿿\d]) (?=[一-鿿])", "", line.strip()) for line in "".join(page.pieces).split("\n")
    )
    return "\n".join(line for line in lines if line)


def _docx(name: str, data: bytes) -> str:
    from docx import Document  # slow, and only for docx
    from docx.table import Table

    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise UnreadableLetterError(f"文件“{name}”解开后过大，已拒绝。可读的格式：{FORMATS}。")
        document = Document(BytesIO(data))
        lines: list[str] = []
        for block in document.iter_inner_content():
            lines.extend(_rows(block) if isinstance(block, Table) else [block.text])
    except UnreadableLetterError:
        raise
    except (BadZipFile, KeyError, ValueError, OSError, AttributeError, SyntaxError) as error:
        raise UnreadableLetterError(f"文件“{name}”不是完好的docx文件。可读的格式：{FORMATS}。") from error
    return "\n".join(lines)


def _rows(table: object) -> Iterator[str]:
    for row in table.rows:  # type: ignore[attr-defined]
        cells: list[str] = []
        for cell in row.cells:
            if not cells or cells[-1] != cell.text.strip():
                cells.append(cell.text.strip())
        yield "，".join(cells)


def _pdf(name: str, data: bytes) -> str:
    from pypdf import PdfReader  # slow, and only for pdf
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableLetterError(f"文件“{name}”有密码。请去掉密码后再试；可读的格式：{FORMATS}。")
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableLetterError(
                f"文件“{name}”超过{MOST_PAGES}页。请拆成几份；可读的格式：{FORMATS}。"
            )
        pages = [page.extract_text() or "" for page in reader.pages]
    except UnreadableLetterError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise UnreadableLetterError(f"文件“{name}”不是完好的pdf文件。可读的格式：{FORMATS}。") from error
    return unwrap(as_printed("\n".join(pages)))


def as_printed(text: str) -> str:
    """Give what the page shows: radicals that a font put in place of characters, and gaps that only set Latin apart, go."""
    text = text.translate(_RADICALS)
    return re.sub(r"(?<=[^\x00-\x7f]) +(?=\S)|(?<=\S) +(?=[^\x00-\x7f])", "", text)


def unwrap(text: str) -> str:
    """Join the lines that a page broke in the middle of a sentence; a new paragraph or a numbered heading stays."""
    lines = [line.strip() for line in text.split("\n")]
    full = max((len(line) for line in lines), default=0)
    joined: list[str] = []
    last = 0
    for line in lines:
        if not line or re.fullmatch(r"[-—– ]*\d{1,3}[-—– ]*", line):
            continue
        head = re.match(
            r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．](?!\d)", line
        )
        if (
            joined
            and not head
            and not joined[-1].endswith(("。", "：", ":", "！", "？"))
            and last * 10 >= full * 7
        ):
            joined[-1] += line
        else:
            joined.append(line)
        last = len(line)
    return "\n".join(joined)
