"""How do pages write amounts, days, states, clocks and icons, and keep their query string? Imports core and ui only."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY

from zhuanhua.core import money
from zhuanhua.core.errors import joined as put_together
from zhuanhua.ui import marks, words
from zhuanhua.ui.marks import NOTHING

register = template.Library()


# --- sentences ---------------------------------------------------------------------------------------
@register.filter
def joined(sentence: Any, next_one: Any) -> str:
    """Put a sentence and its way out behind one another, with a space where the language has one."""
    return put_together(sentence, next_one)


# --- amounts, days, parts ---------------------------------------------------------------------------
@register.filter
def yuan(fen: int | None) -> str:
    """Write fen as 元 with two decimals: 3,860,000.00."""
    return NOTHING if fen is None or fen == "" else money.yuan_text(int(fen))


@register.filter
def wan(fen: int | None, places: int = 2) -> str:
    """Write fen as 万元: 386.00; an English page has no word for 万 and shows whole yuan: 3,860,000."""
    if fen is None or fen == "":
        return NOTHING
    if words.in_english():
        return money.yuan_text(int(fen)).removesuffix(".00")
    return money.wan_text(int(fen), places=int(places))


@register.filter
def wan_cell(fen: int | None) -> str:
    """Write fen for a column of amounts: 万元, on an English page yuan; each row has its two decimals, so that digits stand under digits."""
    return yuan(fen) if words.in_english() else wan(fen)


@register.filter
def yi(fen: int | None, places: int = 2) -> str:
    """Write fen as 亿元: 252.04."""
    return NOTHING if fen is None or fen == "" else money.yi_text(int(fen), places=int(places))


@register.filter
def capital(fen: int | None) -> str:
    """Write fen in the capital numerals of cheques; English pages write plain yuan."""
    if fen is None or fen == "":
        return NOTHING
    return f"¥{money.yuan_text(int(fen))}" if words.in_english() else money.in_words(int(fen))


@register.filter
def percent(bp: int | Decimal | None, places: int | None = None) -> str:
    """Write basis points as percent: 1585 is 15.85%; trailing zeros go unless places are asked for."""
    if bp is None or bp == "":
        return NOTHING
    value = Decimal(bp) / 100
    text = f"{value:.{int(places)}f}" if places is not None else f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{text.replace('-', '−')}%"


@register.filter
def number(value: int | Decimal | None) -> str:
    """Write a count with thousands commas and a true minus."""
    return NOTHING if value is None or value == "" else f"{value:,}".replace("-", "−")


@register.filter
def day(value: date | None) -> str:
    """Write a day; the year is left out within the present year."""
    return words.day_words(value) if value else NOTHING


@register.filter
def full_day(value: date | None) -> str:
    """Write a day with its year."""
    return words.day_words(value, year=True) if value else NOTHING


@register.filter
def weekday(value: date | None) -> str:
    """Write the weekday."""
    return words.weekday_words(value) if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment on the city's clock; the year is left out within the present year."""
    return words.moment_words(value) if value else NOTHING


@register.filter
def full_moment(value: datetime | None) -> str:
    """Write a moment with its year."""
    return words.moment_words(value, year=True) if value else NOTHING


@register.filter
def iso(value: date | datetime | None) -> str:
    """Write a day or moment for machines, as the datetime attribute of <time>."""
    return value.isoformat() if value else ""


@register.filter
def size(octets: int | None) -> str:
    """Write a file's size: 812 KB, 3.4 MB."""
    if octets is None:
        return NOTHING
    if octets < 1024 * 1024:
        return f"{max(1, round(octets / 1024))} KB"
    return f"{octets / 1024 / 1024:.1f} MB"


@register.filter
def initials(name: str) -> str:
    """Give what stands in the round mark of a person: the family name, or two Latin initials."""
    parts = str(name).split()
    if parts and parts[0][:1].isascii():
        return "".join(part[0] for part in parts[:2]).upper()
    return str(name)[:1]


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look a key up in a mapping, for columns chosen at run time."""
    return mapping.get(key, "") if mapping else ""


# --- marks ------------------------------------------------------------------------------------------
for mark in (marks.icon, marks.state, marks.clock, marks.fig, marks.amount, marks.money_bar):
    register.simple_tag(mark)


# --- addresses --------------------------------------------------------------------------------------
def _query(context: RequestContext, changes: dict[str, Any]) -> str:
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(each) for each in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def query_string(context: RequestContext, **changes: Any) -> str:
    """Give the page's query string with changes; an empty value takes a part out, and the page number starts anew."""
    return _query(context, {"page": None, **changes})


@register.inclusion_tag("components/sort.html", takes_context=True)
def sort_link(
    context: RequestContext, key: str, label: str, *, default: str = "", css: str = "", name: str = "sort"
) -> dict[str, Any]:
    """Head a column that sorts: <th> with link, arrow and aria-sort; `?sort=key` rises, `?sort=-key` falls."""
    request = context.get("request")
    now = (request.GET.get(name) if request else "") or default
    rising, falling = now == key, now == f"-{key}"
    return {
        "key": key,
        "label": label,
        "css": css,
        "direction": "ascending" if rising else "descending" if falling else "",
        "url": _query(context, {"page": None, name: f"-{key}" if rising else key}),
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: RequestContext, page: Any, name: str = "page") -> dict[str, Any]:
    """Show which rows of how many, and the pages; `page` is a Django Page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    entries = [
        {
            "number": each,
            "url": _query(context, {name: each}) if isinstance(each, int) else "",
            "is_current": each == page.number,
        }
        for each in numbers
    ]
    return {"page": page, "entries": entries, "total": page.paginator.count}


# --- page building ----------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def overridden(context: template.Context, name: str) -> bool:
    """Tell whether a page fills a block of its base, so that the base can leave its frame out."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    return bool(blocks) and len(blocks.blocks[name]) > 1


@register.inclusion_tag("components/chart.html", takes_context=True)
def chart(
    context: template.Context, name: str, option: dict[str, Any], label: str, css: str = ""
) -> dict[str, Any]:
    """Place a chart: a drawing with its message in words, and its numbers as a JSON block (see charts.py)."""
    request = context.get("request")
    if request is not None:
        request.has_charts = True
    return {"name": name, "option": option, "label": label, "css": css}


@register.inclusion_tag("components/chart_scripts.html", takes_context=True)
def chart_scripts(context: template.Context) -> dict[str, Any]:
    """Load the drawing library on pages that have charts, and only there."""
    return {"needed": getattr(context.get("request"), "has_charts", False)}
