"""What stands on the paper of a letter, line by line, and in its appendix of figures? The same for Word and PDF."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.queries import frozen_figures, trace_of
from zhuanhua.accountability.replies.saying import LETTER_LANGUAGE
from zhuanhua.accountability.replies.states import LetterState
from zhuanhua.accountability.replies.tracing import Trace
from zhuanhua.core.dates import date_text

FIRST_HEAD = re.compile(r"[一二三四五六七八九十]{1,3}、.{1,40}")
SECOND_HEAD = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)].{1,40}")
NOTICES = {
    LetterState.DRAFT: "草稿，数字按今天的记录计算，不得对外",
    LetterState.COSIGNING: "会签稿，数字按今天的记录计算，不得对外",
    LetterState.FROZEN: "待签发，数字已冻结，不得对外",
    LetterState.RECALLED: "本件已收回",
}


@dataclass(frozen=True)
class Line:
    """One paragraph: an ordinary one, or a heading of the first or second order."""

    kind: str
    text: str


@dataclass(frozen=True)
class FigureRow:
    """One figure of the appendix."""

    place: int
    text: str
    name: str
    definition: str
    source: str
    as_of: str
    records: str
    cut: str = ""

    @property
    def meaning(self) -> str:
        """The definition, and that the number was cut where it was."""
        return "\n".join(filter(None, (self.definition, self.cut)))


@dataclass(frozen=True)
class Paper:
    """A letter ready to be set."""

    title: str
    addressee: str
    lines: list[Line]
    sender: str
    day: str
    number: str
    contact: str
    notice: str
    figures: list[FigureRow]


def paper_of(letter: Letter) -> Paper:
    """Set a letter with its frozen numbers, or with today's while nothing is frozen. A letter is Chinese, whoever asks."""
    with override(LETTER_LANGUAGE):
        found = trace_of(letter)
        title, _break, body = found.text.partition("\n")
        return Paper(
            title=title,
            addressee=letter.addressee,
            lines=[_line(text.strip()) for text in body.split("\n") if text.strip()],
            sender=letter.sender,
            day=_day(letter.issued_on),
            number=letter.document_number,
            contact=letter.contact,
            notice=NOTICES.get(LetterState(letter.state), ""),
            figures=figure_rows(letter, found),
        )


def figure_rows(letter: Letter, found: Trace) -> list[FigureRow]:
    """List every number once, in the order of the text, with what stands behind it; `found` is the letter's trace."""
    cuts: dict[str, str] = {}
    said: dict[str, Any] = {}
    for piece in found.said:
        if piece.mark and piece.said and not piece.said.fault:
            said.setdefault(piece.mark.key, piece.said)
            cuts[piece.mark.key] = cuts.get(piece.mark.key) or found.cut_at(piece)
    if letter.is_frozen:
        return [
            _row(each.place, each, cuts.get(each.mark, ""), is_counted=each.frozen_id is not None)
            for each in frozen_figures(letter)
        ]
    return [
        _row(place, each, cuts[key], is_counted=each.reference is None)
        for place, (key, each) in enumerate(said.items(), 1)
    ]


def kind_of(text: str) -> str:
    """Tell a heading from a paragraph."""
    if FIRST_HEAD.fullmatch(text) and not text.endswith("。"):
        return "first"
    return "second" if SECOND_HEAD.fullmatch(text) and not text.endswith("。") else "plain"


def _line(text: str) -> Line:
    return Line(kind_of(text), text)


def _row(place: int, said: Any, cut: str, *, is_counted: bool) -> FigureRow:
    return FigureRow(
        place=place,
        text=said.text,
        name=said.name,
        definition=said.definition,
        source=said.source,
        as_of=_day(said.as_of),
        records=ngettext("%(count)s条", "%(count)s条", said.records) % {"count": said.records}
        if is_counted
        else _("引用"),
        cut=cut,
    )


def _day(day: date | None) -> str:
    return date_text(day) if day else ""
