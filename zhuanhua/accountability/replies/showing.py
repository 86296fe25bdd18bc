"""How does a letter with its figures look on a page? Cut at its numbers, each in its colour, with the reason beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.accountability.replies.drifting import Moved
from zhuanhua.accountability.replies.models import Letter, LetterFigure
from zhuanhua.accountability.replies.paper import kind_of
from zhuanhua.accountability.replies.saying import Said
from zhuanhua.accountability.replies.tracing import BARE, DIFFERS, REPLACED, Piece, Problem, Trace
from zhuanhua.shared.figures import catalogue, queries

CSS = {
    "counted": "claim-ok",
    "quoted": "claim-quoted",
    "differs": "claim-differs",
    "lost": "claim-lost",
}
BARS = {"counted": "t-ok", "quoted": "t-quoted", "differs": "t-differs", "lost": "t-lost"}
TONES = {"counted": "done", "quoted": "outside", "differs": "warn", "lost": "late"}
TAGS = {"first": "h3", "second": "p", "plain": "p"}


def words() -> dict[str, str]:
    """What each colour means."""
    return {
        "counted": _("由记录计算"),
        "quoted": _("引用文件"),
        "differs": _("有出入"),
        "lost": _("无出处"),
    }


@dataclass(frozen=True)
class Spot:
    """One coloured stretch of the letter: a number that a mark says, or one that nothing says; `number` from 1."""

    number: int
    start: int
    end: int
    text: str
    tone: str
    piece: Piece | None = None
    problem: Problem | None = None
    moved: Moved | None = None
    cut: str = ""

    @property
    def css(self) -> str:
        """The class of its colour."""
        return CSS[self.tone]

    @property
    def word(self) -> str:
        """Its colour in a word."""
        return words()[self.tone]

    @property
    def badge(self) -> str:
        """The tone of its badge."""
        return TONES[self.tone]

    @property
    def said(self) -> Said | None:
        """What the mark says."""
        return self.piece.said if self.piece else None

    @property
    def mark(self) -> str:
        """The mark as written."""
        return self.piece.mark.key if self.piece and self.piece.mark else ""


def spots_of(found: Trace, moved: Sequence[Moved] = ()) -> list[Spot]:
    """Give every coloured stretch in the order of the text; what no mark says stands where no mark stands."""
    by_mark = {each.figure.mark: each for each in moved}
    spans: list[dict[str, Any]] = []
    for piece in found.said:
        told = next(
            (each for each in found.problems if each.start < piece.end and piece.start < each.end), None
        )
        changed = by_mark.get(piece.mark.key) if piece.mark else None
        spans.append(
            {"start": piece.start, "end": piece.end, "tone": _tone(piece, told, changed), "piece": piece, "problem": told, "moved": changed,
             "cut": found.cut_at(piece)}
        )  # fmt: skip
    for problem in sorted(found.problems, key=lambda each: not each.blocks):
        for start, end in _outside(problem, found.said):
            if not any(span["start"] < end and start < span["end"] for span in spans):
                spans.append(
                    {"start": start, "end": end, "tone": _tone(None, problem, None), "problem": problem}
                )
    spans.sort(key=lambda span: (span["start"], span["end"]))
    return [
        Spot(number=number, text=found.text[span["start"] : span["end"]], **span)
        for number, span in enumerate(spans, start=1)
    ]


def _tone(piece: Piece | None, problem: Problem | None, moved: Moved | None) -> str:
    if moved is not None:
        return "differs"
    if problem is not None and problem.blocks and problem.kind != REPLACED:
        return "lost"
    if problem is not None and problem.kind in {DIFFERS, REPLACED, BARE}:
        return "differs"
    return "quoted" if piece is not None and piece.said and piece.said.reference else "counted"


def _outside(problem: Problem, said: list[Piece]) -> list[tuple[int, int]]:
    """The parts of a problem's place that no mark covers; a sum that does not fit is told at the mark itself."""
    if problem.kind == DIFFERS and any(p.start < problem.end and problem.start < p.end for p in said):
        return []
    parts = [(problem.start, problem.end)]
    for piece in said:
        parts = [
            part
            for start, end in parts
            for part in ((start, min(end, piece.start)), (max(start, piece.end), end))
            if part[0] < part[1]
        ]
    return parts


def lines_of(found: Trace, spots: list[Spot], *, current: int | None = None) -> list[dict[str, Any]]:
    """The letter line by line: which kind of line, and its pieces, plain or coloured."""
    lines: list[dict[str, Any]] = []
    place, at = 0, 0
    for row, line in enumerate(found.text.split("\n")):
        end, pieces = place + len(line), []
        while at < len(spots) and spots[at].start < end:
            spot = spots[at]
            pieces.append({"text": found.text[place : spot.start]})
            pieces.append({"text": spot.text, "spot": spot, "current": spot.number == current})
            place, at = spot.end, at + 1
        pieces.append({"text": found.text[place:end]})
        if line.strip():
            kind = "h2" if row == 0 else TAGS[kind_of(line.strip())]
            lines.append({"kind": kind, "pieces": pieces})
        place = end + 1
    return lines


def tally_of(spots: list[Spot]) -> dict[str, Any]:
    """Counts per colour, as pills and as a bar 740 wide."""
    total, pills, bars, x = len(spots), [], [], 0
    for tone, word in words().items():
        count = sum(spot.tone == tone for spot in spots)
        pills.append({"word": word, "count": count, "css": CSS[tone]})
        if count:
            width = 740 * count // total
            bars.append({"css": BARS[tone], "x": x, "width": max(width - 2, 1)})
            x += width
    spoken = _("，").join(f"{pill['word']} {pill['count']}" for pill in pills)
    return {"total": total, "pills": pills, "bars": bars, "spoken": spoken}


def explained(spot: Spot, person: Any, letter: Letter) -> dict[str, Any]:
    """Everything behind one number, and the addresses at which it opens."""
    said, kept = spot.said, _kept(spot, letter)
    told: dict[str, Any] = {"spot": spot, "said": said, "kept": kept, "links": []}
    if said is None or said.fault or not spot.piece or not spot.piece.mark:
        return told
    if said.reference is not None:
        told["links"].append((_("引用数"), reverse("replies:reference", args=[said.reference.code])))
        return told
    mark = spot.piece.mark
    figure = catalogue.find(mark.code)
    period = said.period or queries.Period(
        kept.frozen.since if kept and kept.frozen else None,
        kept.frozen.until if kept and kept.frozen else None,
    )
    told["records_url"] = queries.drill_url(figure, person, period=period, where=mark.where)
    query = f"?year={period.year}" if period.year else ""
    told["links"].append((_("指标定义和历年"), reverse("statistics:figure", args=[mark.code]) + query))
    if kept is not None and kept.frozen is not None:
        place = [kept.frozen.frozen_set.number, mark.code]
        told["links"].append((_("冻结的记录"), reverse("statistics:frozen_figure", args=place)))
        told["moment"] = kept.frozen.frozen_set.frozen_at
    return told


def _kept(spot: Spot, letter: Letter) -> LetterFigure | None:
    if not letter.is_frozen or not spot.mark:
        return None
    found = letter.figures.select_related("frozen__frozen_set").filter(edition=letter.edition, mark=spot.mark)
    return found.first()
