"""What do pages draw? Icons, states, clocks, numbers that open, amounts with their unit, money in shades of ink.

Each gives safe HTML; `templatetags/look.py` makes a tag of each.
"""

from functools import lru_cache
from typing import Any

from django.template import TemplateSyntaxError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhuanhua.core import money
from zhuanhua.ui import words
from zhuanhua.ui.icons import ICONS

TONES = ("quiet", "ours", "theirs", "warn", "done", "stopped", "late", "outside")
CLOCK_CLASSES = {
    "ok": "ok",
    "soon": "soon",
    "late": "late",
    "paused": "pause",
    "pause": "pause",
    "done": "done",
}
MOST_TICKS = 30  # a longer term is told in words alone
DRAWN = 1_024  # drawings kept: a list shows the same few hundred times
NOTHING = "—"


def icon(name: str, label: str = "") -> SafeString:
    """Draw one icon; with a label it speaks, without one it is decoration."""
    return _drawn(name, str(label))


@lru_cache(maxsize=DRAWN, typed=True)  # a safe label is not a plain one of the same letters
def _drawn(name: str, label: str) -> SafeString:
    paths = mark_safe("".join(f'<path d="{path}"/>' for path in ICONS[name]))  # noqa: S308 - from our own table
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        spoken,
        paths,
    )


def state(what: Any, tone: str = "") -> SafeString:
    """Show where something stands: a case (its label and tone), or a word with a tone."""
    label = what
    if not isinstance(what, str) and hasattr(what, "state"):
        label = what.get_state_display() if hasattr(what, "get_state_display") else what.state
        tone = tone or getattr(what, "state_tone", "") or getattr(what, "tone", "")
    tone = str(tone or "quiet")
    if tone not in TONES:
        message = f"'{tone}' is no tone; take one of {', '.join(TONES)}."
        raise TemplateSyntaxError(message)
    kind = mark_safe("") if tone == "quiet" else format_html(" state-{}", tone)
    return format_html('<span class="state{}"><i></i>{}</span>', kind, label)


def clock(face: Any) -> SafeString:
    """Draw a working-day clock: ticks in fives, and below them the words that carry the meaning."""
    kind = CLOCK_CLASSES.get(str(face.status)) if face else None
    if kind is None:
        return mark_safe("")
    return format_html(
        '<span class="clock clock-{}">{}<span>{}</span></span>', kind, _ticks(kind, face), face.words
    )


def _ticks(kind: str, face: Any) -> SafeString:
    """One small bar for each working day; the present day stands out while the clock runs in time."""
    used, left, over = int(face.used or 0), max(int(face.left or 0), 0), max(int(face.over or 0), 0)
    return _bars(kind, used, left, over) if 0 < used + left + over <= MOST_TICKS else mark_safe("")


@lru_cache(maxsize=DRAWN)
def _bars(kind: str, used: int, left: int, over: int) -> SafeString:
    total = used + left + over
    marks = ["used"] * used + ["left"] * left + ["over"] * over
    if kind == "ok" and used:
        marks[used - 1] = "now"
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="0" width="5" height="8"/>',
        ((mark, 7 * place + 3 * (place // 5)) for place, mark in enumerate(marks)),
    )
    width = 7 * total + 3 * (total // 5)
    return format_html(
        '<svg viewBox="0 0 {0} 8" width="{0}" height="8" aria-hidden="true">{1}</svg>', width, bars
    )


def fig(value: Any, url: str = "", label: str = "") -> SafeString:
    """Show a number that opens; without an address it stays plain, for the dotted line is a promise."""
    if not url:
        return format_html("{}", value)
    title = format_html(' aria-label="{}"', label) if label else mark_safe("")
    return format_html('<a class="fig" href="{}"{}>{}</a>', url, title, value)


def amount(fen: int | None, unit: str = "wan") -> SafeString:
    """Show one amount with its unit, as in the head of a case."""
    write = {"yuan": money.yuan_text, "wan": money.wan_text, "yi": money.yi_text}[unit]
    names = {"yuan": _("元"), "wan": _("万元"), "yi": _("亿元")}
    if fen is None:
        return format_html('<span class="amt">{}</span>', NOTHING)
    if words.in_english():
        return format_html('<span class="amt">¥{}</span>', money.yuan_text(int(fen)).removesuffix(".00"))
    return format_html('<span class="amt">{}<small>{}</small></span>', write(int(fen)), names[unit])


def money_bar(  # noqa: PLR0913 - each is a shade
    paid: int = 0, due: int = 0, held: int = 0, free: int = 0, label: str = "", back: int = 0
) -> SafeString:
    """Draw money in the five shades of ink, the surer the darker; the table with the numbers stands beside it.

    `paid` paid, `due` approved, `back` given back to the treasury, `held` reserved, `free` left; whole fen.
    """
    parts = [("paid", paid), ("due", due), ("back", back), ("held", held), ("free", free)]
    whole = sum(part for _name, part in parts) or 1
    place, bars = 0, []
    for name, part in parts:
        width = part * 300 // whole
        if part:
            inset = "0.5" if name == "free" else "0"
            bars.append((name, place, inset, max(width - 1, 1), 13 if name == "free" else 14))
        place += width
    drawn = format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', bars)
    return format_html(
        '<svg class="money" viewBox="0 0 300 14" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        label,
        drawn,
    )
