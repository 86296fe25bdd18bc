"""How is a CSV read? Its encoding, its delimiter, its quotes: what does not close or decode is refused, with the row."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from zhuanhua.shared.exchange.reading.gate import FileRefused, Limits

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 30
MOST_LINES = 100  # a cell with more line breaks than this is a quote that was forgotten


def csv_rows(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the number of its first line, or raise FileRefused."""
    text = _decoded(path.read_bytes())
    if "\x00" in text:
        raise FileRefused(_("文件里有不能识别的内容，不像CSV。请在Excel里打开后另存为.xlsx。"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    began, rows = 1, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise _unclosed(began) from fault
        if reader.line_num - began > MOST_LINES:
            raise _unclosed(began)
        rows += 1
        if rows > limits.rows + SAMPLE:
            raise FileRefused(_("表格超过12万行。请分成几个文件。"))
        yield began, cells
        began = reader.line_num + 1


def _unclosed(row: int) -> FileRefused:
    return FileRefused(
        _("第%(row)s行有一格的引号没有配对，或者内容过长。请改好这一行；或在Excel里打开后另存为.xlsx。")
        % {"row": row}
    )


def _delimiter(text: str) -> str:
    """Choose what splits most of the first rows into the same number of cells."""
    lines = text.splitlines(keepends=True)[: SAMPLE * 2]
    best, most = ",", 0
    for delimiter in DELIMITERS:
        try:
            sizes = [len(cells) for cells in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            continue
        (size, times), *_rest = Counter(size for size in sizes if size > 1).most_common(1) or [(1, 0)]
        if (size - 1) * times > most:
            best, most = delimiter, (size - 1) * times
    return best


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030":
            _refuse_mixed(raw)
        return text
    raise FileRefused(_("文件的文字编码认不出来。请在Excel里打开后另存为.xlsx，或存为UTF-8的CSV。"))


def _refuse_mixed(raw: bytes) -> None:
    """Refuse GB 18030 with a line of UTF-8: read as one encoding, that line would become other characters without a word."""
    for number, line in enumerate(raw.splitlines(), 1):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if any("\u4e00" <= sign <= "\u9fff" for sign in text):
            raise FileRefused(
                _("第%(row)s行与其他行的文字编码不同。请在Excel里打开后另存为.xlsx，或存为UTF-8的CSV。")
                % {"row": number}
            )
