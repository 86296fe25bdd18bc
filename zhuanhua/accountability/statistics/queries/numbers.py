"""How is a number of an indicator written at the scale of its page?"""

from fractions import Fraction

from django.utils.translation import gettext as _

from zhuanhua.shared.figures import queries, words
from zhuanhua.shared.figures.catalogue import AnyFigure


def unit_name(figure: AnyFigure, scale: str) -> str:
    """Name the unit of the numbers in a table."""
    if figure.unit == "yuan":
        return words.scale_name(scale or "yuan")
    return {"percent": "%", "m2": _("平方米"), "ratio": _("比值")}.get(figure.unit, str(figure.counter))


def number_text(figure: AnyFigure, number: queries.Number, scale: str) -> str:
    """Write a number without its unit, as it stands in a column."""
    if number is None:
        return "—"
    if figure.unit == "yuan":
        return words.scaled(int(words.places(Fraction(number), 0)), scale or "yuan")
    return queries.text_of(figure, number) if figure.unit in {"percent", "ratio"} else f"{int(number):,}"
