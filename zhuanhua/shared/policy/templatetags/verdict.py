"""How is a verdict sheet drawn? `{% verdict_sheet sheet %}` takes a Sheet or a kept Verdict and draws conditions, arithmetic, warning."""

from typing import Any

from django import template

from zhuanhua.core import money
from zhuanhua.shared.policy.models import LocalConfirmation, Verdict
from zhuanhua.shared.policy.presenting import (
    condition_lines,
    names_documents_in_english,
    part_lines,
    sum_lines,
)
from zhuanhua.shared.policy.verdicts import Sheet
from zhuanhua.shared.policy.wording import here

register = template.Library()


@register.inclusion_tag("policy/sheet.html")
def verdict_sheet(sheet: Sheet | Verdict) -> dict[str, Any]:
    """Draw a sheet as it was made; nothing is judged again."""
    shown = Sheet(sheet.sheet) if isinstance(sheet, Verdict) else sheet
    return {
        "sheet": shown,
        "conditions": condition_lines(shown),
        "lines": sum_lines(shown),
        "parts": part_lines(shown),
        "titles_are_ours": names_documents_in_english(shown),
        "open_values": [
            {"id": value["id"], "name": here(value["name"]), "text": here(value["text"])}
            for value in shown.unconfirmed
        ],
    }


register.filter("here", here)


@register.filter
def signed_yuan(fen: int) -> str:
    """Write a difference with its sign: +3,860,000.00, −1.00; nothing changed is a dash."""
    return f"+{money.yuan_text(fen)}" if fen > 0 else money.yuan_text(fen) if fen else "—"


@register.filter
def magnitude(fen: int) -> int:
    """Leave the sign out, where the operator beside it says it."""
    return abs(fen)


@register.filter
def said_text(kept: LocalConfirmation) -> str:
    """Write the value that was confirmed, as it was then."""
    return here(kept.said["text"])
