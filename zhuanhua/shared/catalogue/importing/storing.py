"""How are confirmed rows kept? Handed in as one batch, changed while they wait; the same file twice adds nothing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.rows import insert_rows
from zhuanhua.core.text import match_key
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.catalogue.actions.likenesses import keep_bands
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.importing.comparing import changes, known_items, verdict
from zhuanhua.shared.catalogue.importing.rows import Filled, Incoming, filled
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.models import Organisation, OrganisationName
from zhuanhua.shared.workflow.models import CaseVersion, Task
from zhuanhua.shared.workflow.serials import numbers, take_serials

CHUNK = 2_000


def store_items(
    incoming: Incoming,
    *,
    rows: Sequence[dict[str, Any]],
    by: Any,
    on: date,
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Keep rows that the sender confirmed as handed in: new ones wait for a review in one batch, changed ones are changed while they wait."""
    catalogue = incoming.catalogue
    require(by, catalogue.import_)
    counts = {"new": 0, "changed": 0, "same": 0}
    [serial] = take_serials(f"{catalogue.letters}P/{on.year}", 1)
    batch = f"{on.year}-{catalogue.letters}P-{serial:04d}"
    for start in range(0, len(rows), CHUNK):
        full = [filled(incoming, values, by) for values in rows[start : start + CHUNK]]
        known = known_items(catalogue, full)
        fresh = [each for each in full if each.identity not in known]
        altered = [
            (known[each.identity], each)
            for each in full
            if verdict(known.get(each.identity), each) == "changed"
        ]
        counts["new"] += len(fresh)
        counts["changed"] += len(altered)
        counts["same"] += len(full) - len(fresh) - len(altered)
        _enter(incoming, fresh, batch=batch, by=by, on=on)
        _alter(altered, by=by)
        if progress:
            progress(start + len(full))
    if counts["new"]:
        Task.objects.create(
            case_kind=f"{catalogue.kind}_batch",
            case_number=batch,
            title=noop("审核一批导入的内容"),
            about=str(counts["new"]),
            url=f"/{catalogue.name}/desk/?batch={batch}",
            permission=catalogue.review.value,
        )
    return counts


def _enter(incoming: Incoming, rows: list[Filled], *, batch: str, by: Any, on: date) -> None:
    if not rows:
        return
    catalogue = incoming.catalogue
    owners = _owners(incoming, rows, by=by)
    given = numbers(catalogue.letters, len(rows), on=on)
    names = sorted({name for row in rows for name in row.values})
    columns = ("number", "title_key", "owner_id", "district", *(name for name in names if name != "district"))
    stored = []
    for row, number in zip(rows, given, strict=True):
        owner = row.owner or owners[match_key(row.owner_name)]
        district = row.values.get("district") or owner.district
        stored.append(
            (
                number,
                match_key(row.values["title"]),
                owner.pk,
                district,
                *(row.values.get(name, _gap(catalogue, name)) for name in columns[4:]),
            )
        )
    now = city_now()
    fixed = {
        "state": PublicationState.SUBMITTED.value, "state_since": now, "version": 1, "source": "import", "batch": batch,
        "submitted_on": on, "submitted_by_id": by.pk,
    }  # fmt: skip
    insert_rows(catalogue.model, columns, stored, fixed=fixed)
    items = list(catalogue.model.objects.filter(number__in=given).order_by("id"))
    keep_bands(items)
    CaseVersion.objects.bulk_create(
        [
            CaseVersion(
                case_kind=catalogue.kind,
                case_number=number,
                version=1,
                payload=_payload(row),
                made_at=now,
                made_by=by,
            )
            for row, number in zip(rows, given, strict=True)
        ],
        batch_size=500,
    )
    record_all(
        [
            Line(
                f"{catalogue.kind}:import",
                case_kind=catalogue.kind,
                case_number=number,
                by=by,
                after={"batch": batch},
            )
            for number in given
        ]
    )


def _alter(pairs: list[tuple[Any, Filled]], *, by: Any) -> None:
    lines = []
    for item, row in pairs:
        changed = changes(item, row)
        for name in changed:
            setattr(item, name, row.values[name])
        item.save()
        lines.append(
            Line(
                f"{item.case_kind}:change",
                case_kind=item.case_kind,
                case_number=item.number,
                by=by,
                after={"fields": sorted(changed)},
            )
        )
    if pairs:
        keep_bands([item for item, _row in pairs])
        record_all(lines)


def _owners(incoming: Incoming, rows: list[Filled], *, by: Any) -> dict[str, Organisation]:
    """Give the organisation behind every name; one that nobody knows yet is entered with a journal line."""
    wanted = {match_key(row.owner_name): row for row in rows if row.owner is None}
    found: dict[str, Organisation] = {}
    for one in (
        Organisation.objects.filter(name_key__in=list(wanted)).select_related("merged_into").order_by("-pk")
    ):
        found[one.name_key] = one.merged_into or one
    former = OrganisationName.objects.filter(name_key__in=list(wanted)).select_related(
        "organisation__merged_into"
    )
    for name in former:
        found.setdefault(name.name_key, name.organisation.merged_into or name.organisation)
    for key, row in wanted.items():
        if key not in found:
            made = Organisation.objects.create(
                name=row.owner_name, kind=incoming.new_owner_kind, district=row.values.get("district", "")
            )
            OrganisationName.objects.create(organisation=made, name=made.name)
            record_all(
                [
                    Line(
                        "organisation:create",
                        case_kind="organisation",
                        case_number=str(made.pk),
                        by=by,
                        after={"name": made.name},
                    )
                ]
            )
            found[key] = made
    return found


def _payload(row: Filled) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.values.items()
    }


def _gap(catalogue: Catalogue, name: str) -> Any:
    return catalogue.model._meta.get_field(name).get_default()
