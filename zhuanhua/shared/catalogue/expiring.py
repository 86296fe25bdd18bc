"""What does the worker do every day? It ends what has expired and reminds owners while there is time to renew."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_today
from zhuanhua.shared.catalogue import notices
from zhuanhua.shared.catalogue.actions.reviewing import expire_items
from zhuanhua.shared.catalogue.catalogues import Catalogue, all_catalogues
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every


@every(minutes=360)
@job(noop("下架到期的成果和需求"))
def end_expired() -> None:
    """End what has passed its day in every catalogue, and remind of what soon will."""
    on = city_today()
    for catalogue in all_catalogues():
        expire_items(catalogue=catalogue, on=on)
        remind(catalogue, on=on)


@transaction.atomic
def remind(catalogue: Catalogue, *, on: date) -> int:
    """Tell owners once, some days ahead."""
    until = on + timedelta(days=catalogue.remind_days(on))
    items = list(
        catalogue.model.objects.select_related("owner").filter(
            state=PublicationState.PUBLISHED,
            merged_into__isnull=True,
            expires_on__lte=until,
            expires_on__gte=on,
            reminded_on__isnull=True,
        )
    )
    for item in items:
        item.reminded_on = on
        transaction.on_commit(partial(notices.item_expires_soon, item))
    catalogue.model.objects.bulk_update(items, ["reminded_on"], batch_size=500)
    return len(items)
