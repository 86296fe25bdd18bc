"""May a Word or Excel file be kept with a case? Unpacked part by part: no macro, no program, no link that acts when it is opened."""

import re
import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.shared.documents.archives import PROGRAM_MARKS, PROGRAMS, OddArchive, check_places, chunks

MAX_UNPACKED = 100 * 1024 * 1024
MAX_ENTRIES = 1_000
OVERLAP = 4_000  # what is searched for may lie across two chunks
XML = (".xml", ".rels", ".vml")
PICTURES = (".svg",)  # drawing programs write a DOCTYPE into them
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED_FILE = "Ole10Native".encode(
    "utf-16-le"
)  # the stream in which an object keeps any file; formulas have another
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^[^>]{0,100}\bencoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])", re.IGNORECASE)
_ACTING_LINK = re.compile(
    rb"<(?:\w+:)?Relationship\s(?=[^>]{0,3000}\bTargetMode\s*=\s*[\"']External)[^>]{0,3000}\bType\s*=\s*[\"'][^\"']{0,300}/"
    rb"(?:attachedTemplate|oleObject|frame|subDocument|aFChunk|package|externalLinkPath|control|vbaProject)[\"']",
    re.IGNORECASE,
)
_DDE = re.compile(rb"instrText[^>]{0,200}>\s*DDE(?:AUTO)?\b|\binstr\s*=\s*[\"']\s*DDE|<(?:\w+:)?(?:ddeLink|oleLink)\b", re.IGNORECASE)  # fmt: skip
SENTENCES = {
    "large": noop("文件展开后过大。请删去多余的图片或工作表。"),
    "locked": noop("文件加了密码。请去掉密码再传。"),
    "odd": noop("文件的内部结构不对。请打开后另存一次再传。"),
    "macro": noop("文件带有宏。请另存为不带宏的格式。"),
    "embedded": noop("文件里嵌有程序或别的文件。请删去后另存一次；别的文件请单独上传。"),
    "linked": noop("文件打开时会连到别的文件或程序。请断开链接后另存一次，或导出为PDF再传。"),
    "declared": noop("文件里有不该有的声明。请打开后另存一次再传。"),
    "broken": noop("文件已损坏，打不开。请重新保存后再传。"),
}
BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, NotImplementedError, EOFError, RuntimeError, UnicodeDecodeError,
)  # fmt: skip


class FileFault(ValueError):
    """A file that is not taken; the text says why and what to do."""


def fault(ground: str) -> FileFault:
    """Give the sentence for a ground."""
    return FileFault(_(SENTENCES[ground]))


def check_office(content: BinaryIO, member: str) -> bool:
    """Raise FileFault for what acts or lies; False when it is no file of that kind: the part `member` is missing."""
    try:
        with zipfile.ZipFile(content) as archive:
            names = _check_names(archive)
            if member not in names:
                return False
            _check_parts(archive)
    except OddArchive as odd:
        raise fault("odd") from odd
    except BROKEN as broken:
        raise fault("broken") from broken
    finally:
        content.seek(0)
    return True


def _check_names(archive: zipfile.ZipFile) -> set[str]:
    entries = archive.infolist()
    lowered = [entry.filename.lower() for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise fault("large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise fault("locked")
    check_places(archive)
    if any("vbaproject" in name or "/macrosheets/" in name for name in lowered):
        raise fault("macro")
    if any("/activex/" in name or name.endswith(PROGRAMS) for name in lowered):
        raise fault("embedded")
    return {entry.filename for entry in entries}


def _check_parts(archive: zipfile.ZipFile) -> None:
    for entry in archive.infolist():
        name = entry.filename.lower()
        kept = b""
        is_xml = name.endswith(XML)
        for place, chunk in enumerate(chunks(archive, entry)):
            if not place:
                is_xml = is_xml or chunk.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
                _check_head(chunk, is_xml=is_xml)
            text = kept + chunk
            if is_xml and not name.endswith(PICTURES):
                _check_xml(text)
            elif OLE_MARK in text and PACKED_FILE in text:
                raise fault("embedded")
            kept = text[-OVERLAP:] if is_xml else text[:8] + text[-OVERLAP:]


def _check_head(chunk: bytes, *, is_xml: bool) -> None:
    if chunk.startswith(PROGRAM_MARKS):
        raise fault("embedded")
    if is_xml and (b"\x00" in chunk[:200] or _ENCODING.search(chunk[:200])):
        raise fault(
            "declared"
        )  # office programs write UTF-8, and a filter would look past any other encoding


def _check_xml(text: bytes) -> None:
    if _DOCTYPE.search(text):
        raise fault("declared")
    if _ACTING_LINK.search(text) or _DDE.search(text):
        raise fault("linked")
