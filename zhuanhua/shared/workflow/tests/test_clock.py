"""Does the clock count the days that the rule counts, whatever is paused and resumed?"""

from datetime import date, timedelta
from types import SimpleNamespace

import chinese_calendar
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from zhuanhua.shared.workflow import calendar
from zhuanhua.shared.workflow.calendar import (
    add_calendar_days,
    add_working_days,
    calendar_is_provisional,
    is_working_day,
    working_days_between,
)
from zhuanhua.shared.workflow.clock import (
    ClockFace,
    clock_face,
    pause_clock,
    restart_clock,
    resume_clock,
    start_clock,
    stop_clock,
)

ACCEPTED = date(2026, 4, 8)


def case() -> SimpleNamespace:
    """A case whose clock has not started."""
    return SimpleNamespace(
        clock_started_on=None, clock_counts_working=True, term_days=None, due_on=None, clock_paused_on=None,
        clock_used_days=0, clock_stopped_on=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (ACCEPTED, 15, date(2026, 4, 29)),
        (ACCEPTED, 30, date(2026, 5, 22)),  # 1 to 5 May are off, Saturday 9 May is worked
        (date(2026, 4, 20), 15, date(2026, 5, 13)),
        (date(2026, 4, 30), 1, date(2026, 5, 6)),
        (date(2026, 5, 8), 1, date(2026, 5, 9)),
        (date(2019, 4, 12), 10, date(2019, 4, 26)),
        (ACCEPTED, 0, ACCEPTED),
    ],
)
def test_term_ends_where_the_calendar_says(start: date, days: int, end: date) -> None:
    assert add_working_days(start, days) == end
    assert working_days_between(start, end) == days
    assert working_days_between(end, start) == -days


def test_working_days_are_those_of_the_published_calendar() -> None:
    days = [date(2018, 1, 1) + timedelta(days=step) for step in range(365 * 9 + 2)]

    assert [day for day in days if is_working_day(day) != chinese_calendar.is_workday(day)] == []


def test_working_days_between_counts_each_day_across_years() -> None:
    start, end = date(2024, 12, 30), date(2027, 1, 6)
    days = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]

    assert working_days_between(start, end) == sum(map(is_working_day, days))


def test_term_of_days_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert add_calendar_days(date(2026, 4, 24), 7) == date(2026, 5, 6)
    assert add_calendar_days(date(2026, 4, 24), 6) == date(2026, 4, 30)


def test_year_nobody_has_published_knows_weekends_only_and_says_so() -> None:
    assert calendar_is_provisional(2099)
    assert not calendar_is_provisional(2026)
    assert [is_working_day(date(2099, 10, day)) for day in (1, 2, 3, 4)] == [True, True, False, False]


def test_own_table_goes_before_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    off, worked = date(2099, 10, 1), date(2099, 10, 10)
    monkeypatch.setattr(calendar, "_own_years", lambda: {2099: (frozenset({off}), frozenset({worked}))})

    assert (is_working_day(off), is_working_day(worked), calendar_is_provisional(2099)) == (
        False,
        True,
        False,
    )
    assert add_working_days(date(2099, 9, 30), 1) == date(2099, 10, 2)


def test_every_own_year_names_its_document() -> None:
    years = calendar.yaml.safe_load(calendar.HOLIDAYS_FILE.read_text(encoding="utf-8"))["years"]

    assert [year for year, days in years.items() if not days.get("source")] == []


def test_face_tells_ok_soon_last_day_and_late() -> None:
    held = case()
    start_clock(held, on=ACCEPTED, term_days=15)

    faces = [
        clock_face(held, on=day) for day in (ACCEPTED, date(2026, 4, 27), date(2026, 4, 29), date(2026, 5, 6))
    ]

    assert [(face.status, face.used, face.left, face.over) for face in faces] == [
        ("ok", 0, 15, 0),
        ("soon", 13, 2, 0),
        ("soon", 15, 0, 0),
        ("late", 15, 0, 2),
    ]


def test_pause_keeps_what_was_used_and_resume_gives_the_rest() -> None:
    held = case()
    start_clock(held, on=ACCEPTED, term_days=15)
    pause_clock(held, on=date(2026, 4, 10))
    paused = clock_face(held, on=date(2026, 6, 1))
    resume_clock(held, on=date(2026, 4, 20))

    assert (paused.status, paused.used, paused.left) == ("paused", 2, 13)
    assert held.due_on == date(2026, 5, 11)


def test_restart_gives_the_whole_term_again() -> None:
    held = case()
    start_clock(held, on=ACCEPTED, term_days=15)
    pause_clock(held, on=date(2026, 4, 10))

    restart_clock(held, on=date(2026, 4, 20), term_days=15)

    assert (held.due_on, held.clock_used_days, held.clock_paused_on) == (date(2026, 5, 13), 0, None)


def test_pause_after_the_term_does_not_forgive_the_days_that_were_late() -> None:
    held = case()
    start_clock(held, on=ACCEPTED, term_days=2)
    pause_clock(held, on=date(2026, 4, 15))
    resume_clock(held, on=date(2026, 4, 20))

    assert [clock_face(held, on=day).over for day in (date(2026, 4, 20), date(2026, 4, 21))] == [3, 4]
    assert clock_face(held, on=date(2026, 4, 20)).status == "late"


def test_stopped_clock_shows_how_long_it_took() -> None:
    held = case()
    start_clock(held, on=ACCEPTED, term_days=2)
    stop_clock(held, on=date(2026, 4, 13))

    face = clock_face(held, on=date(2030, 1, 1))

    assert (face.status, face.used, face.over, held.clock_used_days) == ("done", 2, 1, 3)


def test_clock_that_never_started_shows_nothing_and_takes_every_call() -> None:
    held = case()
    for act in (pause_clock, resume_clock, stop_clock):
        act(held, on=ACCEPTED)

    assert clock_face(held, on=ACCEPTED) == ClockFace("none")
    assert held == case()


class Clock(RuleBasedStateMachine):
    """Days pass, the clock is paused and resumed at will; a plain count by days must always agree."""

    @initialize(day=st.dates(date(2019, 1, 1), date(2026, 6, 30)), term=st.integers(1, 40))
    def begin(self, day: date, term: int) -> None:
        self.held, self.day, self.term, self.counted = case(), day, term, 0
        start_clock(self.held, on=day, term_days=term)

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        for _day in range(days):
            self.day += timedelta(days=1)
            if self.held.clock_paused_on is None and self.held.clock_stopped_on is None:
                self.counted += is_working_day(self.day)

    @precondition(lambda self: self.held.clock_paused_on is None and self.held.clock_stopped_on is None)
    @rule()
    def pause(self) -> None:
        pause_clock(self.held, on=self.day)
        assert self.held.due_on is None

    @precondition(lambda self: self.held.clock_paused_on is not None)
    @rule()
    def resume(self) -> None:
        resume_clock(self.held, on=self.day)

    @precondition(lambda self: self.held.clock_stopped_on is None)
    @rule()
    def stop(self) -> None:
        stop_clock(self.held, on=self.day)

    @invariant()
    def face_agrees_with_the_count(self) -> None:
        face = clock_face(self.held, on=self.day)
        late = self.counted - self.term
        runs = self.held.clock_paused_on is None and self.held.clock_stopped_on is None
        is_past = runs and (
            late > 0 or self.day > self.held.due_on
        )  # past the day, though only days off have passed since
        assert (face.status == "late") == is_past
        assert face.over == max(late, int(is_past), 0) * (face.status in {"late", "done"})
        if face.status in {"ok", "soon", "paused"}:
            assert (face.used, face.left) == (self.counted, max(-late, 0))


TestClock = Clock.TestCase
TestClock.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
