"""What can be done with saved searches? Kept, switched, forgotten; and looked at again by the worker."""

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Refusal
from zhuanhua.core.text import clean_line
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.search.asking import found_numbers
from zhuanhua.shared.search.models import SavedSearch
from zhuanhua.shared.search.sources import source_named

MOST = 20
REMEMBERED = 500
FOUND = noop("您保存的查找找到了新内容。不再需要提醒的，可以在“保存的查找”里关掉。")


@transaction.atomic
def keep_search(*, text: str, source: str, chosen: list[str], by: Any) -> SavedSearch:
    """Keep a question in one source; what it finds now counts as known. The journal keeps that, never the words."""
    words = clean_line(text)[:100]
    place = source_named(source)
    if not words or place is None:
        raise Refusal(
            _("没有查找的词，或者没有选在哪里查。"), way_out=_("请先查找，再点一个分类，然后保存。")
        )
    kept = SavedSearch.objects.filter(person=by.pk)
    if not kept.filter(text=words, source=source).exists() and kept.count() >= MOST:
        raise Refusal(_("最多保存%(most)s个查找。") % {"most": MOST}, way_out=_("请先删去一个不用的。"))
    known = found_numbers(by, words, place, chosen=chosen, most=REMEMBERED)
    saved, _made = SavedSearch.objects.update_or_create(
        person_id=by.pk,
        text=words,
        source=source,
        defaults={"chosen": chosen[:10], "known": known, "looked_at": city_now()},
    )
    record("search:keep", case_kind="search", case_number=str(saved.pk), by=by)
    return saved


@transaction.atomic
def switch_alerts(*, saved: SavedSearch, alerts: bool, by: Any) -> SavedSearch:
    """Ask to be told, or no more; a person's own shortcut that leaves no line."""
    SavedSearch.objects.filter(pk=saved.pk, person=by.pk).update(alerts=alerts)
    saved.alerts = alerts
    return saved


@transaction.atomic
def forget_search(*, saved: SavedSearch, by: Any) -> None:
    """Remove one of one's own."""
    record("search:forget", case_kind="search", case_number=str(saved.pk), by=by)
    SavedSearch.objects.filter(pk=saved.pk, person=by.pk).delete()


@transaction.atomic
def look_again(saved: SavedSearch) -> int:
    """Ask once more in the owner's name, and tell them of what is new; gives how many. Switched-off ones are not asked."""
    place = source_named(saved.source)
    if place is None or not saved.alerts or not saved.person.is_active:
        return 0
    found = found_numbers(saved.person, saved.text, place, chosen=saved.chosen, most=REMEMBERED)
    fresh = [number for number in found if number not in set(saved.known)]
    saved.known = [*fresh, *saved.known][:REMEMBERED]
    saved.looked_at = city_now()
    saved.save(update_fields=["known", "looked_at"])
    if fresh:
        asked = urlencode({"q": saved.text, "source": saved.source})
        notify(
            saved.person,
            title=noop("保存的查找有%(count)s条新的：%(text)s"),
            body=FOUND,
            mail_says=FOUND,
            words={"text": saved.text, "count": str(len(fresh))},
            url=f"/search/?{asked}",
        )
    return len(fresh)
