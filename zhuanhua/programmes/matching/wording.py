"""How does a ranking read: levels, what speaks for a pair, what to look at, and which words stand on both sides?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.matching.ranking import Why
from zhuanhua.shared.catalogue import fields
from zhuanhua.shared.people.districts import area_name

WORDS = ("phrase", "word")
HIGHEST = 4
MOST_MARKS = 6
SIGNS = "①②③④⑤⑥"  # beside a figure a plain 3 would read as a digit of it
AROUND = 24  # characters shown on either side of a word that stands only in the full text
LEAST = 0.08  # what weighs less explains nothing: words such as “可以”


@dataclass(frozen=True, slots=True)
class Line:
    """One line of reasons, and how much it weighs where the engine weighs it; `mark` is the number of the shared words in both texts."""

    words: str
    weight: float | None = None
    mark: str = ""


def level_words(level: int) -> str:
    """Name a level from 1 to 4."""
    return {4: _("高度匹配"), 3: _("较为匹配"), 2: _("部分匹配")}.get(level, _("仅供参考"))


def chance_words(level: int, chance: int) -> str:
    """Say how sure a level is; nothing is better than the highest."""
    words = {"level": level_words(level), "chance": chance}
    return (
        _("%(level)s的把握：%(chance)d%%") if level == HIGHEST else _("%(level)s或更好的把握：%(chance)d%%")
    ) % words


def shared_words(reasons: Sequence[Why]) -> list[str]:
    """Give the words that both sides use, heaviest first: they are numbered in this order."""
    return [str(one.facts["text"]) for one in reasons if one.kind in WORDS and one.weight >= LEAST][
        :MOST_MARKS
    ]


def for_it(item: Any, other: Any, reasons: Sequence[Why]) -> list[Line]:
    """Say what speaks for the pair."""
    marks = shared_words(reasons)
    found = [
        Line(
            _for(one),
            one.weight,
            SIGNS[marks.index(one.facts["text"])] if one.facts.get("text") in marks else "",
        )
        for one in reasons
        if one.weight > 0 and (one.kind not in WORDS or one.weight >= LEAST) and _for(one)
    ]
    if set(item.cooperation) & set(other.cooperation):
        found.append(Line(_("愿意的合作方式相合")))
    return found


def against(item: Any, other: Any, reasons: Sequence[Why]) -> list[Line]:
    """Say what is missing or speaks against it."""
    found = [Line(_against(one), one.weight) for one in reasons if one.weight < 0 and _against(one)]
    need, achievement = (item, other) if item.case_kind == "need" else (other, item)
    if not need.budget_fen or not achievement.price_fen:
        found.append(Line(_("价格要面议")))
    if not achievement.rights:
        found.append(Line(_("没有写知识产权")))
    return found


def reason_words(why: Why) -> str:
    """Say one reason for or against a pair; an empty text for what explains nothing."""
    return _for(why) if why.weight > 0 else _against(why)


def marked(text: str, words: Sequence[str]) -> list[tuple[str, str]]:
    """Cut a text into pieces, each with the sign of the shared words it is, or none; a longer word goes before a shorter one in it."""
    pieces: list[tuple[str, str]] = [(text, "")]
    for number, word in sorted(zip(SIGNS, words, strict=False), key=lambda each: -len(each[1])):
        pieces = [
            cut
            for piece, known in pieces
            for cut in (((piece, known),) if known else _cut(piece, word, number))
        ]
    return [piece for piece in pieces if piece[0]]


def excerpts(text: str, words: Sequence[str], shown: str) -> list[str]:
    """Give the places of a full text where the shared words stand that what is shown does not hold."""
    found: list[str] = []
    for word in words:
        at = text.lower().find(word.lower())
        if at < 0 or any(word.lower() in one.lower() for one in (shown, *found)):
            continue
        start, end = max(at - AROUND, 0), min(at + len(word) + AROUND, len(text))
        piece = " ".join(text[start:end].split())
        found.append(f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}")
    return found


def _cut(text: str, word: str, sign: str) -> list[tuple[str, str]]:
    at = text.lower().find(word.lower())
    if at < 0:
        return [(text, "")]
    end = at + len(word)
    return [(text[:at], ""), (text[at:end], sign), (text[end:], "")]


def _for(why: Why) -> str:
    facts = why.facts
    if why.kind in WORDS:
        where = pgettext("part", "需求名称") if facts["in"] == "title" else _("需求正文")
        return _("两边都写了“%(text)s”（%(where)s里）") % {"text": facts["text"], "where": where}
    if why.kind == "related":
        return _("“%(to)s”和对方的“%(text)s”意思相近") % facts
    if why.kind == "field":
        whole = facts["wished"] == facts["has"]
        return (_("同一技术领域：%(field)s") if whole else _("同一大类，细分领域不同：%(field)s")) % {
            "field": _fields(str(facts["wished"]))
            if whole
            else _fields(str(facts["wished"]).partition("/")[0])
        }
    if why.kind == "maturity":
        return _("成熟度TRL %(has)s，达到希望的TRL %(wished)s") % facts
    if why.kind == "figure":
        return _("%(of)s达到要求：要求%(wished)s，成果写%(has)s") % facts
    if why.kind == "region":
        near = int(facts["shared"])
        return {3: _("在同一区县"), 2: _("在同一城市：%(place)s")}.get(near, _("在同一省：%(place)s")) % {
            "place": area_name(f"{str(facts['has'])[:4]}00")
        }
    return _("参考价格%(price)s，在预算%(budget)s之内") % _money(why) if why.kind == "price" else ""


def _against(why: Why) -> str:
    if why.kind == "missing":
        return _("对方没有提到“%(text)s”") % why.facts
    if why.kind == "field":
        return _("不在同一技术领域：希望%(wished)s，对方%(has)s") % {
            name: _fields(str(why.facts[name])) for name in ("wished", "has")
        }
    if why.kind == "maturity":
        return _("成熟度TRL %(has)s，比希望的TRL %(wished)s低%(gap)s级") % why.facts
    if why.kind == "figure":
        return _("%(of)s没有达到要求：要求%(wished)s，成果写%(has)s") % why.facts
    return _("参考价格%(price)s，高于预算%(budget)s") % _money(why) if why.kind == "price" else ""


def _money(why: Why) -> dict[str, str]:
    return {name: amount_words(int(why.facts[f"{name}_fen"])) for name in ("price", "budget")}


def _fields(path: str) -> str:
    names = {**fields.DOMAINS, **fields.FIELDS}
    return " · ".join(str(names.get(code, code)) for code in path.split("/"))
