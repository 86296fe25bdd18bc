"""What follows every change of an item: its bands of likeness."""

from collections.abc import Sequence
from typing import Any

from zhuanhua.core.rows import insert_rows
from zhuanhua.engines.likeness import bands_of
from zhuanhua.shared.catalogue.models import LikenessBand
from zhuanhua.shared.catalogue.queries.similar import compared_text


def keep_bands(items: Sequence[Any], *, gone: bool = False) -> None:
    """Write the bands of items anew; part of the action that changed them."""
    if not items:
        return
    kind = items[0].case_kind
    LikenessBand.objects.filter(kind=kind, number__in=[item.number for item in items]).delete()
    if gone:
        return
    rows = [
        (item.number, band)
        for item, bands in zip(items, bands_of([compared_text(item) for item in items]), strict=True)
        for band in bands
    ]
    insert_rows(LikenessBand, ("number", "band"), rows, fixed={"kind": kind})
