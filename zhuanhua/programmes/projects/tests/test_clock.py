"""Does the clock close what has ended, and does an overdue correction wait for a person?"""

from datetime import timedelta

import pytest

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions, queries
from zhuanhua.programmes.projects.actions.watching import close_calls, watch_the_clock
from zhuanhua.programmes.projects.models import Application, Call
from zhuanhua.programmes.projects.tests import factories
from zhuanhua.shared.jobs.schedule import SCHEDULE
from zhuanhua.shared.journal.models import Entry

DAY = city_today()


@pytest.fixture
def late(open_call, cast):
    """An application whose correction was due yesterday."""
    handed_in = factories.submitted(open_call, by=cast["applicant"])
    returned = actions.return_application(
        application=handed_in, remark="补材料", fields={}, by=cast["officer"], on=DAY
    )
    Application.objects.filter(pk=returned.pk).update(returned_until=DAY - timedelta(days=1))
    return Application.objects.get(pk=returned.pk)


def test_a_call_whose_day_is_past_is_closed_by_the_clock_and_its_drafts_lapse(open_call, application):
    Call.objects.filter(pk=open_call.pk).update(closes_on=DAY - timedelta(days=1))

    assert close_calls(on=DAY) == 1
    assert close_calls(on=DAY) == 0
    assert Call.objects.get().state == "closed"
    assert Application.objects.get().state == "lapsed"
    line = Entry.objects.get(event="project_call:close")
    assert (line.actor, line.case_number) == ("", open_call.number)


def test_a_call_stays_open_on_its_last_day(open_call):
    Call.objects.filter(pk=open_call.pk).update(closes_on=DAY)

    assert close_calls(on=DAY) == 0
    assert watch_the_clock.path in SCHEDULE


def test_an_overdue_correction_stands_on_the_desk_until_somebody_ends_it(client, late, cast):
    sign_in(client, cast["officer"])
    page = client.get("/projects/applications/").content.decode()
    answer = client.post(f"/projects/applications/{late.number}/lapse/")

    assert "逾期没有补正" in page
    assert (answer.status_code, answer["Location"]) == (302, "/projects/applications/")
    assert Application.objects.get().state == "lapsed"
    assert "逾期没有补正" not in client.get("/projects/applications/").content.decode()


def test_a_correction_that_is_not_overdue_is_not_ended(late, cast):
    Application.objects.filter(pk=late.pk).update(returned_until=DAY)
    late.refresh_from_db()

    assert list(queries.overdue_corrections(cast["officer"], DAY)) == []
    with pytest.raises(Refusal, match="还没有过"):
        actions.lapse_application(application=late, by=cast["officer"], on=DAY)


def test_only_who_manages_calls_sees_and_ends_overdue_corrections(client, late, cast, rival):
    assert list(queries.overdue_corrections(cast["reviewer"], DAY)) == []
    answers = [
        sign_in(client, person).post(f"/projects/applications/{late.number}/lapse/").status_code
        for person in (rival, cast["applicant"], cast["reviewer"])
    ]

    assert answers == [403, 403, 403]
    assert Application.objects.get().state == "returned"
