"""What does the clock do? Calls whose last day is past are closed; corrections that are overdue wait for a person to end them."""

from datetime import date

from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects.actions.calls import calls_past_their_day, close_call
from zhuanhua.shared.jobs.queue import job
from zhuanhua.shared.jobs.schedule import every

HOURLY = 60


def close_calls(*, on: date) -> int:
    """Close every call whose last day is past, each in its own transaction; gives how many."""
    return sum(1 for call in calls_past_their_day(on) if close_call(call=call, by=None, on=on))


@every(minutes=HOURLY)
@job(noop("项目申报到期办理"), retries=2)
def watch_the_clock() -> None:
    """Close what has ended."""
    close_calls(on=city_today())
