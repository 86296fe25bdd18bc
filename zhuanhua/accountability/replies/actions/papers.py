"""How is a letter kept as it was sent? Word and PDF are drawn once, when it is issued, and lie in the store from then on."""

from typing import Any

from zhuanhua.accountability.replies.letter_files import KINDS, drawn, file_name
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.shared.documents.actions import keep_paper


def keep_papers(letter: Letter, by: Any) -> None:
    """Draw both papers of a letter that has just been issued and keep them; the fingerprints stand in the journal."""
    for kind in KINDS.values():
        paper = keep_paper(
            name=file_name(letter, kind), content=drawn(letter, kind), kind=kind.code, media_type=kind.media_type,
            case=letter, by=by,
        )  # fmt: skip
        setattr(letter, kind.field, paper)
    letter.save(update_fields=[kind.field for kind in KINDS.values()])
