"""May this file be opened at all? Judged by its first bytes and its directory, before anything is unpacked."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from zhuanhua.shared.documents.archives import PROGRAM_MARKS, PROGRAMS, OddArchive, check_places, chunks

HEAD = 4096
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARK = b"PK\x03\x04"
OTHER_MARKS = {
    b"%PDF-": noop("PDF"),
    b"\x89PNG": noop("图片文件"),
    b"\xff\xd8\xff": noop("图片文件"),
    b"GIF8": noop("图片文件"),
    b"Rar!": noop("压缩包"),
    b"7z\xbc\xaf": noop("压缩包"),
    b"\x1f\x8b": noop("压缩包"),
    b"{\\rtf": noop("文档"),
    b"MZ": noop("程序"),
    b"\x7fELF": noop("程序"),
}
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^[^>]{0,100}\bencoding\s*=\s*[\"']([\w-]+)")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]{0,400}?\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]{0,400}?\bt\s*=\s*[\"']e[\"']")
_UNANSWERED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^>]{0,400})?/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"<(?:\w+:)?c\s[^>]{0,400}?\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
OVERLAP = 600  # what is searched for may lie across two chunks
XML = (".xml", ".rels", ".vml")
PICTURES = (".svg",)  # drawing programs write a DOCTYPE into them; no reader of ours opens one
ERROR_MARKS = (b'"e"', b"'e'")


class FileRefused(ValueError):
    """A file that is not taken; the text says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """How large a file may be, packed, unpacked and in cells."""

    packed: int = 20 * 1024 * 1024
    unpacked: int = 256 * 1024 * 1024
    entries: int = 1_000
    rows: int = 120_000
    columns: int = 200
    output: int = 256 * 1024 * 1024
    seconds: int = 60
    cpu_seconds: int = 30
    memory: int = 1024 * 1024 * 1024


DEFAULT = Limits()


@dataclass(frozen=True)
class Passed:
    """What the gate saw of a file it lets in: `xlsx` or `csv`, and how many of its rows are hidden, how many cells are errors."""

    kind: str
    hidden_rows: int = 0
    error_cells: int = 0


def pass_gate(path: Path, name: str, limits: Limits) -> Passed:
    """Let a workbook or a CSV in, or raise FileRefused with the reason and the way out."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(_("文件是空的。请重新选择。"))
    if size > limits.packed:
        most = limits.packed // 1024 // 1024
        raise FileRefused(_("文件大于%(most)sMB。请分成几个文件。") % {"most": most})
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    if head.startswith(OLE_MARK):
        raise FileRefused(_("文件是旧版.xls，或者加了密码。请去掉密码，另存为“Excel工作簿（.xlsx）”再传。"))
    for mark, what in OTHER_MARKS.items():
        if head.startswith(mark):
            raise FileRefused(_("这是%(what)s，不是表格。请传XLSX或CSV。") % {"what": _(what)})
    if head.startswith(ZIP_MARK):
        if suffix != ".xlsx":
            raise FileRefused(_("内容是Excel或压缩包，扩展名却不是.xlsx。请打开核对后另存为.xlsx。"))
        return Passed("xlsx", *_check_zip(path, limits))
    if suffix == ".xlsx":
        raise FileRefused(_("内容不是Excel工作簿。请在Excel里打开，另存为“Excel工作簿（.xlsx）”再传。"))
    if suffix not in {".csv", ".txt", ".tsv"}:
        raise FileRefused(_("只收XLSX和CSV。请另存为其中一种。"))
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise FileRefused(_("这是网页或XML，不是CSV。请在Excel里打开后另存为.xlsx。"))
    return Passed("csv")


def _check_zip(path: Path, limits: Limits) -> tuple[int, int]:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, limits)
            return _check_parts(archive, limits)
    except OddArchive as fault:
        raise FileRefused(_("文件的内部结构不对。请在Excel里打开，另存一次再传。")) from fault
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        OSError,
        NotImplementedError,
        EOFError,
        RuntimeError,
        ValueError,
    ) as fault:
        if isinstance(fault, FileRefused):
            raise
        raise FileRefused(_("文件已损坏或没有传完，打不开。请在Excel里打开，另存一次再传。")) from fault


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    lowered = [entry.filename.lower() for entry in entries]
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise FileRefused(_("文件展开后过大。请删去多余的工作表、图片和空白行列，再另存一次。"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(_("文件加了密码。请去掉密码再传。"))
    check_places(archive)
    if "xl/workbook.bin" in lowered:
        raise FileRefused(_("文件是.xlsb格式。请另存为“Excel工作簿（.xlsx）”再传。"))
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in lowered):
        raise FileRefused(_("文件带有宏。请另存为不带宏的“Excel工作簿（.xlsx）”再传。"))
    if any(name.startswith("xl/externallinks/") for name in lowered):
        raise FileRefused(_("文件链接到别的文件。请在Excel的“数据—编辑链接”里断开链接，另存后再传。"))
    if any(name.startswith(("xl/embeddings/", "xl/activex/")) or name.endswith(PROGRAMS) for name in lowered):
        raise FileRefused(_("文件里嵌有别的对象。请删去后另存一次再传。"))
    if "xl/workbook.xml" not in lowered:
        raise FileRefused(_("内容不是Excel工作簿。请在Excel里打开，另存为“Excel工作簿（.xlsx）”再传。"))


def _check_parts(archive: zipfile.ZipFile, limits: Limits) -> tuple[int, int]:
    """Unpack every part, whatever the directory says, and read what no honest workbook holds; give the hidden rows and the error cells.

    A sheet may lie in any part, so every part that is XML by its name or by its first sign is searched.
    """
    total = hidden = unanswered = errors = 0
    first = ""
    for entry in archive.infolist():
        kept = b""
        is_xml = entry.filename.lower().endswith(XML)
        for place, chunk in enumerate(chunks(archive, entry)):
            if not place:
                is_xml = is_xml or chunk.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
                _refuse_head(chunk, is_xml=is_xml)
            total += len(chunk)
            if total > limits.unpacked:
                raise FileRefused(_("文件展开后过大。请删去多余的工作表、图片和空白行列，再另存一次。"))
            if not is_xml:
                continue
            text = kept + chunk
            if b"<!" in text and _DOCTYPE.search(text) and not entry.filename.lower().endswith(PICTURES):
                raise FileRefused(_("文件里有不该有的声明。请在Excel里打开，另存一次再传。"))
            hidden += _new(_HIDDEN_ROW, (b"hidden",), text, len(kept))
            unanswered += _new(_UNANSWERED, (b"</f>", b":f>", b"<f ", b"<f/>", b":f "), text, len(kept))
            first = first or (unanswered and _place_of(_UNANSWERED, text, len(kept))) or ""
            errors += _new(_ERROR_CELL, ERROR_MARKS, text, len(kept))
            kept = text[-OVERLAP:]
    if unanswered:
        raise FileRefused(
            ngettext(
                "有%(count)s个公式还没有算出结果（%(cell)s）。请在Excel里打开，保存一次再传。",
                "有%(count)s个公式还没有算出结果（第一个在%(cell)s）。请在Excel里打开，保存一次再传。",
                unanswered,
            )
            % {"count": unanswered, "cell": first or "?"}
        )
    return hidden, errors


def _refuse_head(chunk: bytes, *, is_xml: bool) -> None:
    if chunk.startswith((ZIP_MARK, OLE_MARK, *PROGRAM_MARKS)):
        raise FileRefused(_("文件里嵌有别的对象。请删去后另存一次再传。"))
    told = _ENCODING.search(chunk[:200])
    is_other = b"\x00" in chunk[:200] or (told is not None and told[1].lower() not in (b"utf-8", b"us-ascii"))
    if is_xml and is_other:  # Excel writes UTF-8, and a filter would look past any other encoding
        raise FileRefused(_("文件里有不该有的声明。请在Excel里打开，另存一次再传。"))


def _new(pattern: re.Pattern[bytes], marks: tuple[bytes, ...], text: bytes, seen: int) -> int:
    """Count the matches that were not whole in what was seen before; without one of the marks there is none, which is quickly seen."""
    if not any(mark in text for mark in marks):
        return 0
    return sum(1 for found in pattern.finditer(text) if found.end() > seen)


def _place_of(pattern: re.Pattern[bytes], text: bytes, seen: int) -> str:
    """Name the cell of the first match that was not whole in what was seen before; nothing when it lies too far back."""
    for found in pattern.finditer(text):
        if found.end() > seen:
            named = _PLACE.findall(text[max(found.start() - OVERLAP, 0) : found.end()])
            return str(named[-1].decode()) if named else ""
    return ""
