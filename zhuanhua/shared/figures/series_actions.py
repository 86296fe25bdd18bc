"""How do reference series come in? Read, cleaned, and stored with their source and every fault; the older numbers stand aside."""

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.exchange.reading.comma import csv_rows
from zhuanhua.shared.exchange.reading.gate import DEFAULT, FileRefused
from zhuanhua.shared.figures import series
from zhuanhua.shared.figures.models import SeriesFault, SeriesFile, SeriesValue
from zhuanhua.shared.journal.actions import record

MOST_BYTES = 5 * 1024 * 1024
SLICE = 500


@dataclass(frozen=True)
class Source:
    """Where a file comes from, as it is quoted."""

    document: str
    publisher: str
    as_of: date
    address: str = ""
    licence: str = ""


def read_file(content: bytes) -> series.Reading:
    """Read a file's bytes; what is no such table is refused with the reason."""
    if len(content) > MOST_BYTES:
        raise Refusal(
            _("文件大于5 MB。"), field="file", way_out=_("请按指标分成几个文件。"), code="too_large"
        )
    with tempfile.NamedTemporaryFile(suffix=".csv") as kept:
        kept.write(content)
        kept.flush()
        try:
            reading = series.read(csv_rows(Path(kept.name), DEFAULT))
        except FileRefused as refused:
            raise Refusal(str(refused), field="file", code="file") from refused
    if not reading.numbers:
        raise Refusal(
            _("%(rows)d行里没有一个可以采用的数。") % {"rows": reading.rows},
            field="file",
            way_out=_("请核对地区、年份、数值和单位。"),
            code="no_numbers",
        )
    return reading


@transaction.atomic
def import_series(*, name: str, content: bytes, source: Source, by: Any) -> SeriesFile:
    """Store a file's numbers and its faults, with one line in the journal; the same file a second time is a Conflict.

    A number that an older file had for the same place and year stays stored and is no longer current.
    """
    require(by, Permission.FIGURE_FREEZE)
    if source.as_of > city_today():
        raise Refusal(_("截至日期在今天以后。"), field="as_of", way_out=_("请核对日期。"), code="as_of")
    mark = hashlib.sha256(content).hexdigest()
    known = SeriesFile.objects.filter(sha256=mark).first()
    if known is not None:
        raise Conflict(
            _("这个文件在%(day)s已经导入过，名为%(name)s。")
            % {"day": known.imported_at.date(), "name": known.name},
            field="file",
            way_out=_("数据没有变，不必再导入。"),
            code="again",
        )
    reading = read_file(content)
    made = SeriesFile.objects.create(
        name=name[:120],
        sha256=mark,
        document=source.document.strip(),
        publisher=source.publisher.strip(),
        address=source.address.strip(),
        licence=source.licence.strip(),
        as_of=source.as_of,
        rows=reading.rows,
        imported_at=timezone.now(),
        imported_by=by,
    )
    replaced = _replace(made, reading)
    SeriesFault.objects.bulk_create([_fault(made, fault) for fault in reading.faults], batch_size=SLICE)
    facts = {"file": made.name, "sha256": mark, "numbers": len(reading.numbers), "replaced": replaced}
    record(
        "series:import",
        case_kind="series_file",
        case_number=str(made.pk),
        by=by,
        after={**facts, "document": made.document, "faults": len(reading.faults)},
    )
    return made


def _replace(made: SeriesFile, reading: series.Reading) -> int:
    """Put aside what older files said of the same, then store; gives how many numbers stand aside now."""
    keys = {(number.variable, number.place, number.year) for number in reading.numbers}
    older = SeriesValue.objects.select_for_update().filter(
        is_current=True, variable__in={number.variable for number in reading.numbers}
    )
    aside = [value.pk for value in older if (value.variable, value.place, value.year) in keys]
    for start in range(0, len(aside), SLICE):
        SeriesValue.objects.filter(pk__in=aside[start : start + SLICE]).update(is_current=False)
    SeriesValue.objects.bulk_create(
        [
            SeriesValue(file=made, ends_on=date(each.year, 12, 31), **each._asdict())
            for each in reading.numbers
        ],
        batch_size=SLICE,
    )
    return len(aside)


def _fault(made: SeriesFile, fault: series.Fault) -> SeriesFault:
    return SeriesFault(
        file=made,
        kind=fault.kind,
        row=fault.row,
        variable=fault.variable,
        place=fault.place,
        year=fault.year,
        found=fault.found,
        made=fault.made,
    )
