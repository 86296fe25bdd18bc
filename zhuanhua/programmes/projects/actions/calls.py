"""How does a call come to be, open, move its last day, and close? Its form is kept edition by edition until it opens."""

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.projects import notices
from zhuanhua.programmes.projects.codes import library
from zhuanhua.programmes.projects.models import Application, Call, CallForm
from zhuanhua.programmes.projects.states import ApplicationState, CallState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.actions import close_tasks_of
from zhuanhua.shared.workflow.moves import move, move_all
from zhuanhua.shared.workflow.serials import next_number

WHOLE_BP = 10_000
CRITERIA = (
    {"code": "need", "title": "必要性和先进性", "weight_bp": 3000, "most": 100},
    {"code": "route", "title": "技术路线和创新点", "weight_bp": 3000, "most": 100},
    {"code": "benefit", "title": "目标、效益和转化前景", "weight_bp": 2500, "most": 100},
    {"code": "basis", "title": "工作基础和预算合理性", "weight_bp": 1500, "most": 100},
)
INSTALMENTS = (
    {"title": "任务书签订", "share_bp": 5000},
    {"title": "中期检查通过", "share_bp": 3000},
    {"title": "通过验收", "share_bp": 2000},
)
FACTS = (
    "title", "scheme", "guide", "contact", "account", "research_fen", "conversion_fen", "opens_on", "closes_on",
    "correction_days", "criteria", "experts_wanted", "outlier_points", "pass_points", "instalments",
)  # fmt: skip
COPIED = tuple(name for name in FACTS if name not in {"account", "opens_on", "closes_on"})


@transaction.atomic
def start_call(*, title: str, on: date, by: Any, copy_of: Call | None = None) -> Call:
    """Begin a call, empty or as a copy of an earlier one: guide, form, criteria and parts of payment come along."""
    require(by, Permission.PROJECT_CALL_MANAGE)
    if not title.strip():
        raise Refusal(_("没有写名称。"), field="title", way_out=_("请写明年度和计划名称。"))
    facts = {name: getattr(copy_of, name) for name in COPIED} if copy_of else {}
    facts |= {"title": title.strip()}
    facts.setdefault("criteria", list(CRITERIA))
    facts.setdefault("instalments", list(INSTALMENTS))
    call = Call.objects.create(
        number=next_number("TZ", on=on),
        state=CallState.DRAFT,
        year=on.year,
        made_by=by,
        copied_from=copy_of,
        **facts,
    )
    last = copy_of.forms.order_by("-edition").first() if copy_of else None
    sections = last.sections if last else library.checked(library.STANDARD)
    CallForm.objects.create(call=call, edition=1, sections=sections, made_by=by)
    record(
        "project_call:start",
        case_kind=call.case_kind,
        case_number=call.number,
        by=by,
        after={"title": call.title, "copied_from": copy_of.number if copy_of else ""},
    )
    return call


@transaction.atomic
def save_call(*, call: Call, facts: dict[str, Any], by: Any) -> Call:
    """Keep what was typed of a call that is not open yet; weights and parts must add up to the whole."""
    require(by, Permission.PROJECT_CALL_MANAGE)
    call = _draft(call)
    _refuse_uneven(facts)
    before = {name: getattr(call, f"{name}_id" if name == "account" else name) for name in facts}
    for name in FACTS:
        if name in facts:
            setattr(call, name, facts[name])
    if call.opens_on and call.closes_on and call.closes_on < call.opens_on:
        raise Refusal(_("截止日早于起始日。"), field="closes_on", way_out=_("请填起始日或以后的日期。"))
    call.version += 1
    call.save()
    after = {name: getattr(call, f"{name}_id" if name == "account" else name) for name in facts}
    changed = {name: value for name, value in after.items() if value != before[name]}
    record(
        "project_call:draft",
        case_kind=call.case_kind,
        case_number=call.number,
        by=by,
        before={name: before[name] for name in changed},
        after=changed,
    )
    return call


@transaction.atomic
def save_form(*, call: Call, sections: list[dict[str, Any]], by: Any) -> CallForm:
    """Keep the form as a new edition; while the call is open nothing changes any more."""
    require(by, Permission.PROJECT_CALL_MANAGE)
    call = _draft(call)
    kept = library.checked(sections)
    edition = call.forms.count() + 1
    made = CallForm.objects.create(call=call, edition=edition, sections=kept, made_by=by)
    record(
        "project_call:form",
        case_kind=call.case_kind,
        case_number=call.number,
        by=by,
        after={
            "edition": edition,
            "sections": len(kept),
            "fields": sum(len(each["fields"]) for each in kept),
        },
    )
    return made


@transaction.atomic
def open_call(*, call: Call, by: Any, on: date) -> Call:
    """Publish: everybody may read the guide, enterprises may apply from the first day on. Refused while anything is missing."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    _refuse_unready(call, on)
    move(call, "open", by=by, after={"opens_on": call.opens_on, "closes_on": call.closes_on})
    return call


@transaction.atomic
def extend_call(*, call: Call, closes_on: date, reason: str, by: Any, on: date) -> Call:
    """Move the last day back, or open a closed call again; who has a draft is told."""
    if call.closes_on is not None and closes_on <= max(call.closes_on, on):
        raise Refusal(
            _("新的截止日须晚于原来的截止日和今天。"), field="closes_on", way_out=_("请填以后的日期。")
        )
    before = call.closes_on
    call.closes_on = closes_on
    move(
        call,
        "extend",
        by=by,
        reason=reason,
        fields=("closes_on",),
        before={"closes_on": before},
        after={"closes_on": closes_on},
    )
    transaction.on_commit(partial(notices.call_extended, call))
    return call


@transaction.atomic
def close_call(*, call: Call, by: Any, on: date) -> Call:
    """Close after the last day; what was not handed in lapses. `by=None` is the clock."""
    if call.closes_on is not None and on <= call.closes_on:
        raise Refusal(
            _("还没有到截止日%(day)s。") % {"day": call.closes_on.isoformat()},
            way_out=_("请在截止日之后办理。"),
        )
    move(call, "close", by=by)
    drafts = list(Application.objects.select_for_update().filter(call=call, state=ApplicationState.DRAFT))
    move_all(drafts, "lapse", by=by, reason=noop("到截止日没有提交。"))
    close_tasks_of(drafts, by=by)
    transaction.on_commit(partial(notices.applications_lapsed, drafts))
    return call


@transaction.atomic
def cancel_call(*, call: Call, reason: str, by: Any) -> Call:
    """Give a call up before it opens."""
    move(call, "cancel", by=by, reason=reason)
    return call


def calls_past_their_day(on: date) -> list[Call]:
    """Give the open calls whose last day is over: the clock closes them."""
    return list(Call.objects.filter(state=CallState.OPEN, closes_on__lt=on))


def _draft(call: Call) -> Call:
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.state != CallState.DRAFT:
        raise Conflict(
            _("%(number)s已经发布，不能再改。") % {"number": call.number},
            way_out=_("需要延期的请用“延长申报”。"),
        )
    return call


def _refuse_uneven(facts: dict[str, Any]) -> None:
    for name, part, words in (
        ("criteria", "weight_bp", noop("评审指标的权重合计须为100%。")),
        ("instalments", "share_bp", noop("拨付比例合计须为100%。")),
    ):
        rows = facts.get(name)
        if rows is not None and sum(row[part] for row in rows) != WHOLE_BP:
            raise Refusal(_(words), field=name, way_out=_("请改到合计正好100%。"), code=name)
    codes = [row["code"] for row in facts.get("criteria") or ()]
    if len(codes) != len(set(codes)):
        raise Refusal(_("评审指标有重复。"), field="criteria", way_out=_("请去掉一个。"))


def _refuse_unready(call: Call, on: date) -> None:
    missing = [
        str(label)
        for label, is_missing in (
            (_("申报指南"), not call.guide.strip()),
            (_("咨询方式"), not call.contact.strip()),
            (_("资金来源"), call.account_id is None),
            (_("两类项目的预算"), not call.budget_fen),
            (_("申报起止日"), call.opens_on is None or call.closes_on is None),
            (_("评审指标"), not call.criteria),
            (_("拨付比例"), not call.instalments),
            (_("申报书格式"), not call.forms.exists()),
        )
        if is_missing
    ]
    if missing:
        raise Refusal(
            _("还缺：%(missing)s。") % {"missing": _("、").join(missing)},
            way_out=_("请填好再发布。"),
            code="missing",
        )
    if call.closes_on is not None and call.closes_on < on:
        raise Refusal(_("截止日已经过去。"), field="closes_on", way_out=_("请填以后的日期。"))
    account = call.account
    if account is not None and account.available_fen < call.budget_fen:
        raise Refusal(
            _("资金来源的可用余额少于本次预算。"),
            field="account",
            way_out=_("请财务追加，或者减少预算。"),
            code="short",
        )
