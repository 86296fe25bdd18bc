"""Which bytes are handed out as a letter's Word or PDF? What was sent, once it has been sent; a fresh drawing before."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuanhua.accountability.replies.letter_docx import letter_docx
from zhuanhua.accountability.replies.letter_pdf import letter_pdf
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.documents.models import StoredFile


@dataclass(frozen=True)
class PaperKind:
    """One form of a letter: its ending, how it is drawn, and the field that holds what was sent."""

    suffix: str
    code: str
    label: Promise
    field: str
    media_type: str
    draw: Callable[[Letter], bytes]


WORD = PaperKind(
    "docx",
    "letter_word",
    gettext_lazy("签发的Word"),
    "issued_word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    letter_docx,
)
PDF = PaperKind("pdf", "letter_pdf", gettext_lazy("签发的PDF"), "issued_pdf", "application/pdf", letter_pdf)
KINDS = {kind.suffix: kind for kind in (WORD, PDF)}


def paper_bytes(letter: Letter, kind: PaperKind) -> bytes:
    """Give what was sent, or a drawing of how the letter stands now. Raises Refusal where the kept file was altered."""
    kept: StoredFile | None = getattr(letter, kind.field)
    if kept is None:
        return drawn(letter, kind)
    with kept.read() as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise Refusal(
            _("留存的“%(name)s”与签发时的指纹不符。") % {"name": kept.name},
            way_out=_("请系统管理员从备份恢复这份文件。"),
            code="altered",
        )
    return content


def drawn(letter: Letter, kind: PaperKind) -> bytes:
    """Draw the letter as it stands now."""
    return kind.draw(letter)


def file_name(letter: Letter, kind: PaperKind) -> str:
    """Name a paper by its document number once it has one."""
    return f"{letter.document_number or letter.number}.{kind.suffix}"
