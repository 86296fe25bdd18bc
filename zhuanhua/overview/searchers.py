"""What does the search find beside cases: organisations, figures, public notices, pages?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.text import match_key
from zhuanhua.shared.figures.queries import visible_figures
from zhuanhua.shared.people.queries import organisations_like, visible_organisations
from zhuanhua.shared.workflow.queries import public_notices
from zhuanhua.ui import menu
from zhuanhua.ui.search import MOST_PER_GROUP, Hit
from zhuanhua.ui.words import day_words


def organisations(person: Any, text: str) -> list[Hit]:
    """Find organisations that the person may open, by part of a name, former name or credit code."""
    if not person.is_authenticated:
        return []
    found = visible_organisations(person).filter(pk__in=organisations_like(text, person).values("pk"))[
        :MOST_PER_GROUP
    ]
    return [Hit(each.name, reverse("people:organisation", args=[each.pk]), each.uscc or "") for each in found]


def figures(person: Any, text: str) -> list[Hit]:
    """Find indicators by name, code or definition."""
    key = match_key(text)
    return [
        Hit(str(figure.name), reverse("statistics:figure", args=[figure.code]), str(figure.definition))
        for figure in visible_figures(person)
        if key in match_key(f"{figure.name} {figure.code} {figure.definition}")
    ]


def notices(person: Any, text: str) -> list[Hit]:
    """Find public notices by title."""
    found = public_notices().filter(title__icontains=text)[:MOST_PER_GROUP]
    return [
        Hit(
            each.title,
            reverse("workflow:publicity", args=[each.pk]),
            _("%(day)s截止") % {"day": day_words(each.ends_on, year=True)},
        )
        for each in found
    ]


def pages(person: Any, text: str) -> list[Hit]:
    """Find pages of the menus and of help by their names."""
    named = [(str(entry.label), entry.url) for entry in menu.all_entries(person)]
    named += [
        (_("帮助"), reverse("overview:help")),
        (_("谁能办什么"), f"{reverse('overview:help')}#roles"),
        (_("数据口径"), reverse("overview:about")),
        (_("无障碍说明"), reverse("overview:accessibility")),
    ]
    key = match_key(text)
    return [Hit(name, url) for name, url in named if key in match_key(name)]
