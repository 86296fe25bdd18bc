"""How does a sheet word what it keeps, once and in both languages: texts, values, the facts of a case?"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuanhua.core import money
from zhuanhua.shared.policy.templatetags.policy import word_of

LANGUAGES = {"zh": "zh-hans", "en": "en"}
UNKNOWN = gettext_lazy("还没有材料")
Said = dict[str, str]


def in_language(language: str, write: Any, what: Any) -> str:
    """Write something in one language, whatever the reader's is."""
    with translation.override(language):
        return str(write(what))


@lru_cache(maxsize=4096)
def _said(text: Any) -> tuple[tuple[str, str], ...]:
    return tuple((key, in_language(language, str, text)) for key, language in LANGUAGES.items())


def said(text: Any) -> Said:
    """Word a lazy text in both languages."""
    return dict(_said(text))


def here(text: Said) -> str:
    """Pick the reader's language."""
    return text["en" if (translation.get_language() or "").startswith("en") else "zh"]


def amount_text(fen: int | None) -> str:
    """Write an amount of the arithmetic; what is not known yet is a dash."""
    return "—" if fen is None else money.yuan_text(fen)


def fact_said(row: Mapping[str, Any], facts: tuple[tuple[str, Any], ...]) -> Said:
    """Word the facts of a case that a condition looks at, each under its label; an empty text where it names none."""
    found = [(label, name.endswith("_fen"), row[name]) for name, label in facts]
    return {key: in_language(language, _facts, found) for key, language in LANGUAGES.items()}


def _facts(found: list[tuple[Any, bool, Any]]) -> str:
    told = [(str(label), _fact(value, is_money=is_money)) for label, is_money, value in found]
    return _("；").join(
        _("%(label)s：%(fact)s") % {"label": label, "fact": fact} if label else fact for label, fact in told
    )


def _fact(value: Any, *, is_money: bool) -> str:
    if value is None:
        return str(UNKNOWN)
    if is_money:
        return _("%(yuan)s元") % {"yuan": money.yuan_text(value)}
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value.isoformat() if isinstance(value, date) else word_of(str(value))
