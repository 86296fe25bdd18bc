"""Is a zip archive what its directory says? Names, places and sizes are judged before a byte is unpacked; this module knows no Django."""

import zipfile
from collections.abc import Iterator

CHUNK = 1024 * 1024
LOCAL_HEADER = 30  # bytes, and the name behind it
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LINK = 0o120000
FILE_TYPE = 0o170000
PROGRAMS = (
    ".bat", ".class", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".htm", ".html", ".jar", ".js", ".jse", ".lnk", ".msi", ".ole", ".pif",
    ".ps1", ".reg", ".scr", ".sh", ".swf", ".vbe", ".vbs", ".wsf", ".7z", ".gz", ".rar", ".zip", ".docm", ".dotm", ".pptm", ".xlam", ".xlsm", ".xltm",
)  # fmt: skip
PROGRAM_MARKS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe")


class OddArchive(ValueError):
    """An archive that two readers would read differently, or that lies about itself."""


def check_places(archive: zipfile.ZipFile) -> None:
    """Raise OddArchive for parts that climb out, link, share bytes or a name, and for bytes that stand before, between or behind.

    What two readers understand differently, one of them lets through: the last of two directories, names that end at
    a NUL, compressions that office programs do not write.
    """
    entries = archive.infolist()
    lowered = [entry.filename.lower() for entry in entries]
    if archive.comment or len(set(lowered)) != len(lowered) or any(_is_odd(entry) for entry in entries):
        raise OddArchive
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end or (not end and entry.header_offset):
            raise OddArchive
        name = len(entry.orig_filename) if entry.orig_filename.isascii() else 0
        end = entry.header_offset + LOCAL_HEADER + name + entry.compress_size
    if end > archive.start_dir:
        raise OddArchive


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    return (
        name.startswith("/")
        or any(sign in name for sign in "\\:\0")
        or ".." in name.split("/")
        or (entry.external_attr >> 16) & FILE_TYPE == LINK
        or entry.compress_type not in METHODS
    )


def chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a part by the megabyte to its true end; OddArchive when another number of bytes comes out than the directory says."""
    told, entry.file_size = entry.file_size, 1 << 62
    came = 0
    try:
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                came += len(chunk)
                if came > told:
                    raise OddArchive
                yield chunk
    finally:
        entry.file_size = told
    if came != told:
        raise OddArchive
