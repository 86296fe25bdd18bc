"""May this file be opened at all? Judged by its first bytes and its directory, before anything is unpacked."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

HEAD = 4096
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARK = b"PK\x03\x04"
OTHER_MARKS = {
    b"%PDF-": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
}
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
CHUNK = 1024 * 1024


class FileRefused(ValueError):
    """A file that is not taken; the text says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """How large a file may be, packed, unpacked and in cells."""

    packed: int = 20 * 1024 * 1024
    unpacked: int = 100 * 1024 * 1024
    entries: int = 1_000
    rows: int = 120_000
    columns: int = 200
    seconds: int = 60
    cpu_seconds: int = 30
    memory: int = 1024 * 1024 * 1024


DEFAULT = Limits()


def kind_of(path: Path, name: str, limits: Limits) -> str:
    """Give `xlsx` or `csv`, or raise FileRefused with the reason and the way out."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("文件是空的。请重新选择。")
    if size > limits.packed:
        raise FileRefused(f"文件大于{limits.packed // 1024 // 1024}MB。请分成几个文件。")
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    with path.open("rb") as opened:
        head = opened.read(HEAD)
    if head.startswith(OLE_MARK):
        raise FileRefused("文件是旧版.xls，或者加了密码。请去掉密码，另存为“Excel工作簿（.xlsx）”再传。")
    for mark, what in OTHER_MARKS.items():
        if head.startswith(mark):
            raise FileRefused(f"这是{what}，不是表格。请传XLSX或CSV。")
    if head.startswith(ZIP_MARK):
        if suffix != ".xlsx":
            raise FileRefused("内容是Excel或压缩包，扩展名却不是.xlsx。请打开核对后另存为.xlsx。")
        _check_zip(path, limits)
        return "xlsx"
    if suffix == ".xlsx":
        raise FileRefused("内容不是Excel工作簿。请在Excel里打开，另存为“Excel工作簿（.xlsx）”再传。")
    if suffix not in {".csv", ".txt", ".tsv"}:
        raise FileRefused("只收XLSX和CSV。请另存为其中一种。")
    if head.lstrip()[:1] == b"<":
        raise FileRefused("这是网页或XML，不是CSV。请在Excel里打开后另存为.xlsx。")
    return "csv"


def _check_zip(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, limits)
            _check_parts(archive, entries, limits)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, RuntimeError) as fault:
        raise FileRefused("文件已损坏或没有传完，打不开。请在Excel里打开，另存一次再传。") from fault


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    lowered = [name.lower() for name in names]
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise FileRefused("文件展开后过大。请删去多余的工作表、图片和空白行列，再另存一次。")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("文件加了密码。请去掉密码再传。")
    if any(name.startswith("/") or ".." in name.split("/") for name in names) or len(set(names)) != len(
        names
    ):
        raise FileRefused("文件的内部结构不对。请在Excel里打开，另存一次再传。")
    if "xl/workbook.bin" in lowered:
        raise FileRefused("文件是.xlsb格式。请另存为“Excel工作簿（.xlsx）”再传。")
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in lowered):
        raise FileRefused("文件带有宏。请另存为不带宏的“Excel工作簿（.xlsx）”再传。")
    if any(name.startswith("xl/externallinks/") for name in lowered):
        raise FileRefused("文件链接到别的文件。请在Excel的“数据—编辑链接”里断开链接，另存后再传。")
    if any(
        name.startswith(("xl/embeddings/", "xl/activex/")) or name.endswith((".exe", ".dll", ".zip", ".xlsm"))
        for name in lowered
    ):
        raise FileRefused("文件里嵌有别的对象。请删去后另存一次再传。")
    if "xl/workbook.xml" not in lowered:
        raise FileRefused("内容不是Excel工作簿。请在Excel里打开，另存为“Excel工作簿（.xlsx）”再传。")


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Count the bytes that really come out, whatever the directory says, and look for declarations that XML here never needs."""
    total = 0
    for entry in entries:
        with archive.open(entry) as part:
            first = True
            while chunk := part.read(CHUNK):
                total += len(chunk)
                if total > limits.unpacked:
                    raise FileRefused("文件展开后过大。请删去多余的工作表、图片和空白行列，再另存一次。")
                if (
                    first
                    and entry.filename.lower().endswith((".xml", ".rels", ".vml"))
                    and _DOCTYPE.search(chunk)
                ):
                    raise FileRefused("文件里有不该有的声明。请在Excel里打开，另存一次再传。")
                if first and chunk.startswith(ZIP_MARK):
                    raise FileRefused("文件里嵌有别的对象。请删去后另存一次再传。")
                first = False
