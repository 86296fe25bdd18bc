"""Is a picture or a PDF whole, and of a size that can be shown? Read from its own marks, without decoding it; this module knows no Django."""

import zipfile
from typing import BinaryIO

MAX_SIDE = 20_000  # pixels
MAX_PIXELS = 120_000_000
PDF_TAIL = 4_096
PNG_END = b"IEND\xaeB`\x82"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
BARE = frozenset({0x01, *range(0xD0, 0xD9)})


def hides_archive(content: BinaryIO) -> bool:
    """Tell whether the end of the file reads as a zip: a picture or a PDF that is an archive too."""
    try:
        return zipfile.is_zipfile(content)
    finally:
        content.seek(0)


def is_whole_pdf(content: BinaryIO, size: int) -> bool:
    """Tell whether a PDF ends as one; whether it opens is for its reader to say."""
    return b"%%EOF" in _part(content, max(0, size - PDF_TAIL), PDF_TAIL)


def size_of_png(content: BinaryIO, size: int) -> tuple[int, int] | None:
    """Give width and height; None when it is not a whole PNG with nothing behind it."""
    head = _part(content, 0, 33)
    if head[12:16] != b"IHDR" or _part(content, max(0, size - 8), 8) != PNG_END:
        return None
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def size_of_jpeg(content: BinaryIO, size: int) -> tuple[int, int] | None:
    """Give width and height from the first frame; None when there is none or the picture does not end."""
    try:
        found = _frame(content)
        content.seek(0)
        return found if found and content.read().rfind(b"\xff\xd9") > 0 else None
    finally:
        content.seek(0)


def is_too_large(size: tuple[int, int]) -> bool:
    """Tell whether showing it would take more memory than a desk has."""
    return max(size) > MAX_SIDE or size[0] * size[1] > MAX_PIXELS


def _frame(content: BinaryIO) -> tuple[int, int] | None:
    content.seek(2)
    while True:
        mark = content.read(2)
        while len(mark) == 2 and mark[0] == 0xFF and mark[1] == 0xFF:
            mark = mark[1:] + content.read(1)
        if len(mark) < 2 or mark[0] != 0xFF:
            return None
        if mark[1] in BARE:
            continue
        length = int.from_bytes(content.read(2), "big")
        if mark[1] in FRAMES:
            body = content.read(5)
            return (
                (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
                if len(body) == 5
                else None
            )
        if length < 2:
            return None
        content.seek(length - 2, 1)


def _part(content: BinaryIO, start: int, length: int) -> bytes:
    content.seek(start)
    try:
        return content.read(length)
    finally:
        content.seek(0)
