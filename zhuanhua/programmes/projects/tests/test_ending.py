"""Does a project end as it should, accepted, excused or failed, with its money where it belongs, to the fen?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.projects import actions, queries
from zhuanhua.programmes.projects.tests import endings, factories
from zhuanhua.programmes.projects.tests.factories import WAN
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Recovery

DAY = city_today()


def _receive(cast, fen):
    """Demand what has to come back, and record a part of it or all."""
    recovery = Recovery.objects.get()
    payments.demand_recovery(recovery=recovery, by=cast["officer"], on=DAY, due_on=DAY + timedelta(days=30))
    payments.receive_recovery(
        recovery=recovery, amount_fen=fen, received_on=DAY, bank_reference="B1", by=cast["finance"]
    )


def test_an_accepted_project_gets_its_last_part_and_gives_back_the_rest(project, cast):
    project = endings.accepted(project, cast, spent_fen=140 * WAN)

    assert [each.state for each in project.milestones.all()] == ["paid", "ended", "reached"]
    assert endings.books_of(project) == (2790 * WAN, 60 * WAN, 150 * WAN)
    assert Recovery.objects.get().amount_fen == 10 * WAN  # paid 150, spent 140


@pytest.mark.postgres
@pytest.mark.parametrize("verb", ["fail", "excuse", "accept"])
def test_money_and_the_project_are_locked_before_an_end_is_judged(project, cast, verb):
    factories.paid(cast, project)
    project = endings.asked(project, by=cast["applicant"], spent_fen=140 * WAN)
    finding = "good" if verb == "accept" else "bad"
    is_diligent = verb == "excuse"
    endings.inspected(
        project, by=cast["officer"], finding=finding, has_records=is_diligent, is_diligent=is_diligent
    )
    end = {
        "fail": actions.fail_project, "excuse": actions.excuse_project, "accept": actions.accept_project
    }[verb]  # fmt: skip
    why = {} if verb == "accept" else {"reason": "核查结论"}

    with CaptureQueriesContext(connection) as asked:
        end(project=project, by=cast["leader"], on=DAY, **why)

    told = [each["sql"] for each in asked]
    facts = ('FROM "projects_inspection"', 'SELECT "projects_milestone"."state"')
    judged = next(i for i, sql in enumerate(told) if any(each in sql for each in facts))
    locked = " ".join(sql for sql in told[:judged] if "FOR UPDATE" in sql)
    assert 'FROM "ledger_budget"' in locked
    assert 'FROM "projects_project"' in locked


@pytest.mark.postgres
@pytest.mark.parametrize("verb", ["receive", "waive"])
def test_money_and_the_project_are_locked_before_a_recovery_writes_its_line(project, cast, verb):
    factories.paid(cast, project)
    actions.fail_project(project=project, reason="弄虚作假", by=cast["leader"], on=DAY)
    _receive(cast, 50 * WAN)
    recovery = Recovery.objects.get()

    with CaptureQueriesContext(connection) as asked:
        if verb == "waive":
            payments.waive_recovery(recovery=recovery, by=cast["leader"], reason="破产终结")
        else:
            payments.receive_recovery(
                recovery=recovery, amount_fen=WAN, received_on=DAY, bank_reference="B2", by=cast["finance"]
            )

    told = [each["sql"] for each in asked]
    journal = next(i for i, sql in enumerate(told) if "pg_advisory_xact_lock" in sql)
    locked = [sql for sql in told[:journal] if "FOR UPDATE" in sql]
    first = [
        next(i for i, sql in enumerate(locked) if f'FROM "{table}"' in sql)
        for table in ("ledger_budget", "payments_recovery", "projects_project")
    ]
    assert first == sorted(first)


def test_acceptance_without_a_science_report_is_refused(project, cast):
    with pytest.raises(Refusal, match="科技报告"):
        actions.ask_acceptance(project=project, spent_fen=0, by=cast["applicant"], on=DAY)


def test_acceptance_asked_too_late_is_remarked(project, cast):
    endings.with_papers(project, by=cast["applicant"])

    late = project.ends_on + timedelta(days=181)
    project = actions.ask_acceptance(project=project, spent_fen=0, by=cast["applicant"], on=late)

    assert project.is_late is True


def test_a_diligent_failure_is_excused_and_only_what_is_unspent_comes_back(project, cast):
    factories.paid(cast, project)
    project = endings.asked(project, by=cast["applicant"], spent_fen=132 * WAN)
    endings.inspected(project, by=cast["officer"], finding="bad", has_records=True, is_diligent=True)

    with pytest.raises(Refusal, match="免责"):
        actions.fail_project(project=project, reason="未达标", by=cast["leader"], on=DAY)
    project = actions.excuse_project(project=project, reason="探索性强", by=cast["leader"], on=DAY)

    assert (project.state, project.has_remark) == ("excused", False)
    assert Recovery.objects.get().amount_fen == 18 * WAN
    assert endings.books_of(project) == (2850 * WAN, 0, 150 * WAN)


def test_a_failed_project_is_recovered_to_the_fen(project, cast):
    factories.paid(cast, project)
    with pytest.raises(Refusal, match="勤勉"):
        actions.excuse_project(project=project, reason="x", by=cast["leader"], on=DAY)
    project = actions.fail_project(project=project, reason="弄虚作假", by=cast["leader"], on=DAY)
    _receive(cast, 150 * WAN)

    project.refresh_from_db()
    assert (project.state, project.has_remark) == ("recovered", True)
    assert endings.books_of(project) == (3000 * WAN, 0, 0)
    assert list(verify().faults) == []


def test_a_failed_project_ends_when_the_rest_of_its_recovery_is_written_off(project, cast):
    factories.paid(cast, project)
    project = actions.fail_project(project=project, reason="弄虚作假", by=cast["leader"], on=DAY)
    _receive(cast, 50 * WAN)
    recovery = Recovery.objects.get()
    payments.waive_recovery(recovery=recovery, by=cast["leader"], reason="破产终结")

    project.refresh_from_db()
    assert (project.state, recovery.state) == ("recovered", "waived")
    assert list(verify().faults) == []


def test_the_page_shows_recovered_money_as_such(client, project, cast):
    factories.paid(cast, project)
    actions.fail_project(project=project, reason="弄虚作假", by=cast["leader"], on=DAY)
    _receive(cast, 60 * WAN)

    money = queries.money_of(project)
    page = sign_in(client, cast["officer"]).get(f"/projects/{project.number}/").content.decode()

    assert (money["paid_fen"], money["kept_fen"], money["back_fen"], money["owed_fen"]) == (
        150 * WAN, 90 * WAN, 60 * WAN, 90 * WAN
    )  # fmt: skip
    assert "已拨付90.00，正在拨付0.00，已追回60.00，已预留0.00，不再拨付150.00，单位万元" in page
    assert "其中应追回90.00，还没有到账" in page


def test_a_project_is_not_ended_while_a_part_is_at_the_bank(project, cast):
    pay = {"account": project.reservation.account, "title": "甲", "by": cast["officer"], "on": DAY}
    actions.pay_milestones(milestones=[project.milestones.get(place=1)], key="a", **pay)

    with pytest.raises(Conflict, match="正在拨付"):
        actions.fail_project(project=project, reason="x", by=cast["leader"], on=DAY)
