"""Who can be played in the demo city, and which views of a list did a person keep?"""

from typing import Any

from django import template
from django.conf import settings

from zhuanhua.shared.people.models import Membership, SavedView

register = template.Library()


@register.inclusion_tag("people/demo_personae.html", takes_context=True)
def demo_personae(context: dict[str, Any]) -> dict[str, Any]:
    """List the demo's invented persons, one for each role; nobody outside the demo."""
    held = Membership.objects.none()
    if settings.ZHUANHUA_DEMO:
        held = Membership.objects.filter(person__is_demo=True, person__is_active=True, until_on__isnull=True)
    first = {row.person_id: row for row in held.select_related("person", "organisation").order_by("-pk")}
    personae = sorted(first.values(), key=lambda row: row.pk)
    request = context.get("request")
    return {
        "personae": personae,
        "next": request.GET.get("next", "") if request else "",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("people/saved_views.html", takes_context=True)
def saved_views(context: dict[str, Any], listing: str) -> dict[str, Any]:
    """Show a person's own views of a list and the way to keep the present one; `listing` is the url name of the list."""
    request = context["request"]
    asked = request.GET.copy()
    for place in ("page", "sort"):
        asked.pop(place, None)
    query = asked.urlencode()
    own = SavedView.objects.filter(person=request.person.pk, listing=listing)
    return {
        "views": [(view, view.query == query) for view in own],
        "listing": listing,
        "query": query,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
