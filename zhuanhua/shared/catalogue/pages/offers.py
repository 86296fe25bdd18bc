"""Which buttons does an item show to this person? From its table of moves; one that may not be pressed says why."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from zhuanhua.shared.catalogue import permissions
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.workflow.moves import moves_for

PAGES = {"return": "return"}  # moves that need a page of their own; the others are one press
DESK = {"publish", "return"}
EDIT = gettext_lazy("修改内容")


@dataclass(frozen=True)
class Button:
    """One button: where it leads, whether it is pressed at once, and why not."""

    label: Any
    url: str
    is_press: bool
    is_primary: bool
    why: str = ""


def offers_for(item: Any, person: Any) -> list[Button]:
    """Give what this person may do next with the item; what is nobody's business of theirs is left out."""
    catalogue = catalogue_of(item.case_kind)
    own, desk = permissions.is_owner(person, item), permissions.on_desk(person, catalogue)
    found = []
    if own and permissions.may_edit(person, item):
        found.append(
            Button(
                EDIT, reverse(f"{catalogue.name}:edit", args=[item.number]), is_press=False, is_primary=False
            )
        )
    for offer in moves_for(item, person):
        verb = offer.move.verb
        if verb == "expire" or item.merged_into_id or not (desk if verb in DESK else own and offer.allowed):
            continue
        verdict = permissions.may_review(person, item) if verb in DESK else permissions.may_file(person, item)
        page = f"{catalogue.name}:{'send_back' if verb == 'return' else verb}"
        found.append(
            Button(
                offer.move.label,
                reverse(page, args=[item.number]),
                is_press=verb not in PAGES,
                is_primary=verb in {"publish", "submit"},
                why="" if verdict else verdict.reason,
            )
        )
    return found
