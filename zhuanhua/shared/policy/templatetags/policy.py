"""How is a policy value written on a page?"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from zhuanhua.core import money
from zhuanhua.shared.policy.book import Value
from zhuanhua.shared.policy.units import percent_text

register = template.Library()

EVIDENCE = {
    "READ": gettext_lazy("条文已读"),
    "READ-EXC": gettext_lazy("读到节选"),
    "2ND": gettext_lazy("第三方转述"),
    "MEM": gettext_lazy("凭记忆，待核"),
    "ASSUME": gettext_lazy("没有来源"),
}
NUMBER = re.compile(r"\S+〔[0-9]{4}〕[0-9]+号")  # 沈科发〔2018〕23号
STATUSES = {
    "verified": ("done", gettext_lazy("已核对")),
    "unverified": ("warn", gettext_lazy("未核对")),
    "local": ("outside", gettext_lazy("本地设定")),
}
AFTER: dict[str, Callable[[int], str]] = {
    "days": lambda number: ngettext("%(number)s天", "%(number)s天", number),
    "working_days": lambda number: ngettext("%(number)s个工作日", "%(number)s个工作日", number),
    "months": lambda number: ngettext("%(number)s个月", "%(number)s个月", number),
    "years": lambda number: ngettext("%(number)s年", "%(number)s年", number),
}


_words: dict[str, Any] = {}


def name_codes(words: Mapping[str, Any]) -> None:
    """Say how codes that stand in lists of values are read: `small` is 小型."""
    _words.update(words)


def word_of(code: str) -> str:
    """Say how a code is read; one that nobody has named stays as it is."""
    return str(_words.get(code, code))


def code_of(word: str) -> str:
    """Turn a word that people read back into its code; what is no word stays as it is."""
    return next((code for code, said in _words.items() if str(said) == word), word)


@register.filter
def value_name(entry: Value) -> str:
    """Name a value in the reader's language; without a name, its id."""
    if _reads_english() and entry.name_en:
        return entry.name_en
    return entry.name or entry.id


@register.filter
def value_text(entry: Value) -> str:
    """Write the value with its unit."""
    if entry.unit in {"fen", "yuan", "wan", "yi"}:
        return _("%(yuan)s元") % {"yuan": money.yuan_text(entry.value)}
    if entry.unit in {"bp", "ratio"}:
        return percent_text(entry.value)
    if entry.unit in AFTER:
        return AFTER[entry.unit](entry.value) % {"number": f"{entry.value:,}"}
    if entry.unit == "flag":
        return _("是") if entry.value else _("否")
    if entry.unit == "list":
        return _("、").join(word_of(str(item)) for item in entry.value)
    if isinstance(entry.value, date):
        return entry.value.isoformat()
    return str(entry.value)


@register.filter
def value_since(entry: Value) -> str:
    """Write the first day as exactly as the document gives it."""
    return entry.effective_from.isoformat()[: {"year": 4, "month": 7}.get(entry.precision, 10)]


@register.filter
def value_document(entry: Value) -> str:
    """Name the document in the reader's language: in English by a short title of ours, with its number."""
    return document_said(entry.source.doc, entry.source.doc_en)


@register.filter
def value_article(entry: Value) -> str:
    """Name the article in the reader's language."""
    return article_said(entry.source.article, entry.source.article_en)


@register.filter
def has_our_title(entry: Value) -> bool:
    """Whether the reader meets a title of ours in place of the document's own."""
    return value_document(entry) != entry.source.doc


def document_said(doc: str, doc_en: str) -> str:
    """Write a document for the reader; 沈科发〔2018〕23号 stays as it is, for only by it can the document be found."""
    if not (doc_en and _reads_english()):
        return doc
    number = NUMBER.match(doc)
    return f"{doc_en} ({number[0]})" if number else doc_en


def article_said(article: str, article_en: str) -> str:
    """Write an article for the reader."""
    return article_en if article_en and _reads_english() else article


def _reads_english() -> bool:
    return (get_language() or "").startswith("en")


@register.filter
def value_evidence(entry: Value) -> str:
    """Say how well the source was read."""
    return str(EVIDENCE[entry.evidence])


@register.filter
def value_state(entry: Value) -> SafeString:
    """Draw the badge that says whether the bureau has compared the value with the official text."""
    tone, word = STATUSES[entry.status]
    return format_html('<span class="state state-{}"><i></i>{}</span>', tone, word)
