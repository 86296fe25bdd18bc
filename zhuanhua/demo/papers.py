"""How do the demo city's contract texts come about? As small PDF files, written line by line without any library.

The font is one of the five that every PDF reader knows for Chinese (STSong-Light), so nothing has to be embedded.
"""

from collections.abc import Sequence
from io import BytesIO

LINES_ON_PAGE = 38
TOP, LEFT, LEADING = 790, 64, 19


def pdf(title: str, paragraphs: Sequence[str]) -> BytesIO:
    """Set a title and paragraphs on A4 pages."""
    lines = [line for paragraph in paragraphs for line in _wrapped(paragraph)]
    pages = [lines[start : start + LINES_ON_PAGE] for start in range(0, len(lines), LINES_ON_PAGE)] or [[]]
    font = 3
    kids = [4 + 2 * number for number in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode(),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
            b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
            b"/DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
            b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
        ),
    ]
    for number, page in enumerate(pages):
        content = _page(title if number == 0 else "", page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 {font} 0 R >> >> "
            f"/Contents {kids[number] + 1} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    return _file(objects)


def _page(title: str, lines: Sequence[str]) -> bytes:
    parts = ["BT"]
    if title:
        parts += [f"/F1 16 Tf 1 0 0 1 {LEFT} {TOP} Tm <{_hex(title)}> Tj"]
    parts += [f"/F1 11 Tf {LEADING} TL 1 0 0 1 {LEFT} {TOP - 34} Tm"]
    parts += [f"<{_hex(line)}> Tj T*" for line in lines]
    return "\n".join([*parts, "ET"]).encode()


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _wrapped(paragraph: str, width: int = 42) -> list[str]:
    return [paragraph[start : start + width] for start in range(0, len(paragraph), width)] or [""]


def _file(objects: Sequence[bytes]) -> BytesIO:
    out = BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    out.seek(0)
    return out
