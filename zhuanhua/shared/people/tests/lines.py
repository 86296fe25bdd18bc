"""Which lines did the journal get?"""

from zhuanhua.shared.journal.models import Entry


def events() -> list[str]:
    """Name the events of all lines, oldest first."""
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))
