"""What does every page need around its content?"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.ui import menu

STYLE_SHEETS = tuple(
    f"ui/css/{name}.css"
    for name in (
        "tokens",
        "base",
        "shell",
        "form",
        "marks",
        "table",
        "panel",
        "narrow",
        "public",
        "desk",
        "case",
        "letter",
        "match",
        "print",
    )
)
SCRIPTS = tuple(f"ui/js/{name}.js" for name in ("shell", "echo", "when", "kept", "autosave", "bulk", "table"))
NAMES = (
    gettext_noop("沈阳市"),
    gettext_noop("沈阳市科学技术局"),
)  # the defaults in settings, known in English
OTHER = {
    "zh-hans": {"code": "en", "lang": "en", "name": "English"},
    "en": {"code": "zh-hans", "lang": "zh-Hans", "name": "中文"},
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give what base.html shows: menus, names, language, the moment; menus are worked out only where a page has one."""
    person = getattr(request, "person", None) or Nobody()
    match = getattr(request, "resolver_match", None)
    view_name = match.view_name if match else ""
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    programme = SimpleLazyObject(lambda: menu.programme_of(person, view_name))
    return {
        "person": person,
        "person_line": SimpleLazyObject(lambda: person_line(person)),
        "person_menu": SimpleLazyObject(lambda: menu.own_entries(person, view_name)),
        "nav": SimpleLazyObject(lambda: menu.top_entries(person, view_name)),
        "programme_title": SimpleLazyObject(lambda: programme[0]),
        "tabs": SimpleLazyObject(lambda: programme[1]),
        "ways": SimpleLazyObject(lambda: menu.ways_of(person, view_name)),
        "city_name": _(settings.CITY_NAME),
        "bureau_name": _(settings.BUREAU_NAME),
        "is_demo": settings.ZHUANHUA_DEMO,
        "style_sheets": STYLE_SHEETS,
        "scripts": SCRIPTS,
        "html_lang": "en" if language == "en" else "zh-Hans",
        "other_language": OTHER[language],
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else "/",
        "now": city_now(),
    }


class Nobody:
    """Stands in for the person where a fault came before one was found."""

    is_authenticated = False
    is_unknown = False  # True where nobody could be asked who is here: neither a name nor a way in is shown
    short_name = ""
    organisation = None
    acting = None
    acting_role = ""


def person_line(person: Any) -> str:
    """What stands under a person's name: the organisation for which they act, or their role at the bureau."""
    organisation = getattr(person, "organisation", None)
    role = getattr(getattr(person, "acting", None), "role_title", "") or ""
    if organisation is not None and getattr(organisation, "kind", "") != "government":
        return str(organisation)
    return str(role or organisation or "")
