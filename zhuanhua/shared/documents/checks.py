"""Is this upload what it says it is? Judged by its first bytes, its name and its size; this module knows no Django."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_NAME = 120
MAX_SUFFIX = 10
ZIP_MARK = b"PK\x03\x04"
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


class FileFault(ValueError):
    """A file that is not taken; the text says why and what to do."""


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
    """Give the kind of a file, or raise FileFault: too large, empty, of a kind not taken, not what its name says, a bomb."""
    if size > MAX_BYTES:
        message = f"文件大于{MAX_BYTES // 1024 // 1024}MB。请压缩图片或分成几份。"
        raise FileFault(message)
    if size == 0:
        message = "文件是空的。请重新选择。"
        raise FileFault(message)
    suffix = PurePosixPath(name).suffix.lstrip(".").lower()
    kind = next((each for each in KINDS if each.suffix == suffix), None)
    if kind is None:
        message = "只收PDF、DOCX、XLSX、PNG、JPG。请另存为其中一种。"
        raise FileFault(message)
    head = content.read(16)
    content.seek(0)
    if not any(head.startswith(mark) for mark in kind.marks):
        message = f"内容不是{suffix.upper()}文件。请打开核对后另存一次。"
        raise FileFault(message)
    if kind.member:
        _check_zip(kind, content)
    return kind


def _check_zip(kind: Kind, content: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                message = "文件展开后过大。请删去多余的图片或工作表。"
                raise FileFault(message)
            if kind.member not in names:
                message = f"内容不是{kind.suffix.upper()}文件。请打开核对后另存一次。"
                raise FileFault(message)
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                message = "文件带有宏。请另存为不带宏的格式。"
                raise FileFault(message)
            if any(entry.flag_bits & 1 for entry in entries):
                message = "文件加了密码。请去掉密码再传。"
                raise FileFault(message)
    except zipfile.BadZipFile as fault:
        message = "文件已损坏，打不开。请重新保存后再传。"
        raise FileFault(message) from fault
    finally:
        content.seek(0)
