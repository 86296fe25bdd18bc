"""How long may a case still take? A clock that starts, pauses, restarts and stops, in the days that the rule counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.shared.workflow.calendar import add_calendar_days, add_working_days, working_days_between

SOON = 2  # days left from which the clock warns


@dataclass(frozen=True)
class ClockFace:
    """What the clock shows: status ok, soon, late, paused, done or none; days used, left and over; the words."""

    status: str
    used: int = 0
    left: int = 0
    over: int = 0
    words: str = ""
    due_on: date | None = None


def start_clock(case: Any, *, on: date, term_days: int, working: bool = True) -> None:
    """Start, or start again, a term that ends `term_days` after `on`. Sets fields; the caller saves them."""
    case.clock_started_on, case.term_days, case.clock_counts_working = on, term_days, working
    case.clock_paused_on = case.clock_stopped_on = None
    case.clock_used_days = 0
    case.due_on = _due(on, term_days, working=working)


restart_clock = start_clock


def pause_clock(case: Any, *, on: date) -> None:
    """Stop counting while somebody else has to act; the days used so far stay used."""
    if case.clock_started_on is None or case.clock_paused_on is not None or case.clock_stopped_on is not None:
        return
    case.clock_used_days += _days(case.clock_started_on, on, working=case.clock_counts_working)
    case.clock_paused_on, case.due_on = on, None


def resume_clock(case: Any, *, on: date) -> None:
    """Count on from `on` with the days that were left."""
    if case.clock_paused_on is None:
        return
    left = max(case.term_days - case.clock_used_days, 0)
    case.clock_started_on, case.clock_paused_on = on, None
    case.due_on = _due(on, left, working=case.clock_counts_working)


def stop_clock(case: Any, *, on: date) -> None:
    """The case is decided: the clock shows how long it took."""
    if case.clock_started_on is None or case.clock_stopped_on is not None:
        return
    if case.clock_paused_on is None:
        case.clock_used_days += _days(case.clock_started_on, on, working=case.clock_counts_working)
    case.clock_paused_on, case.clock_stopped_on = None, on


def clock_face(case: Any, *, on: date) -> ClockFace:
    """Read the clock on a day. A case may name `came_back_on`, since when its correction waits for us."""
    if getattr(case, "clock_started_on", None) is None:
        return ClockFace("none", words="")
    term, working = case.term_days, case.clock_counts_working
    if case.clock_stopped_on is not None:
        used = case.clock_used_days
        words = _words_used(used, working=working)
        return ClockFace(
            "done", used=min(used, term), over=max(used - term, 0), words=words, due_on=case.due_on
        )
    back_on = getattr(case, "came_back_on", None)
    if back_on is not None and case.clock_paused_on is not None:
        return ClockFace(
            "paused",
            used=case.clock_used_days,
            left=max(term - case.clock_used_days, 0),
            words=_words_back(_days(back_on, on, working=working), working=working),
        )
    if case.clock_paused_on is not None:
        return ClockFace(
            "paused",
            used=case.clock_used_days,
            left=max(term - case.clock_used_days, 0),
            words=_("时钟已停，等补正"),
        )
    owed = max(case.clock_used_days - term, 0)  # the term had run out before a pause
    if on > case.due_on or owed:
        over = max(owed + _days(case.due_on, on, working=working), 1)
        return ClockFace(
            "late", used=term, over=over, words=_words_late(over, working=working), due_on=case.due_on
        )
    left = _days(on, case.due_on, working=working)
    used = max(term - left, 0)
    if on == case.due_on:
        return ClockFace("soon", used=used, left=0, words=_("今天到期"), due_on=case.due_on)
    return ClockFace(
        "soon" if left <= SOON else "ok",
        used=used,
        left=left,
        words=_words_left(left, working=working),
        due_on=case.due_on,
    )


def _due(on: date, days: int, *, working: bool) -> date:
    return add_working_days(on, days) if working else add_calendar_days(on, days)


def _days(start: date, end: date, *, working: bool) -> int:
    if working:
        return max(working_days_between(start, end), 0)
    return max((end - start) // timedelta(days=1), 0)


def _words_left(days: int, *, working: bool) -> str:
    if working:
        return ngettext("还剩%(days)d个工作日", "还剩%(days)d个工作日", days) % {"days": days}
    return ngettext("还剩%(days)d天", "还剩%(days)d天", days) % {"days": days}


def _words_late(days: int, *, working: bool) -> str:
    if working:
        return ngettext("逾期%(days)d个工作日", "逾期%(days)d个工作日", days) % {"days": days}
    return ngettext("逾期%(days)d天", "逾期%(days)d天", days) % {"days": days}


def _words_back(days: int, *, working: bool) -> str:
    if not days:
        return _("补正已回，等受理")
    if working:
        return ngettext("补正已回%(days)d个工作日，等受理", "补正已回%(days)d个工作日，等受理", days) % {
            "days": days
        }
    return ngettext("补正已回%(days)d天，等受理", "补正已回%(days)d天，等受理", days) % {"days": days}


def _words_used(days: int, *, working: bool) -> str:
    if working:
        return ngettext("用了%(days)d个工作日", "用了%(days)d个工作日", days) % {"days": days}
    return ngettext("用了%(days)d天", "用了%(days)d天", days) % {"days": days}
