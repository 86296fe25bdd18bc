"""Does an expert find nothing of the applicant in what stands behind a file?"""

import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text

from zhuanhua.programmes.projects.queries.bare_files import without_metadata

WHO = "启明云岭铸锻有限公司"
SECRET = WHO.encode()
SHEET = b'<worksheet><table displayName="Table1" name="Table1"/></worksheet>'


def segment(kind: int, body: bytes) -> bytes:
    return bytes([0xFF, kind]) + (len(body) + 2).to_bytes(2) + body


JPEG = (
    b"\xff\xd8" + segment(0xE0, b"JFIF\0") + segment(0xE1, b"Exif\0\0" + SECRET) + segment(0xFE, SECRET)
    + segment(0xDB, b"table") + segment(0xDA, b"scan") + b"picture\xff\xd9" + SECRET
)  # fmt: skip


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + b"crc."


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"head")
    + chunk(b"tEXt", b"Author\0" + SECRET)
    + chunk(b"IDAT", b"data")
)
PARTS = {
    "docProps/core.xml": f"<cp:lastModifiedBy>{WHO}</cp:lastModifiedBy>",
    "xl/workbook.xml": f'<x15ac:absPath url="C:\\{WHO}\\" xmlns:x15ac="x"/>',
    "xl/persons/person.xml": f'<person displayName="{WHO}" id="1" userId="{WHO}" providerId="None"/>',
    "xl/comments1.xml": f"<authors><author>{WHO}</author></authors>",
    "ppt/commentAuthors.xml": f'<p:cmAuthor id="0" name="{WHO}" initials="{WHO}"/>',
    "word/comments.xml": f'<w:comment w:author="{WHO}" w:initials="{WHO}"/>',
    "customXml/item1.xml": f"<company>{WHO}</company>",
    "word/_rels/document.xml.rels": f'<Relationship Id="r1" Target="file:///C:/{WHO}" TargetMode="External"/>',
    "_rels/.rels": '<Relationships><Relationship Id="r9" Type="metadata/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>',
}  # fmt: skip


def office(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return out.getvalue()


def read(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        return {name: given.read(name) for name in given.namelist()}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_part_of_an_office_file_names_nobody(part: str) -> None:
    bare = read(
        without_metadata("表.xlsx", office({part: PARTS[part].encode(), "docProps/thumbnail.jpeg": JPEG}))
    )

    assert SECRET not in b"".join(bare.values())
    assert set(bare) == {part}
    assert b"thumbnail" not in bare[part]


def test_what_shows_the_content_stays() -> None:
    bare = read(
        without_metadata("表.xlsx", office({"xl/tables/table1.xml": SHEET, "xl/media/image1.jpeg": JPEG}))
    )

    assert bare["xl/tables/table1.xml"] == SHEET
    assert bare["xl/media/image1.jpeg"] == without_metadata("图.jpg", JPEG)


@pytest.mark.parametrize(
    ("name", "content", "kept"), [("图.jpg", JPEG, b"picture"), ("图.png", PNG, b"data")]
)
def test_a_picture_loses_its_remarks_and_keeps_its_points(name: str, content: bytes, kept: bytes) -> None:
    bare = without_metadata(name, content)

    assert SECRET not in bare
    assert kept in bare
    assert bare[:4] == content[:4]


def test_a_note_in_a_pdf_has_no_author() -> None:
    made = PdfWriter()
    made.add_blank_page(200, 200)
    note = Text(text="意见", rect=(0, 0, 50, 50), title_bar=WHO)
    made.add_annotation(0, note)
    out = io.BytesIO()
    made.write(out)

    bare = PdfReader(io.BytesIO(without_metadata("方案.pdf", out.getvalue())))

    [left] = [each.get_object() for each in bare.pages[0]["/Annots"]]
    assert (left.get("/T"), left["/Contents"]) == (None, "意见")
