"""How is a sentence kept so that everybody reads it in their own language? As its message and the words that fill it."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from zhuanhua.core import money

_PLACE = re.compile(r"%\((\w+)\)s")


def said(message: str, words: Mapping[str, object]) -> str:
    """Give a kept message in the reader's language; each `%(name)s` is filled, and anything else stays as it was typed.

    A text that no catalogue knows (a remark somebody wrote) comes back unchanged. Words whose name ends in `_label` are
    messages themselves.
    """
    if not message:
        return ""
    text = gettext(message)
    return _PLACE.sub(lambda place: _word(place.group(1), place.group(0), words), text)


def every_wording(text: Any) -> tuple[str, ...]:
    """Give a lazy text in every language of the site, the city's own first."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(text))
    return tuple(dict.fromkeys(found))


def _word(name: str, place: str, words: Mapping[str, object]) -> str:
    if name not in words:
        return place
    word = str(words[name])
    return gettext(word) if name.endswith("_label") and word else word


def amount_words(fen: int, *, places: int = 2) -> str:
    """Write an amount with its unit inside a sentence: 386.00万元, or ¥3,860,000 for those who read English."""
    if (get_language() or "").startswith("en"):
        return "¥" + money.yuan_text(fen).removesuffix(".00")
    return f"{money.wan_text(fen, places=places)}万元"
