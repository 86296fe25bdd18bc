"""Files that are not what they are called, and archives that lie: bombs, links, doubled, locked, cut and grafted ones."""

import io
import struct
import zipfile
import zlib

from tests.evidence.hostile_books import GOOD, book, comma, packed, parts, second
from tests.evidence.hostile_files import (
    BROKEN,
    EMBEDDED,
    LARGE,
    NOT_A_BOOK,
    ODD,
    Hostile,
    Refused,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-" + rb"TEST-FILE!$H+H*"
HTML = b"<html><script>alert(1)</script><table><tr><td>1</td></tr></table></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n"
OLD = Refused(("旧版.xls", "加了密码", "另存"))
LOCKED = Refused(("加了密码", "去掉密码"))
SHEET = "xl/worksheets/sheet1.xml"


def with_parts(**more: bytes) -> bytes:
    """An honest workbook with further parts; `__` stands for / and `_x_` for a dot."""
    return packed(
        parts() | {name.replace("__", "/").replace("_x_", "."): part for name, part in more.items()}
    )


def plus(name: str, content: bytes) -> bytes:
    """An honest workbook with one further part."""
    return packed(parts() | {name: content})


def nested(levels: int = 6) -> bytes:
    """Zips in a zip in a zip."""
    inner = book()
    for _level in range(levels):
        inner = packed({"inner.zip": inner})
    return inner


def flagged_locked() -> bytes:
    """Every entry says that it is encrypted, in both places where it may."""
    raw = bytearray(book())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + offset] |= 1
            place = raw.find(mark, place + 4)
    return bytes(raw)


def directory_field(raw: bytes, name: str, offset: int, value: bytes, *, local: int | None = None) -> bytes:
    """Overwrite a field of one entry in the directory, and in its local header too when `local` says where."""
    changed = bytearray(raw)
    place = changed.rfind(name.encode())  # the directory stands last
    entry = changed.rfind(b"PK\x01\x02", 0, place)
    changed[entry + offset : entry + offset + len(value)] = value
    if local is not None:
        (header,) = struct.unpack("<I", changed[entry + 42 : entry + 46])
        changed[header + local : header + local + len(value)] = value
    return bytes(changed)


def lying_small() -> bytes:
    """The directory says 100 bytes; 30 MB come out."""
    bomb = packed(parts() | {"xl/calcChain.xml": b" " * 30_000_000})
    return directory_field(bomb, "xl/calcChain.xml", 24, struct.pack("<I", 100), local=22)


def lying_prefix() -> bytes:
    """The directory says fewer bytes than come out, and its checksum fits those fewer: one reader sees a part of what another sees."""
    whole = parts()[SHEET]
    raw = directory_field(book(), SHEET, 24, struct.pack("<I", len(whole) - 40), local=22)
    return directory_field(raw, SHEET, 16, struct.pack("<I", zlib.crc32(whole[:-40])), local=14)


def bad_checksum() -> bytes:
    """One part's checksum is wrong."""
    return directory_field(book(), SHEET, 16, b"\0\0\0\0", local=14)


def overlapping() -> bytes:
    """Two directory entries unpack the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        archive.writestr("xl/a.xml", b"<a/>" * 1000)
        twin = zipfile.ZipInfo("xl/a.xml")
        source = archive.getinfo("xl/a.xml")
        for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type", "flag_bits"):
            setattr(twin, field, getattr(source, field))
        archive.filelist.append(twin)
        twin.filename = "xl/b.xml"
    return out.getvalue()


def doubled(first: str, again: str) -> bytes:
    """Two entries of one name, or of names that differ in case only."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (parts() | {first: parts()[SHEET]}).items():
            archive.writestr(name, content)
        archive.filelist.append(archive.filelist[-1])
        archive.NameToInfo.clear()
        archive.writestr(again, parts(GOOD)[SHEET])
        archive.filelist.pop(-2)
    return out.getvalue()


def link() -> bytes:
    """A part that is a symbolic link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        entry = zipfile.ZipInfo("xl/theme.xml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def nul_in_name() -> bytes:
    """A name that one reader ends at the NUL and another does not."""
    return packed(parts() | {"xl/aNexe.xml": b"<a/>"}).replace(b"xl/aNexe.xml", b"xl/a\0exe.xml")


def other_method(method: int) -> bytes:
    """A compression that spreadsheets do not use."""
    return packed(parts(), method=method)


def kind(name: str, reason: str, file_name: str, content, expected) -> Hostile:
    """Give a kind whose bytes are at hand, or made when they are asked for."""
    return Hostile(name, reason, file_name, content if callable(content) else lambda: content, expected)


def is_a(what: str) -> Refused:
    """Refused for what it really is."""
    return Refused((f"这是{what}", "请传XLSX或CSV"))


FORMATS = (
    kind("empty", "nothing in it", "合同.xlsx", b"", Refused(("文件是空的", "重新选择"))),
    kind("empty-csv", "nothing in it", "合同.csv", b"", Refused(("文件是空的", "重新选择"))),
    kind("one-byte", "cut at once", "合同.xlsx", b"P", NOT_A_BOOK),
    kind("one-byte-csv", "cut at once", "合同.csv", b"\xff", Refused(("编码", "另存"))),
    kind("blank-csv", "blanks only", "合同.csv", b" \r\n\t\r\n,,,\r\n", Refused(("没有看得见的内容", "核对"))),
    kind("text-as-xlsx", "a CSV renamed", "合同.xlsx", lambda: comma().encode(), NOT_A_BOOK),
    kind("html-as-xlsx", "web pages saved as Excel", "合同.xlsx", HTML, NOT_A_BOOK),
    kind("html-as-csv", "a web page renamed", "合同.csv", HTML, Refused(("网页或XML", "另存"))),
    kind("html-as-xls", "web pages that old systems call .xls", "合同.xls", HTML, Refused(("只收XLSX和CSV", "另存"))),
    kind("xml-2003", "Excel 2003 XML with an entity", "合同.csv", b'\xef\xbb\xbf <?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', Refused(("网页或XML", "另存"))),
    kind("svg-script", "a picture that runs a script", "图.svg", SVG, Refused(("只收XLSX和CSV", "另存"))),
    kind("svg-as-csv", "a picture that runs a script, renamed", "合同.csv", SVG, Refused(("网页或XML", "另存"))),
    kind("old-xls", "BIFF in OLE", "合同.xls", OLE + b"\0" * 2_000, OLD),
    kind("encrypted-xlsx", "a password makes it OLE", "合同.xlsx", OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), OLD),
    kind("ole-as-csv", "OLE renamed", "合同.csv", OLE + b"1,2\n", OLD),
    kind("xlsb", "binary workbook", "合同.xlsb", lambda: packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\0"}), Refused(("扩展名却不是.xlsx", "另存"))),
    kind("xlsb-as-xlsx", "binary workbook renamed", "合同.xlsx", lambda: packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\0"}), Refused((".xlsb", "另存"))),
    kind("ods", "OpenDocument", "合同.ods", lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}), Refused(("扩展名却不是.xlsx", "另存"))),
    kind("ods-as-xlsx", "OpenDocument renamed", "合同.xlsx", lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}), NOT_A_BOOK),
    kind("docx-as-xlsx", "a letter renamed", "合同.xlsx", lambda: packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}), NOT_A_BOOK),
    kind("xlsx-as-csv", "a workbook renamed", "合同.csv", book, Refused(("扩展名却不是.xlsx", "另存"))),
    kind("xlsm", "a workbook for macros", "合同.xlsm", book, Refused(("扩展名却不是.xlsx", "另存"))),
    kind("exe-as-xlsx", "a program", "合同.xlsx", b"MZ\x90\0" + b"\0" * 400, is_a("程序")),
    kind("exe-double-name", "a program behind two endings", "合同.xlsx.exe", b"MZ\x90\0", is_a("程序")),
    kind("elf-as-csv", "a program", "合同.csv", b"\x7fELF\x02\x01", is_a("程序")),
    kind("pdf-script", "a PDF that runs a script", "合同.pdf", PDF, is_a("PDF")),
    kind("pdf-zip-polyglot", "a PDF that is a workbook too", "合同.xlsx", lambda: PDF + book(), is_a("PDF")),
    kind("gif-html-polyglot", "a picture that is a page too", "合同.csv", b"GIF89a/*" + HTML + b"*/=1;", is_a("图片")),
    kind("png-as-csv", "a picture", "合同.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", is_a("图片")),
    kind("jpg-as-xlsx", "a picture", "合同.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF", is_a("图片")),
    kind("rar", "another archive", "合同.xlsx", b"Rar!\x1a\x07\x01\0", is_a("压缩包")),
    kind("7z", "another archive", "合同.xlsx", b"7z\xbc\xaf\x27\x1c", is_a("压缩包")),
    kind("gzip", "another archive", "合同.csv", b"\x1f\x8b\x08\0" + b"\0" * 30, is_a("压缩包")),
    kind("rtf", "a letter", "合同.csv", b"{\\rtf1\\ansi{\\*\\generator a;}}", is_a("文档")),
    kind("eicar", "the test virus", "合同.csv", EICAR, Refused(("只有列名", "填好"))),
    kind("eicar-com", "the test virus, as a program", "eicar.com", EICAR, Refused(("只收XLSX和CSV", "另存"))),
    kind("no-ending", "a name without ending", "合同", b"a,b\n1,2\n", Refused(("只收XLSX和CSV", "另存"))),
    kind("php-ending", "a page that a server would run", "合同.php", b"<?php system($_GET[0]);", Refused(("只收XLSX和CSV", "另存"))),
)  # fmt: skip
ARCHIVES = (
    kind("bomb-ratio", "300 MB of blanks in 300 kB, told honestly", "合同.xlsx", lambda: plus("xl/calcChain.xml", b" " * 300_000_000), LARGE),
    kind("bomb-lying-header", "30 MB come out where 100 bytes are told", "合同.xlsx", lying_small, ODD),
    kind("lying-prefix", "more comes out than told, the checksum fits what is told", "合同.xlsx", lying_prefix, BROKEN),
    kind("bomb-entries", "1,500 parts", "合同.xlsx", lambda: packed(parts() | {f"xl/m/{n}.xml": b"<a/>" for n in range(1_500)}), LARGE),
    kind("bomb-nested", "zips in zips", "合同.xlsx", nested, Refused(("嵌有别的对象",))),
    kind("zip-in-picture", "a zip that calls itself a picture", "合同.xlsx", lambda: plus("xl/media/image1.png", book()), EMBEDDED),
    kind("overlapping", "two parts share their bytes", "合同.xlsx", overlapping, ODD),
    kind("doubled-part", "two parts of one name", "合同.xlsx", lambda: doubled(SHEET, SHEET), ODD),
    kind("doubled-by-case", "names that differ in case", "合同.xlsx", lambda: plus("XL/Worksheets/Sheet1.xml", parts(GOOD)[SHEET]), ODD),
    kind("absolute-path", "a part at /etc", "合同.xlsx", lambda: plus("/etc/cron.d/a.xml", b"<a/>"), ODD),
    kind("climbing-path", "a part above the folder", "合同.xlsx", lambda: plus("xl/../../a.xml", b"<a/>"), ODD),
    kind("backslash-path", "a part above the folder, on Windows", "合同.xlsx", lambda: plus("xl\\..\\..\\a.xml", b"<a/>"), ODD),
    kind("drive-path", "a part on a drive", "合同.xlsx", lambda: plus("C:/a.xml", b"<a/>"), ODD),
    kind("nul-in-part-name", "a name that readers end differently", "合同.xlsx", nul_in_name, ODD),
    kind("symlink", "a part that is a link", "合同.xlsx", link, ODD),
    kind("grafted-zip", "another zip stands before the workbook", "合同.xlsx", lambda: packed({"a.txt": b"a"}) + book(), ODD),
    kind("prefixed-zip", "text stands before the workbook", "合同.xlsx", lambda: b"#!/bin/sh\n" + book(), NOT_A_BOOK),
    kind("commented-zip", "a page stands in the comment of the archive", "合同.xlsx", lambda: packed(parts(), comment=HTML), ODD),
    kind("locked-zip", "parts with a password", "合同.xlsx", flagged_locked, LOCKED),
    kind("bzip2", "a compression that Excel does not know", "合同.xlsx", lambda: other_method(zipfile.ZIP_BZIP2), ODD),
    kind("lzma", "a compression that Excel does not know", "合同.xlsx", lambda: other_method(zipfile.ZIP_LZMA), ODD),
    kind("cut-in-half", "the connection broke", "合同.xlsx", lambda: book()[: len(book()) // 2], BROKEN),
    kind("cut-at-end", "the last 22 bytes are missing", "合同.xlsx", lambda: book()[:-22], BROKEN),
    kind("bad-checksum", "a byte has changed on the way", "合同.xlsx", bad_checksum, BROKEN),
    kind("only-mark", "four bytes of a zip", "合同.xlsx", b"PK\x03\x04", BROKEN),
    kind("zip-of-csv", "a zip called .xlsx", "合同.xlsx", lambda: packed({"合同.csv": comma(GOOD, second()).encode()}), NOT_A_BOOK),
)  # fmt: skip
