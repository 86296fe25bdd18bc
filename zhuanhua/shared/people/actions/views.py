"""What can be done with saved views? A person's own shortcuts, no case's affair: they leave no line in the journal."""

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.core.text import clean_line
from zhuanhua.shared.people.models import SavedView

MOST_VIEWS = 20
PLACES = ("page", "sort")  # where one stands in a list is no part of what it shows


@transaction.atomic
def keep_view(*, listing: str, name: str, query: str, by: Any) -> SavedView:
    """Keep the filters of a list under a name; the same name again replaces them. Raises Refusal by field."""
    name = clean_line(name)
    if not name:
        raise Refusal(_("视图没有名称。"), field="name", way_out=_("请填一个名称，30字以内。"))
    if len(name) > 30:
        raise Refusal(_("视图名称超过30字。"), field="name", way_out=_("请缩短。"))
    asked = QueryDict(query, mutable=True)
    for place in PLACES:
        asked.pop(place, None)
    kept = asked.urlencode()
    if len(kept) > 1000:
        raise Refusal(_("条件太多，存不下。"), field="query", way_out=_("请去掉一些条件再存。"))
    views = SavedView.objects.filter(person=by.pk, listing=listing)
    if not views.filter(name=name).exists() and views.count() >= MOST_VIEWS:
        raise Refusal(
            _("一张清单最多存%(most)s个视图。") % {"most": MOST_VIEWS}, way_out=_("请先删去一个不用的。")
        )
    view, _made = SavedView.objects.update_or_create(
        person_id=by.pk, listing=listing, name=name, defaults={"query": kept}
    )
    return view


@transaction.atomic
def forget_view(*, view: SavedView, by: Any) -> None:
    """Remove one of one's own views."""
    SavedView.objects.filter(pk=view.pk, person=by.pk).delete()
