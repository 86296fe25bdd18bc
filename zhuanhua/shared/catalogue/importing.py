"""How do many items come in from a spreadsheet? Each row is filled, held against what is known, and stored as handed in; the same file twice adds nothing."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.rows import insert_rows
from zhuanhua.core.text import match_key
from zhuanhua.shared.access.roles import ROLES, Desk
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.catalogue import fields
from zhuanhua.shared.catalogue.actions.likenesses import keep_bands
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.catalogue.suggesting import sure_field
from zhuanhua.shared.exchange.sheets import CellError, Row
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation, OrganisationName
from zhuanhua.shared.workflow.models import CaseVersion, Task
from zhuanhua.shared.workflow.serials import numbers, take_serials

CHUNK = 2_000
OPEN = (PublicationState.DRAFT, PublicationState.SUBMITTED, PublicationState.RETURNED)
LEADING = re.compile(
    r"^(?:[\s\d一二三四五六七八九十（）()、.．:：]|需求内容|技术需求|创新需求|项目名称|需求名称)+"
)
CLAUSE = re.compile(r"[。；;！？!?\n]|，(?=.{0,60}$)")
TITLE_LENGTH = 40


@dataclass(frozen=True)
class Incoming:
    """How the rows of one programme become items: `fill(values)` gives the item's own fields, `owner` and `title` are keys of the sheet."""

    catalogue: Catalogue
    fill: Callable[[dict[str, Any]], dict[str, Any]]
    owner_key: str
    owner_title: Any
    new_owner_kind: str = OrganisationKind.ENTERPRISE


@dataclass(frozen=True, slots=True)
class Filled:
    """A row as it will be kept: whose it is (the key of a name, or one's own organisation), and the fields."""

    owner_name: str
    values: dict[str, Any]
    owner: Organisation | None = None  # who files for itself, whatever a row calls it

    @property
    def identity(self) -> tuple[int | str, str]:
        """What makes two rows the same item: the owner, and the external number or else the title."""
        return self.owner_key, self.values["source_key"] or match_key(self.values["title"])

    @property
    def owner_key(self) -> int | str:
        """Name the owner: the row of the organisation that files for itself, else the key of a name."""
        return self.owner.pk if self.owner else match_key(self.owner_name)


def title_from(text: str) -> str:
    """Give a title to a text that has none: its first clause."""
    plain = LEADING.sub("", text.strip())
    first = CLAUSE.split(plain, maxsplit=1)[0].strip()
    return (first or plain)[:TITLE_LENGTH]


def code_of_field(*names: str) -> str:
    """Find the field that a spreadsheet names, the finer name first; an unknown name is none."""
    known = {match_key(str(label)): code for code, label in (*fields.DOMAINS.items(), *fields.FIELDS.items())}
    for name in names:
        code = known.get(match_key(name or "")) or (name if name in fields.FIELDS else "")
        if code:
            return code
    return ""


def filled(incoming: Incoming, values: dict[str, Any], by: Any) -> Filled:
    """Fill the gaps of a row: field by its words, contact by the sender, owner by the sender's organisation."""
    own = by.organisation if _acts_for_itself(by) else None
    kept = incoming.fill(values)
    if not kept.get("field"):
        found = sure_field(f"{kept['title']}。{kept.get('summary', '')}。{kept.get('text', '')}")
        kept |= {"field": found, "field_is_suggested": bool(found)}
    kept.setdefault("source_key", "")
    if not kept.get("contact_name"):
        kept |= {"contact_name": by.name, "contact_phone": by.phone}
    return Filled(own.name if own else (values.get(incoming.owner_key) or ""), kept, own)


def faults_of(incoming: Incoming, rows: Sequence[Row], *, by: Any) -> Iterator[CellError]:
    """Name what is wrong beyond single cells: somebody else's name, no owner, twice in the file, published already and changed."""
    full = [(row, filled(incoming, row.values, by)) for row in rows]
    known = _known(incoming.catalogue, [each for _row, each in full])
    seen: dict[tuple[int | str, str], int] = {}
    for row, each in full:
        named = row.values.get(incoming.owner_key) or ""
        if _acts_for_itself(by) and incoming.new_owner_kind == OrganisationKind.ENTERPRISE and named:
            if match_key(named) not in _names_of(by.organisation):
                yield _fault(
                    row,
                    incoming.owner_title,
                    named,
                    _("这不是您代表的单位。"),
                    _("只能填报本单位的，请改成本单位名称，或者删去这一行。"),
                )
        elif not each.owner_name:
            yield _fault(row, incoming.owner_title, "", _("没有填单位。"), _("请填写单位全称。"))
        if each.identity in seen:
            words = {"row": seen[each.identity]}
            yield _fault(
                row, _("名称"), each.values["title"], _("与第%(row)d行重复。") % words, _("请删去其中一行。")
            )
        seen.setdefault(each.identity, row.number)
        found = known.get(each.identity)
        if found is not None and found.state not in OPEN and _changes(found, each):
            words = {"number": found.number, "state": found.state_label}
            yield _fault(
                row,
                _("名称"),
                each.values["title"],
                _("%(number)s已经是“%(state)s”，表格里的内容与它不同。") % words,
                _("请在那一条的页面上修改。"),
            )


def compare(incoming: Incoming, values: Iterable[dict[str, Any]], by: Any) -> list[str]:
    """Say of each row whether it is new, changes one that still waits, or is the same."""
    full = [filled(incoming, each, by) for each in values]
    known = _known(incoming.catalogue, full)
    return [_verdict(known.get(each.identity), each) for each in full]


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
        known = _known(catalogue, full)
        fresh = [each for each in full if each.identity not in known]
        altered = [
            (known[each.identity], each)
            for each in full
            if _verdict(known.get(each.identity), each) == "changed"
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
        changed = _changes(item, row)
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


def _known(catalogue: Catalogue, rows: Sequence[Filled]) -> dict[tuple[int | str, str], Any]:
    """Find what was entered before, by owner (its row and its name) and external number or title."""
    keys = list({row.identity[1] for row in rows})
    found: dict[tuple[int | str, str], Any] = {}
    for start in range(0, len(keys), 800):
        part = keys[start : start + 800]
        for column in ("title_key", "source_key"):
            some = catalogue.model.objects.filter(merged_into__isnull=True, **{f"{column}__in": part})
            for item in some.exclude(state=PublicationState.WITHDRAWN).select_related("owner"):
                for owner in (item.owner_id, item.owner.name_key):
                    found.setdefault((owner, getattr(item, column)), item)
    return found


def _verdict(found: Any, row: Filled) -> str:
    if found is None:
        return "new"
    return "changed" if _changes(found, row) else "same"


def _changes(item: Any, row: Filled) -> list[str]:
    """Name the fields in which a row differs; what the system filled in is no difference."""
    passed_over = {"field_is_suggested", "contact_name", "contact_phone", "contact_email"} | (
        {"field"} if row.values.get("field_is_suggested") else set()
    )
    return [
        name
        for name, value in row.values.items()
        if name not in passed_over and value not in (None, "", []) and getattr(item, name) != value
    ]


def _payload(row: Filled) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.values.items()
    }


def _gap(catalogue: Catalogue, name: str) -> Any:
    return catalogue.model._meta.get_field(name).get_default()


def _acts_for_itself(by: Any) -> bool:
    return ROLES[by.acting_role].desk == Desk.ORGANISATION


def _names_of(organisation: Any) -> set[str]:
    if organisation is None:
        return set()
    return {organisation.name_key, *organisation.names.values_list("name_key", flat=True)}


def _fault(row: Row, column: Any, value: str, message: str, way_out: str) -> CellError:
    return CellError(row.number, str(column), value, message, way_out)
