"""Upload, map the columns, check, import: four steps that can be left and taken up again."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import signed_in_door
from zhuanhua.shared.exchange import queries, workbooks
from zhuanhua.shared.exchange.actions import importing as actions
from zhuanhua.shared.exchange.actions.background import check_soon, stop_storing, store_soon
from zhuanhua.shared.exchange.cells import unit_in_title
from zhuanhua.shared.exchange.forms import UploadForm
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.models.import_run import ImportState
from zhuanhua.shared.exchange.reading import FileRefused, read_table
from zhuanhua.shared.exchange.sheets import Column, sheet_of
from zhuanhua.shared.jobs import progress

PATIENCE = 20  # seconds after which a job that nobody took is called forgotten
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 50
PREVIEW_COLUMNS = 6
LONG_TEXT = 500  # columns of more characters tell nothing in a narrow cell


@signed_in_door
def mine(request: HttpRequest) -> HttpResponse:
    """The person's imports, and what may be imported."""
    page = Paginator(queries.imports_for(request.person), 30).get_page(request.GET.get("page"))  # type: ignore[attr-defined]
    for run in page.object_list:
        run.sheet = sheet_of(run.sheet_code)
    return render(
        request, "exchange/imports.html", {"page": page, "sheets": queries.sheets_for(request.person)}
    )  # type: ignore[attr-defined]


@signed_in_door
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a file."""
    sheet = queries.sheet_for(request.person, code)  # type: ignore[attr-defined]
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.start_import(sheet=sheet, upload=form.cleaned_data["file"], by=request.person)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("exchange:run", run.pk)
    return render(request, "exchange/upload.html", {"sheet": sheet, "form": form, "step": 1})


@signed_in_door
def template(request: HttpRequest, code: str) -> HttpResponse:
    """Download the workbook to fill in."""
    sheet = queries.sheet_for(request.person, code)  # type: ignore[attr-defined]
    return _download(workbooks.empty_form(sheet), f"{sheet.code}-template.xlsx")


@signed_in_door
def run(request: HttpRequest, identifier: Any) -> HttpResponse:
    """Where the import stands: columns to map, or the check, or the report."""
    found = queries.import_for(request.person, identifier)  # type: ignore[attr-defined]
    if found.state == ImportState.UPLOADED or (
        request.GET.get("step") == "columns" and found.state == ImportState.CHECKED
    ):
        return _mapping(request, found)
    if found.state in {ImportState.CHECKING, ImportState.STORING}:
        return _under_way(request, found)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _check(request, found)


@signed_in_door
@require_POST
def stop(request: HttpRequest, identifier: Any) -> HttpResponse:
    """Stop an import that is being stored; nothing of it stays."""
    found = queries.import_for(request.person, identifier)  # type: ignore[attr-defined]
    try:
        stop_storing(run=found, by=request.person)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("exchange:run", found.pk)


@signed_in_door
@require_POST
def map_columns(request: HttpRequest, identifier: Any) -> HttpResponse:
    """Take the mapping and check at once."""
    found = queries.import_for(request.person, identifier)  # type: ignore[attr-defined]
    mapping = {
        name.removeprefix("column_"): value
        for name, value in request.POST.items()
        if name.startswith("column_")
    }
    try:
        actions.set_mapping(run=found, mapping=mapping, unit=request.POST.get("unit", ""), by=request.person)  # type: ignore[attr-defined]
        check_soon(run=found, by=request.person)  # type: ignore[attr-defined]
    except Refusal as refusal:
        found.mapping = {place: key for place, key in mapping.items() if key}
        return _mapping(request, found, fault=str(refusal))
    return redirect("exchange:run", found.pk)


@signed_in_door
@require_POST
def confirm(request: HttpRequest, identifier: Any) -> HttpResponse:
    """Store what is right."""
    found = queries.import_for(request.person, identifier)  # type: ignore[attr-defined]
    try:
        store_soon(run=found, by=request.person)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("exchange:run", found.pk)


@signed_in_door
@require_POST
def cancel(request: HttpRequest, identifier: Any) -> HttpResponse:
    """Drop the file."""
    found = queries.import_for(request.person, identifier)  # type: ignore[attr-defined]
    try:
        actions.cancel_import(run=found, by=request.person)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange:run", found.pk)
    messages.success(request, _("已取消，文件已删除，什么都没有导入。"))
    return redirect("exchange:upload", found.sheet_code)


@signed_in_door
def errors(request: HttpRequest, identifier: Any) -> HttpResponse:
    """Download the rows that were not taken, with the faulty cells marked."""
    found = queries.import_for(request.person, identifier)  # type: ignore[attr-defined]
    if found.state == ImportState.CANCELLED or not found.errors:
        raise Http404
    try:
        sheet = sheet_of(found.sheet_code)
        known = sheet.known_titles if sheet else ()
        table = read_table(Path(found.content.path), name=found.file_name, known=known)
    except FileRefused as refused:
        messages.error(request, str(refused))
        return redirect("exchange:run", found.pk)
    return _download(workbooks.wrong_rows(found, table), "import-errors.xlsx")


def _mapping(request: HttpRequest, found: ImportRun, *, fault: str = "") -> HttpResponse:
    sheet = sheet_of(found.sheet_code)
    if sheet is None:
        raise Http404
    columns = [
        {
            "place": place,
            "title": title,
            "samples": [row[place] for row in found.samples if place < len(row) and row[place]],
            "chosen": found.mapping.get(str(place), ""),
            "unit": unit_in_title(title),
        }
        for place, title in enumerate(found.titles)
    ]
    units = [("yuan", _("元")), ("wan", _("万元")), ("yi", _("亿元"))]
    context = {"run": found, "sheet": sheet, "columns": columns, "units": units, "fault": fault, "step": 2}
    return render(request, "exchange/mapping.html", context, status=400 if fault else 200)


def _under_way(request: HttpRequest, found: ImportRun) -> HttpResponse:
    """Show how far the job is; the page asks again every second, by htmx or by itself."""
    now = progress.told(found.pk.hex)
    waited = (city_now() - found.asked_at).total_seconds() if found.asked_at else 0
    context = {
        "run": found,
        "sheet": sheet_of(found.sheet_code),
        "progress": now,
        "is_stopping": progress.is_stopping(found.pk.hex),
        "is_forgotten": now is None and waited > PATIENCE,
        "step": 4 if found.state == ImportState.STORING else 3,
    }
    return render(request, "exchange/under_way.html", context)


def _check(request: HttpRequest, found: ImportRun) -> HttpResponse:
    sheet = sheet_of(found.sheet_code)
    every = "all" in request.GET
    mapped = (
        [
            (
                found.titles[int(place)],
                sheet.column(key),
                unit_in_title(found.titles[int(place)]) or found.unit,
            )
            for place, key in sorted(found.mapping.items(), key=lambda pair: int(pair[0]))
        ]
        if sheet
        else []
    )
    counts = found.counts
    context = {
        "run": found,
        "sheet": sheet,
        "mapped": mapped,
        "left_out": [title for place, title in enumerate(found.titles) if str(place) not in found.mapping],
        "faults": found.errors if every else found.errors[:FAULTS_SHOWN],
        "every": every,
        "storable": counts.get("new", 0) + counts.get("changed", 0),
        "preview_columns": _preview_columns([column for _title, column, _unit in mapped], found.preview),
        "step": 4 if found.state == ImportState.DONE else 3,
    }
    return render(request, "exchange/check.html", context)


def _preview_columns(columns: list[Column], rows: list[dict[str, Any]]) -> list[Column]:
    """Choose what the first rows show: columns that hold something, an amount and a date among them, in the file's order."""
    held = [
        each for each in columns if each.kind != "uscc" and any(row["values"].get(each.key) for row in rows)
    ]
    sums = [each for each in held if each.kind == "money"][:1]
    days = [each for each in held if each.kind == "date"][:1]
    rest = [
        each for each in held if each.kind not in {"money", "date"} and (each.max_length or 0) <= LONG_TEXT
    ]
    chosen = [*sums, *days, *rest[: PREVIEW_COLUMNS - len(sums) - len(days)]]
    return [each for each in held if each in chosen]


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
