"""What does a person's day look like? Tasks by urgency, the next working days, and days off that move the clocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhuanhua.shared.workflow.calendar import is_working_day, working_days_between
from zhuanhua.shared.workflow.clock import ClockFace, clock_face
from zhuanhua.ui import words

DAYS_AHEAD = 8
BUSY = 5  # tasks due on one day from which the day is marked
FRIDAY = 4
NOTED_DAYS = 14  # how far ahead unusual working days are told
KINDS = {
    "contract": gettext_lazy("技术合同"),
    "contract_change": gettext_lazy("合同变更"),
    "contract_entry": gettext_lazy("导入的登记"),
    "contract_objection": gettext_lazy("合同异议"),
    "contract_subsidy": gettext_lazy("合同补贴"),
    "payment": gettext_lazy("付款"),
    "payment_batch": gettext_lazy("拨付批次"),
    "publicity": gettext_lazy("公示"),
    "recovery": gettext_lazy("追缴"),
    "letter": gettext_lazy("答复"),
    "reply": gettext_lazy("答复"),
    "proposal": gettext_lazy("建议提案"),
    "project": gettext_lazy("科技项目"),
    "project_application": gettext_lazy("科技项目"),
    "project_call": gettext_lazy("科技项目"),
    "project_change": gettext_lazy("科技项目"),
    "project_milestone": gettext_lazy("科技项目"),
    "project_override": gettext_lazy("科技项目"),
    "project_report": gettext_lazy("科技项目"),
    "project_review": gettext_lazy("科技项目"),
    "achievement": gettext_lazy("科技成果"),
    "achievement_batch": gettext_lazy("科技成果"),
    "match": gettext_lazy("成果需求对接"),
    "need": gettext_lazy("技术需求"),
    "need_batch": gettext_lazy("技术需求"),
    "voucher": gettext_lazy("创新券"),
    "voucher_provider": gettext_lazy("服务机构"),
}
SHORT_DAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


@dataclass(frozen=True)
class Line:
    """One task as the inbox shows it."""

    what: str
    about: str
    kind: str
    url: str
    face: ClockFace | None


@dataclass(frozen=True)
class Batch:
    """Tasks of one urgency under their heading."""

    key: str
    title: Any
    lines: list[Line]
    is_late: bool = False


@dataclass(frozen=True)
class DayAhead:
    """One working day with the tasks that end on it."""

    name: str
    number: int
    text: str
    is_today: bool
    is_busy: bool


def batches(tasks: Iterable[Any], on: date) -> list[Batch]:
    """Group tasks: late, today, the rest of this week, later; empty groups are left out."""
    week_end = on + timedelta(days=6 - on.weekday())
    late, today, week, later = [], [], [], []
    for task in tasks:
        if task.due_on is None or task.due_on > week_end:
            later.append(task)
        else:
            (late if task.due_on < on else today if task.due_on == on else week).append(task)
    named = (
        Batch("late", _("已逾期"), [line(task, on) for task in late], is_late=True),
        Batch("today", _("今天到期"), [line(task, on) for task in today]),
        Batch("week", _("本周到期"), [line(task, on) for task in week]),
        Batch("later", _("以后到期，或者没有期限"), [line(task, on) for task in later]),
    )
    return [batch for batch in named if batch.lines]


def line(task: Any, on: date) -> Line:
    """Turn a task into a line: what is to be done, and to which case."""
    about = f"{task.case_number} {task.about}".strip()
    return Line(task.heading, about, str(KINDS.get(task.case_kind, "")), task.url, face(task, on))


def face(task: Any, on: date) -> ClockFace | None:
    """Read a task's clock from the day it was opened and the day it is due."""
    if task.due_on is None:
        return None
    opened = words.in_city(task.opened_at).date()
    term = max(working_days_between(min(opened, task.due_on), task.due_on), 1)
    clock = SimpleNamespace(
        clock_started_on=opened,
        term_days=term,
        clock_counts_working=True,
        clock_stopped_on=None,
        clock_paused_on=None,
        clock_used_days=0,
        due_on=task.due_on,
    )
    return clock_face(clock, on=on)


def situation(tasks: Iterable[Any], on: date) -> str:
    """Say the day in a sentence: 今天要办完5件，其中2件已逾期."""
    all_tasks = list(tasks)
    due = [task for task in all_tasks if task.due_on is not None and task.due_on <= on]
    late = [task for task in due if task.due_on < on]
    if not all_tasks:
        return _("没有要办的事")
    if not due:
        return ngettext(
            "今天没有到期的事，还有%(all)s件在手上", "今天没有到期的事，还有%(all)s件在手上", len(all_tasks)
        ) % {"all": len(all_tasks)}
    told = ngettext("今天要办完%(due)s件", "今天要办完%(due)s件", len(due)) % {"due": len(due)}
    if late:
        told += ngettext("，其中%(late)s件已逾期", "，其中%(late)s件已逾期", len(late)) % {"late": len(late)}
    return told


def days_ahead(tasks: Iterable[Any], on: date) -> list[DayAhead]:
    """Count what ends on each of the next eight working days, today included when it is one."""
    due = [task.due_on for task in tasks if task.due_on is not None]
    found: list[DayAhead] = []
    day, month = on, on.month
    while len(found) < DAYS_AHEAD:
        if is_working_day(day):
            number = due.count(day)
            name = _("补班") if day.weekday() > FRIDAY else str(SHORT_DAYS[day.weekday()])
            text = str(day.day) if found and day.month == month else f"{day.month}.{day.day}"
            found.append(DayAhead(name, number, text, day == on, number >= BUSY))
            month = day.month
        day += timedelta(days=1)
    return found


def unusual_days(on: date) -> str:
    """Name the worked weekends and the days off of the coming fortnight, which the clocks already know."""
    told: list[tuple[date, str]] = []
    off: list[date] = []
    for step in range(NOTED_DAYS + 1):
        day = on + timedelta(days=step)
        weekend, works = day.weekday() > FRIDAY, is_working_day(day)
        if weekend and works:
            named = {"day": words.day_words(day), "weekday": SHORT_DAYS[day.weekday()]}
            told.append((day, _("%(day)s（%(weekday)s）上班") % named))
        if not weekend and not works:
            off.append(day)
    if off:
        span = {"first": words.day_words(off[0]), "last": words.day_words(off[-1])}
        told.append(
            (off[0], _("%(first)s至%(last)s放假") % span if len(off) > 1 else _("%(first)s放假") % span)
        )
    return _("，").join(text for _day, text in sorted(told))
