"""Have the numbers of a frozen letter moved since? Which, from what to what, and because of which records."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from zhuanhua.accountability.replies.models import Letter, LetterFigure
from zhuanhua.accountability.replies.notation import marks_of
from zhuanhua.accountability.replies.queries import frozen_figures_of
from zhuanhua.accountability.replies.saying import LETTER_LANGUAGE, say
from zhuanhua.core.wording import amount_words
from zhuanhua.shared.figures.frozen import Drift, counted_together, drift
from zhuanhua.shared.figures.frozen_words import told_apart

NAMED = 5  # records named in a sentence; the others stand on the page of the frozen figure


@dataclass(frozen=True)
class Moved:
    """One frozen number that the records, or the document, no longer say."""

    figure: LetterFigure
    then: str
    now: str
    why: str

    @property
    def words(self) -> str:
        """Say it in one sentence."""
        told = {"name": self.figure.name, "then": self.then, "now": self.now, "why": self.why}
        return _("%(name)s：冻结时%(then)s，现在%(now)s。%(why)s") % told


@dataclass(frozen=True)
class Row:
    """One number of a frozen letter, and whether it has moved."""

    figure: LetterFigure
    moved: Moved | None


def moved_figures(letter: Letter) -> list[Moved]:
    """Count every number of the letter again; gives those that differ. Empty while nothing is frozen."""
    return [row.moved for row in rows_of([letter])[letter.pk] if row.moved]


def rows_of(letters: Iterable[Letter]) -> dict[int, list[Row]]:
    """Count every number of every letter again, all of them together; gives the numbers of each letter, in the order of its text."""
    rows: dict[int, list[Row]] = {letter.pk: [] for letter in letters}
    kept = list(frozen_figures_of(letters))
    with counted_together(figure.frozen for figure in kept if figure.frozen):
        for figure in kept:
            rows[figure.letter_id].append(Row(figure, _moved(figure)))
    return rows


def _moved(figure: LetterFigure) -> Moved | None:
    if figure.frozen is None:
        return _moved_reference(figure)
    found = drift(figure.frozen)
    if found.is_intact and not found.has_moved:
        return None
    mark = marks_of(figure.mark)[0]
    said = say(mark, {})
    why = why_of(found) if found.is_intact else _("冻结版的封印对不上，须查明原因。")
    then, now = figure.text, said.fault or said.text
    if then == now:  # the same in print, another to the fen
        with override(LETTER_LANGUAGE):
            then, now = told_apart(found)
    return Moved(figure, then, now, why)


def _moved_reference(figure: LetterFigure) -> Moved | None:
    reference: Any = figure.reference
    if reference.replaced_by:
        return Moved(figure, figure.text, reference.replaced_by, _("现在可以由记录计算。"))
    if (reference.text, reference.source, reference.as_of) == (figure.text, figure.source, figure.as_of):
        return None
    return Moved(figure, figure.text, reference.text, _("引用数已按出处更正。"))


def why_of(found: Drift) -> str:
    """Say which records came, went or changed."""
    parts = [
        ngettext(
            "此后补进%(count)s条记录（%(named)s）。",
            "此后补进%(count)s条记录（%(named)s）。",
            len(found.added),
        )
        % {"count": len(found.added), "named": _named(found, found.added, "added_sum")}
        if found.added
        else "",
        ngettext(
            "此后移出%(count)s条记录（%(named)s）。",
            "此后移出%(count)s条记录（%(named)s）。",
            len(found.removed),
        )
        % {"count": len(found.removed), "named": _named(found, found.removed, "removed_sum")}
        if found.removed
        else "",
        ngettext(
            "此后改动%(count)s条记录（%(named)s）。",
            "此后改动%(count)s条记录（%(named)s）。",
            len(found.changed),
        )
        % {"count": len(found.changed), "named": _named(found, found.changed, "changed_sum")}
        if found.changed
        else "",
    ]
    return "".join(parts) or _("由别的指标推算，请打开那些指标看是哪些记录。")


def _named(found: Drift, members: dict[str, Any], total: str) -> str:
    names = _("、").join(sorted(members)[:NAMED]) + (_("等") if len(members) > NAMED else "")
    if found.frozen.unit != "yuan":
        return names
    return _("%(names)s，合计%(amount)s") % {"names": names, "amount": amount_words(getattr(found, total))}
