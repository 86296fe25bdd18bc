"""How is a frozen number said, and why it moved? Then, now, and the records that came, went or changed."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from zhuanhua.shared.figures import catalogue, words
from zhuanhua.shared.figures.answers import Number, text_of
from zhuanhua.shared.figures.frozen import Drift
from zhuanhua.shared.figures.models import FrozenFigure


def then_text(kept: FrozenFigure) -> str:
    """Write what was frozen."""
    return _text(kept, kept.exact)


def now_text(found: Drift) -> str:
    """Write what the same question gives today."""
    return _text(found.frozen, found.now.exact) if found.now else "—"


def told_apart(found: Drift) -> tuple[str, str]:
    """Write then and now; two amounts that read the same in millions are written to the fen."""
    then, now = then_text(found.frozen), now_text(found)
    numbers = found.frozen.exact, found.now.exact if found.now else None
    if then == now and numbers[0] != numbers[1] and None not in numbers and found.frozen.unit == "yuan":
        return tuple(words.exact_text(int(words.places(Fraction(each), 0))) for each in numbers)  # type: ignore[return-value, arg-type]
    return then, now


def reasons(found: Drift, *, most: int) -> Iterator[str]:
    """Say how many records came, went or changed, what that makes, and name at most `most` of each."""
    kept = found.frozen
    if found.now is None:
        yield _("目录里已经没有这个指标。")
    for sentence, members, total in (
        (_("迟到登记%(count)d条，共%(sum)s：%(named)s。"), found.added, found.added_sum),
        (_("不再计入%(count)d条，共%(sum)s：%(named)s。"), found.removed, found.removed_sum),
        (_("数额变更%(count)d条，共%(sum)s：%(named)s。"), found.changed, found.changed_sum),
    ):
        if members:
            named = _("、").join(sorted(members)[:most]) + (_("等") if len(members) > most else "")
            yield sentence % {"count": len(members), "sum": _text(kept, total), "named": named}
    if found.now and found.has_moved and not (found.added or found.removed or found.changed):
        yield _("由别的指标推算，请看那些指标的变动。")


def _text(kept: FrozenFigure, number: Number) -> str:
    if number is None:
        return "—"
    try:
        return text_of(catalogue.find(kept.code), number)
    except catalogue.UnknownFigure:
        whole = int(words.places(Fraction(number), 0))
        return words.amount_text(whole) if kept.unit == "yuan" else str(number)
