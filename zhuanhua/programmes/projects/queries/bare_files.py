"""How does a file lose what tells who made it: authors, paths, people, pictures' places? Its content stays."""

import io
import re
import zipfile
from xml.etree.ElementTree import ParseError

EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
# Attributes and elements of office files that name people and places; the common ones only in parts about people.
ATTRIBUTES = re.compile(rb'(\bw(?:15)?:(?:author|initials|userId|providerId)=")[^"]*(")')
OF_PEOPLE = re.compile(rb'(\s(?:displayName|userId|providerId|author|userName|initials|name)=")[^"]*(")')
ELEMENTS = re.compile(rb"(<(?:\w+:)?(?:author|absPath|lastModifiedBy|creator)>)[^<]*(</)")
PATHS = re.compile(rb"<(?:\w+:)?absPath\b[^>]*/>")
RELATION = re.compile(rb"<Relationship\b[^>]*>")
TARGET = re.compile(rb'(\bTarget=")[^"]*(")')
PEOPLE = re.compile(rb'(\s(?:displayName|userId|providerId|author|userName|initials|name)=")[^"]*(")')
ELEMENTS = re.compile(rb"(<(?:\w+:)?(?:author|absPath|lastModifiedBy|creator)>)[^<]*(</)")
PATHS = re.compile(rb"<(?:\w+:)?absPath\b[^>]*/>")
OUTSIDE = re.compile(
    rb'(<Relationship\b[^>]*\bTarget=")[^"]*("[^>]*\bTargetMode="External")|(<Relationship\b[^>]*\bTargetMode="External"[^>]*\bTarget=")[^"]*(")'
)
PEOPLE = (
    "comments",
    "persons",
    "people",
    "commentauthors",
    "authors",
    "revisions",
    "users",
)  # parts whose attributes are people's
OWN_DATA = re.compile(r"customxml/item\d*\.xml")
THUMBNAIL = "docprops/thumbnail"
JPEG_KEPT = {0xE0, 0xEE}  # of the application segments: what says how to show the picture
JPEG_DATA, JPEG_COMMENT, JPEG_FILL = 0xDA, 0xFE, 0xFF
PNG_SIGN = b"\x89PNG\r\n\x1a\n"
PNG_DROPPED = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
PDF_PERSONAL = ("/T", "/M", "/CreationDate", "/NM")


def without_metadata(name: str, content: bytes) -> bytes:
    """Give a file without author, company, comments' authors, people, paths, places and history; one that cannot be read is not shown."""
    if name.lower().endswith(".pdf") or content.startswith(b"%PDF"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    return _png(content) if content.startswith(PNG_SIGN) else content


def _pdf(content: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        writer = PdfWriter()
        for page in PdfReader(io.BytesIO(content)).pages:
            kept = writer.add_page(page)
            notes = kept["/Annots"] if "/Annots" in kept else []  # noqa: SIM401 - `get` gives a reference, not the list
            for annotation in notes:
                _bare_note(annotation.get_object())
            for key in ("/Metadata", "/PieceInfo", "/LastModified"):
                kept.pop(key, None)
        writer.metadata = None
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, ParseError):
        return b""  # what cannot be read cannot be made blind: it is not shown
    return out.getvalue()


def _bare_note(note: dict[str, object]) -> None:
    if note.get("/Subtype") == "/Widget":  # a field of a form: its /T is the field's own name
        return
    for key in PDF_PERSONAL:
        note.pop(key, None)


def _office(content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in given.infolist():
            if entry.filename.lower().startswith(THUMBNAIL):
                continue
            made.writestr(
                zipfile.ZipInfo(entry.filename), _part(entry.filename, given.read(entry.filename))
            )  # no times either
    return out.getvalue()


def _part(name: str, body: bytes) -> bytes:
    lowered = name.lower()
    if name in EMPTY:
        return EMPTY[name]
    if lowered.endswith(".rels"):
        return RELATION.sub(_relation, body)
    if OWN_DATA.fullmatch(lowered):
        return b'<?xml version="1.0" encoding="UTF-8"?><empty/>'
    if lowered.endswith(".xml"):
        body = ELEMENTS.sub(rb"\1\2", PATHS.sub(b"", ATTRIBUTES.sub(rb"\1\2", body)))
        return OF_PEOPLE.sub(rb"\1\2", body) if any(word in lowered for word in PEOPLE) else body
    if body.startswith((b"\xff\xd8", PNG_SIGN)):
        return without_metadata(name, body)
    return body


def _relation(found: re.Match[bytes]) -> bytes:
    """Lead nowhere what leads out of the file; the small picture of the first page is gone."""
    text = found[0]
    if b"thumbnail" in text:
        return b""
    return TARGET.sub(rb"\1about:blank\2", text) if b'"External"' in text else text


def _jpeg(content: bytes) -> bytes:
    """Keep the segments that make the picture; EXIF (camera, place, owner), XMP and remarks go."""
    out, place = bytearray(content[:2]), 2
    while place + 4 <= len(content) and content[place] == 0xFF:  # noqa: PLR2004 - the sign of a segment
        kind = content[place + 1]
        if kind == JPEG_FILL:
            place += 1
            continue
        if kind == JPEG_DATA:
            end = content.find(b"\xff\xd9", place)  # what stands behind the picture is no part of it
            return bytes(out) + (content[place : end + 2] if end > 0 else content[place:])
        size = 2 + int.from_bytes(content[place + 2 : place + 4])
        is_application = 0xE0 <= kind <= 0xEF  # noqa: PLR2004 - APP0 to APP15
        if kind != JPEG_COMMENT and (not is_application or kind in JPEG_KEPT):
            out += content[place : place + size]
        place += size
    return b""


def _png(content: bytes) -> bytes:
    """Keep every chunk but texts, times and EXIF."""
    out, place = bytearray(PNG_SIGN), len(PNG_SIGN)
    while place + 12 <= len(content):
        size = 12 + int.from_bytes(content[place : place + 4])
        if content[place + 4 : place + 8] not in PNG_DROPPED:
            out += content[place : place + size]
        place += size
    return bytes(out)
