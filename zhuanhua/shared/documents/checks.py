"""Is this upload what it says it is? Judged by its name, its size, its first bytes and everything inside; a PDF has to open."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.shared.documents import pictures
from zhuanhua.shared.documents.offices import OLE_MARK, FileFault, check_office, fault
from zhuanhua.shared.documents.pdfs import READING

MAX_BYTES = 20 * 1024 * 1024
MAX_NAME = 120
MAX_SUFFIX = 10
ZIP_MARK = b"PK\x03\x04"
PDF_FAULTS = {
    "broken": noop("“%(name)s”已损坏，打不开。请重新保存，或者重新扫描成PDF再传。"),
    "bare": noop("“%(name)s”里一页也没有。请打开核对，重新导出或扫描成PDF再传。"),
    "locked": noop("“%(name)s”加了打开密码，打不开。请去掉密码，另存后再传。"),
    "heavy": noop("“%(name)s”过于复杂，核对不完。请打印成PDF，或者重新扫描后再传。"),
}
_WINDOWS = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"COM{n}" for n in range(1, 10)),
    *(f"LPT{n}" for n in range(1, 10)),
}
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:\"/\\|?*]")


@dataclass(frozen=True)
class Kind:
    """One kind of file that is taken."""

    suffix: str
    media_type: str
    marks: tuple[bytes, ...]
    member: str = ""  # a file that a zip of this kind holds


KINDS = (
    Kind("pdf", "application/pdf", (b"%PDF-",)),
    Kind("png", "image/png", (b"\x89PNG\r\n\x1a\n",)),
    Kind("jpg", "image/jpeg", (b"\xff\xd8\xff",)),
    Kind("jpeg", "image/jpeg", (b"\xff\xd8\xff",)),
    Kind(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (ZIP_MARK,),
        "word/document.xml",
    ),
    Kind(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (ZIP_MARK,),
        "xl/workbook.xml",
    ),
)


def safe_name(name: str) -> str:
    """Make a file name that no system misreads; the words stay."""
    cleaned = _UNSAFE.sub("", unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])).strip(
        " ."
    )
    stem, dot, suffix = cleaned.rpartition(".")
    if not dot or len(suffix) > MAX_SUFFIX:
        stem, suffix = cleaned, ""
    if stem.split(".")[0].strip().upper() in _WINDOWS or not stem:
        stem = f"文件{stem}"
    stem = stem[: MAX_NAME - len(suffix) - 1]
    return f"{stem}.{suffix}" if suffix else stem


def kind_of(name: str, content: BinaryIO, size: int) -> Kind:
    """Give the kind of a file, or raise FileFault: too large, empty, of a kind not taken, not what its name says, damaged, acting, a bomb."""
    if size > MAX_BYTES:
        raise FileFault(_("文件大于%(most)sMB。请压缩图片或分成几份。") % {"most": MAX_BYTES // 1024 // 1024})
    if size == 0:
        raise FileFault(_("文件是空的。请重新选择。"))
    suffix = PurePosixPath(name).suffix.lstrip(".").lower()
    kind = next((each for each in KINDS if each.suffix == suffix), None)
    if kind is None:
        raise FileFault(_("只收PDF、DOCX、XLSX、PNG、JPG。请另存为其中一种。"))
    head = content.read(16)
    content.seek(0)
    if head.startswith(OLE_MARK) and kind.member:
        raise FileFault(
            _("文件是旧版格式，或者加了密码。请去掉密码，另存为%(kind)s再传。") % {"kind": suffix.upper()}
        )
    if not head.startswith(kind.marks) or (kind.member and not check_office(content, kind.member)):
        raise FileFault(_("内容不是%(kind)s文件。请打开核对后另存一次。") % {"kind": suffix.upper()})
    if not kind.member:
        _check_whole(kind, name, content, size)
    return kind


def _check_whole(kind: Kind, name: str, content: BinaryIO, size: int) -> None:
    if pictures.hides_archive(content):
        raise FileFault(_("文件里还藏着压缩包。请重新导出或扫描一次再传。"))
    if kind.suffix == "pdf":
        verdict = READING.verdict(content, size) if pictures.is_whole_pdf(content, size) else "broken"
        if verdict != "whole":
            raise FileFault(_(PDF_FAULTS[verdict]) % {"name": name})
        return
    measure = pictures.size_of_png if kind.suffix == "png" else pictures.size_of_jpeg
    found = measure(content, size)
    if found is None or not all(found):
        raise fault("broken")
    if pictures.is_too_large(found):
        raise FileFault(
            _("图片有%(width)s×%(height)s像素，过大。请缩小后再传。")
            % {"width": found[0], "height": found[1]}
        )
