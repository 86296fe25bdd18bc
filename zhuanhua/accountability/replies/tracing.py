"""Which numbers of a letter have no origin? The text is set as it will be printed, read by the claims engine, and compared with its marks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.accountability.replies import linking
from zhuanhua.accountability.replies.notation import Mark, figure_mark, marks_of
from zhuanhua.accountability.replies.saying import Said
from zhuanhua.engines.claims import Audit, Claim, audit_text
from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS
from zhuanhua.engines.claims.numbers import shadow
from zhuanhua.engines.claims.periods import year_of
from zhuanhua.engines.claims.show import decimal_text, working_text

AROUND = 12
# A claim reaches beyond its mark by softening words at most (近、余、以上); a digit, a numeral or a unit of size is a number of its own.
_NUMERIC = re.compile(r"[\d零〇○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟%:/分之倍番]")
_JOINED = re.compile(r"[\d零〇一二三四五六七八九十百千万亿两.]")  # a number that runs into a mark
_BARE = re.compile(
    r"(?<![\dA-Za-z.,:/〔\[(（第-])\d[\d,]*(?:\.\d+)?(?![\dA-Za-z年月日号届次时分〕\]%:/-]|[.．、])"
)
UNTRACED, FAULTY, REPLACED, DIFFERS, BARE = "untraced", "faulty", "replaced", "differs", "bare"


@dataclass(frozen=True)
class Piece:
    """A stretch of the printed text: plain, or said by a mark; `number` counts the marked ones from 1."""

    text: str
    start: int
    end: int
    mark: Mark | None = None
    said: Said | None = None
    number: int = 0


@dataclass(frozen=True)
class Problem:
    """One place that is not in order: what, where (line from 1, words around), why, and what to do."""

    kind: str
    text: str
    line: int
    around: str
    why: str
    way_out: str = ""
    blocks: bool = True
    start: int = -1
    end: int = -1


@dataclass(frozen=True)
class Cut:
    """A number whose last digits were dropped where rounding would have given another: true, but to be said."""

    start: int
    end: int
    working: str

    @property
    def words(self) -> str:
        """Say it in one sentence."""
        return _("按文中的数，%(working)s：这里去尾取整，没有四舍五入。") % {"working": self.working}


@dataclass
class Trace:
    """A letter as it will be printed, its pieces, and everything that is not in order, in the order of the text."""

    text: str
    pieces: list[Piece]
    problems: list[Problem] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    claims: int = 0

    @property
    def said(self) -> list[Piece]:
        """The pieces that a mark says."""
        return [piece for piece in self.pieces if piece.mark is not None]

    def cut_at(self, piece: Piece) -> str:
        """What is to be said of a number that was cut, empty where it was rounded or nothing speaks of it."""
        return next(
            (each.words for each in self.cuts if each.start < piece.end and piece.start < each.end), ""
        )

    @property
    def blocking(self) -> list[Problem]:
        """What must be settled before the letter leaves the house."""
        return [problem for problem in self.problems if problem.blocks]


def trace(source: str, say: Callable[[Mark], Said]) -> Trace:
    """Set the text with what `say` answers for each mark, and find every number that no mark says."""
    pieces, text = _set(source, say)
    found = Trace(text, pieces)
    audit = audit_text(text)
    found.claims = len(audit.claims)
    problems = [_faulty(found, piece) for piece in found.said if piece.said is not None and piece.said.fault]
    problems += [_replaced(found, piece) for piece in found.said if _is_replaced(piece)]
    links = linking.linked(audit.claims)
    problems += [
        _untraced(found, claim, links.get(at, ""))
        for at, claim in enumerate(audit.claims)
        if not _is_said(claim, found.said, text)
    ]
    problems += _differing(found, audit)
    problems += _bare(found, audit)
    found.cuts = _cuts(audit)
    found.problems = sorted(problems, key=lambda problem: problem.start)
    return found


def _set(source: str, say: Callable[[Mark], Said]) -> tuple[list[Piece], str]:
    pieces: list[Piece] = []
    text, place = "", 0
    answers: dict[Any, Said] = {}
    for number, mark in enumerate(marks_of(source), start=1):
        plain = source[place : mark.start]
        pieces.append(Piece(plain, len(text), len(text) + len(plain)))
        text += plain
        key = mark.key if not mark.fault else (mark.start,)
        if key not in answers:
            answers[key] = say(mark)
        said = answers[key]
        pieces.append(Piece(said.text, len(text), len(text) + len(said.text), mark, said, number))
        text += said.text
        place = mark.end
    rest = source[place:]
    pieces.append(Piece(rest, len(text), len(text) + len(rest)))
    return pieces, text + rest


def _is_said(claim: Claim, said: list[Piece], text: str) -> bool:
    """Whether a mark says the whole number: what stands outside the mark is a softening word at most."""
    for piece in said:
        if claim.start < piece.end and piece.start < claim.end and not (piece.said and piece.said.fault):
            outside = (
                text[claim.start : max(claim.start, piece.start)]
                + text[min(claim.end, piece.end) : claim.end]
            )
            before = text[max(0, piece.start - 1) : piece.start]
            return _NUMERIC.search(shadow(outside)) is None and _JOINED.search(shadow(before)) is None
    return False


def _is_replaced(piece: Piece) -> bool:
    return bool(piece.said and piece.said.reference and piece.said.reference.replaced_by)


def _faulty(found: Trace, piece: Piece) -> Problem:
    said: Any = piece.said
    return _problem(found, FAULTY, piece.start, piece.end, said.fault, _("请改正这处引用。"))


def _replaced(found: Trace, piece: Piece) -> Problem:
    said: Any = piece.said
    way_out = _("请改成%(mark)s。") % {"mark": said.reference.replaced_by}
    return _problem(found, REPLACED, piece.start, piece.end, _("这个引用数已经可以由记录计算。"), way_out)


def _untraced(found: Trace, claim: Claim, code: str) -> Problem:
    year = year_of(claim.period)
    if code:
        way_out = _("记录里有这个指标，可以改成%(mark)s。") % {"mark": figure_mark(code, year=year)}
    else:
        way_out = _("请改为引用指标；记录里没有的，先录入引用数并写明出处。")
    return _problem(found, UNTRACED, claim.start, claim.end, _("这个数没有出处。"), way_out)


def _differing(found: Trace, audit: Audit) -> list[Problem]:
    """What the letter's own arithmetic speaks against: told, but left to the drafter (a rounding may be meant)."""
    problems = []
    for relation in audit.relations:
        if relation.status == CONTRADICTED:
            claim = audit.claims[relation.result]
            why = _("与文中别的数对不上，由它们算出的是%(number)s。") % {
                "number": decimal_text(audit, relation)
            }
            problems.append(_problem(found, DIFFERS, claim.start, claim.end, why, blocks=False))
    return problems


def _cuts(audit: Audit) -> list[Cut]:
    return [
        Cut(claim.start, claim.end, working_text(audit, relation))
        for relation in audit.relations
        for claim in [audit.claims[relation.result]]
        if (relation.status, relation.rounding, claim.modifier) == (HOLDS, "cut", "exact")
        and relation.computed != relation.printed
    ]


def _bare(found: Trace, audit: Audit) -> list[Problem]:
    """Digits without a unit that are no date, number of a document or clause: perhaps a number whose unit was forgotten."""
    copy = shadow(found.text)
    taken = [(claim.start, claim.end) for claim in audit.claims]
    taken += [(piece.start, piece.end) for piece in found.said]
    return [
        _problem(
            found, BARE, match.start(), match.end(), _("这个数没有单位，看不出是不是统计数。"), blocks=False
        )
        for match in _BARE.finditer(copy)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]


def _problem(
    found: Trace, kind: str, start: int, end: int, why: str, way_out: str = "", *, blocks: bool = True
) -> Problem:
    line = found.text.count("\n", 0, start) + 1
    begin = found.text.rfind("\n", 0, start) + 1
    stop = found.text.find("\n", end)
    around = found.text[
        max(begin, start - AROUND) : min(stop if stop >= 0 else len(found.text), end + AROUND)
    ]
    return Problem(
        kind, found.text[start:end], line, around.strip(), why, way_out, blocks=blocks, start=start, end=end
    )
