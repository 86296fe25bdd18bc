"""What does an auditor see? Every line as a sentence, what stood before and after, and whether the chain holds."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.exchange.writing import harmless
from zhuanhua.shared.journal import queries
from zhuanhua.shared.journal.checking import keep_check, note_export
from zhuanhua.shared.journal.forms import WantedForm
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.sentences import lines_of, sentence
from zhuanhua.shared.journal.verifier import speak

PER_PAGE = 50
MOST_CHECKED = (
    300_000  # lines a page may check while a person waits, about ten seconds; more is for the command line
)


@door(Permission.JOURNAL_READ)
def entries(request: HttpRequest) -> HttpResponse:
    """List lines, newest first; pages go by line number, so that new lines never shift them."""
    form = WantedForm(request.GET or None)
    wanted = form.wanted()
    found = queries.entries_wanted(request.person, wanted)  # type: ignore[attr-defined]
    below, above = _number(request, "below"), _number(request, "above")
    if above is not None:
        shown = list(reversed(found.filter(seq__gt=above).order_by("seq")[:PER_PAGE]))
    else:
        shown = list(found.filter(seq__lt=below)[:PER_PAGE] if below is not None else found[:PER_PAGE])
    check = queries.last_check()
    context = {
        "form": form,
        "lines": lines_of(shown),
        "newer": shown[0].seq if shown and found.filter(seq__gt=shown[0].seq).exists() else None,
        "older": shown[-1].seq if shown and found.filter(seq__lt=shown[-1].seq).exists() else None,
        "is_narrowed": form.is_narrowed,
        "asked": form.asked(),
        "last": Entry.objects.order_by("-seq").first(),
        "check": check,
        "fault": speak(check.fault, _) if check and check.fault else "",
    }
    return render(request, "journal/list.html", context)


@door(Permission.JOURNAL_READ)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Check the chain now, and keep the result."""
    last = Entry.objects.order_by("-seq").first()
    if last is not None and last.seq > MOST_CHECKED:
        messages.error(
            request,
            _("日志超过%(most)d行，请在服务器上运行 zhuanhua verify journal。") % {"most": MOST_CHECKED},
        )
        return redirect("journal:list")
    report = keep_check(by=request.person)  # type: ignore[attr-defined]
    if report.is_whole:
        messages.success(
            request,
            ngettext("已核对%(lines)d行，链完整。", "已核对%(lines)d行，链完整。", report.lines)
            % {"lines": report.lines},
        )
    else:
        messages.error(request, speak(report.first, _) if report.first else "")
    return redirect("journal:list")


@door(Permission.JOURNAL_READ)
@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Download the lines shown as a table, or the whole chain for the stand-alone verifier."""
    person: Any = request.person  # type: ignore[attr-defined]
    is_chain = request.POST.get("form") == "jsonl"
    wanted = queries.Wanted() if is_chain else WantedForm(request.POST).wanted()
    note_export(wanted=wanted, form="jsonl" if is_chain else "csv", by=person)
    rows = _chain() if is_chain else _table(queries.entries_wanted(person, wanted).iterator(queries.BATCH))
    kind, name = (
        ("application/x-ndjson", "journal.jsonl") if is_chain else ("text/csv; charset=utf-8", "journal.csv")
    )
    answer = StreamingHttpResponse(rows, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _chain() -> Iterator[str]:
    for line in queries.lines():
        yield json.dumps(line, ensure_ascii=False) + "\n"


class _Echo:
    """Gives back what the csv writer writes, row by row."""

    def write(self, text: str) -> str:
        return text


def _table(found: Iterator[Entry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(
        [
            _("序号"),
            _("时间"),
            _("账号"),
            _("姓名"),
            _("角色"),
            _("编号"),
            _("事项"),
            _("内容"),
            _("理由"),
            _("规则版本"),
            _("之前"),
            _("之后"),
        ]
    )
    for entry in found:
        cells = [
            entry.at, entry.actor, entry.actor_name, entry.actor_role, entry.case_number, entry.event, sentence(entry),
            entry.reason, entry.policy_version,
            json.dumps(entry.before, ensure_ascii=False), json.dumps(entry.after, ensure_ascii=False),
        ]  # fmt: skip
        yield writer.writerow([entry.seq, *(harmless(str(cell)) for cell in cells)])


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - what a BIGINT holds
