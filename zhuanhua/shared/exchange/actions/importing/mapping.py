"""Which column of a file is which, and in which unit do its amounts stand? Said by a person, remembered for the next file."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.exchange.actions.importing.runs import must_be_sender, sheet_of_run
from zhuanhua.shared.exchange.cells import unit_in_title
from zhuanhua.shared.exchange.models import ImportRun, RememberedMapping
from zhuanhua.shared.exchange.models.import_run import ImportState
from zhuanhua.shared.exchange.sheets import Sheet


@transaction.atomic
def set_mapping(*, run: ImportRun, mapping: dict[str, str], unit: str, by: Any) -> ImportRun:
    """Say which column is which, and in which unit amounts stand where the header does not say; remembered for next time."""
    sheet = sheet_of_run(run)
    must_be_sender(run, by)
    kept = {place: key for place, key in mapping.items() if key}
    _refuse_unknown_or_twice(run, sheet, kept, unit)
    _refuse_missing(sheet, kept)
    unclear = _without_unit(run, sheet, kept)
    if unclear and not unit:
        raise Refusal(
            _("“%(title)s”没有写明单位。") % {"title": unclear[0]},
            field="unit",
            way_out=_("请选择元、万元或亿元；系统不猜单位。"),
            code="unit",
        )
    run.mapping, run.unit, run.message = kept, unit if unclear else "", ""
    over = (ImportState.STORING, ImportState.DONE, ImportState.CANCELLED)
    waiting = ImportRun.objects.filter(pk=run.pk).exclude(state__in=over)
    if not waiting.update(mapping=kept, unit=run.unit, state=ImportState.CHECKING, message=""):
        raise Conflict(_("已经在导入、导入完了或者取消了，不能再改对应的列。"), way_out=_("请刷新页面。"))
    run.state = ImportState.CHECKING
    RememberedMapping.objects.update_or_create(
        sender=by,
        sheet_code=run.sheet_code,
        fingerprint=fingerprint_of(run.titles),
        defaults={"mapping": kept, "unit": run.unit},
    )
    return run


def _refuse_unknown_or_twice(run: ImportRun, sheet: Sheet, kept: dict[str, str], unit: str) -> None:
    keys = list(kept.values())
    places, known = {str(place) for place in range(len(run.titles))}, {column.key for column in sheet.columns}
    if kept.keys() - places or set(keys) - known or unit not in {"", "yuan", "wan", "yi"}:
        raise Refusal(_("没有这样的列或单位。"), way_out=_("请从列出的选项里选。"), code="unknown")
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise Refusal(
            _("两列都对应“%(title)s”。") % {"title": sheet.column(twice).title},
            way_out=_("请把其中一列改为不导入。"),
            code="twice",
        )


def _refuse_missing(sheet: Sheet, kept: dict[str, str]) -> None:
    keys = kept.values()
    missing = [column for column in sheet.columns if column.required and column.key not in keys]
    if missing:
        titles = _("、").join(str(column.title) for column in missing)
        raise Refusal(
            _("没有对应的必填列：%(titles)s。") % {"titles": titles},
            way_out=_("请选择文件里的哪一列，或换一个文件。"),
            code="missing",
        )


def _without_unit(run: ImportRun, sheet: Sheet, kept: dict[str, str]) -> list[str]:
    """Give the titles of columns of money that do not say their unit."""
    return [
        run.titles[int(place)]
        for place, key in kept.items()
        if sheet.column(key).kind == "money" and unit_in_title(run.titles[int(place)]) is None
    ]


def fingerprint_of(titles: list[str]) -> str:
    """Give what two files with the same header have in common."""
    return hashlib.sha256("\x1f".join(titles).encode()).hexdigest()
