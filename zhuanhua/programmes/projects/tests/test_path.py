"""Does the whole way hold: from a call to an accepted project, and the ways that end otherwise, to the fen?"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.projects import actions, queries
from zhuanhua.programmes.projects.codes import PaperKind
from zhuanhua.programmes.projects.models import Application
from zhuanhua.programmes.projects.tests import factories
from zhuanhua.programmes.projects.tests.factories import WAN
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Recovery

DAY = city_today()


def _books(project):
    account = Account.objects.get(pk=project.reservation.account_id)
    return account.available_fen, account.reserved_fen, account.paid_fen


def _with_papers(project, by):
    for kind in (PaperKind.SCIENCE_REPORT, PaperKind.ACCOUNTS):
        upload = SimpleUploadedFile(f"{kind}.pdf", factories.pdf(kind))
        store_file(upload=upload, kind=kind, case=project, by=by)


def _receive(cast, fen):
    """Demand what has to come back, and record a part of it or all."""
    recovery = Recovery.objects.get()
    payments.demand_recovery(recovery=recovery, by=cast["officer"], on=DAY, due_on=DAY + timedelta(days=30))
    payments.receive_recovery(
        recovery=recovery, amount_fen=fen, received_on=DAY, bank_reference="B1", by=cast["finance"]
    )


def _inspect(project, by, finding="good", **more):
    facts = {
        "kind": "acceptance",
        "held_on": DAY,
        "finding": finding,
        "panel": "五位专家",
        "text": "意见",
        "has_records": False,
        "is_diligent": False,
    }
    return actions.hold_inspection(project=project, facts=facts | more, by=by, on=DAY)


def test_a_granted_award_is_set_aside_whole_and_the_first_part_waits(project):
    assert project.state == "running"
    assert [(each.amount_fen, each.state) for each in project.milestones.all()] == [
        (150 * WAN, "reached"), (90 * WAN, "planned"), (60 * WAN, "planned"),
    ]  # fmt: skip
    assert _books(project) == (2700 * WAN, 300 * WAN, 0)


def test_a_part_is_paid_out_of_the_award_and_nothing_else_moves(project, cast):
    factories.paid(cast, project)

    assert project.milestones.get(place=1).state == "paid"
    assert _books(project) == (2700 * WAN, 150 * WAN, 150 * WAN)
    assert list(verify().faults) == []


def test_a_part_that_leaves_its_batch_stays_set_aside_and_can_be_paid_again(project, cast):
    first = project.milestones.get(place=1)
    pay = {"account": project.reservation.account, "title": "甲", "by": cast["officer"], "on": DAY}
    batch = actions.pay_milestones(milestones=[first], key="a", **pay)
    payments.drop_payment(payment=batch.payments.get(), by=cast["officer"], reason="材料不齐", on=DAY)

    first.refresh_from_db()
    assert (first.state, first.held.open_fen) == ("reached", 150 * WAN)
    assert _books(project) == (2700 * WAN, 300 * WAN, 0)
    factories.paid(cast, project)
    assert _books(project) == (2700 * WAN, 150 * WAN, 150 * WAN)


def test_the_same_part_is_never_put_into_two_batches(project, cast):
    first = project.milestones.get(place=1)
    pay = {"account": project.reservation.account, "title": "甲", "by": cast["officer"], "on": DAY}
    one = actions.pay_milestones(milestones=[first], key="a", **pay)

    assert actions.pay_milestones(milestones=[first], key="a", **pay) == one
    with pytest.raises(Conflict):
        actions.pay_milestones(milestones=[first], key="b", **pay)


def test_an_accepted_project_gets_its_last_part_and_gives_back_the_rest(project, cast):
    factories.paid(cast, project)
    _with_papers(project, cast["applicant"])
    project = actions.ask_acceptance(project=project, spent_fen=140 * WAN, by=cast["applicant"], on=DAY)
    _inspect(project, cast["officer"])
    project = actions.accept_project(project=project, by=cast["leader"], on=DAY)

    assert [each.state for each in project.milestones.all()] == ["paid", "ended", "reached"]
    assert _books(project) == (2790 * WAN, 60 * WAN, 150 * WAN)
    assert Recovery.objects.get().amount_fen == 10 * WAN  # paid 150, spent 140


def test_a_part_that_arrives_after_acceptance_is_called_back_as_far_as_it_was_not_spent(project, cast):
    factories.paid(cast, project)
    _with_papers(project, cast["applicant"])
    project = actions.ask_acceptance(project=project, spent_fen=190 * WAN, by=cast["applicant"], on=DAY)
    _inspect(project, cast["officer"])
    project = actions.accept_project(project=project, by=cast["leader"], on=DAY)
    assert not Recovery.objects.exists()  # paid 150, spent 190

    factories.paid(cast, project, place=3)

    recovery = Recovery.objects.get()
    assert (recovery.amount_fen, recovery.payment.amount_fen) == (20 * WAN, 60 * WAN)  # paid 210, spent 190
    assert list(verify().faults) == []


def test_a_part_that_arrives_after_acceptance_is_kept_when_all_was_spent(project, cast):
    factories.paid(cast, project)
    _with_papers(project, cast["applicant"])
    project = actions.ask_acceptance(project=project, spent_fen=300 * WAN, by=cast["applicant"], on=DAY)
    _inspect(project, cast["officer"])
    project = actions.accept_project(project=project, by=cast["leader"], on=DAY)

    factories.paid(cast, project, place=3)

    assert not Recovery.objects.exists()


@pytest.mark.postgres
@pytest.mark.parametrize("verb", ["fail", "excuse", "accept"])
def test_money_and_the_project_are_locked_before_an_end_is_judged(project, cast, verb):
    factories.paid(cast, project)
    _with_papers(project, cast["applicant"])
    project = actions.ask_acceptance(project=project, spent_fen=140 * WAN, by=cast["applicant"], on=DAY)
    finding = "good" if verb == "accept" else "bad"
    is_diligent = verb == "excuse"
    _inspect(project, cast["officer"], finding, has_records=is_diligent, is_diligent=is_diligent)
    end = {
        "fail": actions.fail_project, "excuse": actions.excuse_project, "accept": actions.accept_project
    }[verb]  # fmt: skip
    why = {} if verb == "accept" else {"reason": "核查结论"}

    with CaptureQueriesContext(connection) as asked:
        end(project=project, by=cast["leader"], on=DAY, **why)

    told = [each["sql"] for each in asked]
    judged = next(i for i, sql in enumerate(told) if sql.startswith('SELECT "projects_milestone"."state"'))
    locked = " ".join(sql for sql in told[:judged] if "FOR UPDATE" in sql)
    assert 'FROM "ledger_budget"' in locked
    assert 'FROM "projects_project"' in locked


def test_acceptance_without_a_science_report_is_refused(project, cast):
    with pytest.raises(Refusal, match="科技报告"):
        actions.ask_acceptance(project=project, spent_fen=0, by=cast["applicant"], on=DAY)


def test_acceptance_asked_too_late_is_remarked(project, cast):
    _with_papers(project, cast["applicant"])

    late = project.ends_on + timedelta(days=181)
    project = actions.ask_acceptance(project=project, spent_fen=0, by=cast["applicant"], on=late)

    assert project.is_late is True


def test_a_diligent_failure_is_excused_and_only_what_is_unspent_comes_back(project, cast):
    factories.paid(cast, project)
    _with_papers(project, cast["applicant"])
    project = actions.ask_acceptance(project=project, spent_fen=132 * WAN, by=cast["applicant"], on=DAY)
    _inspect(project, cast["officer"], "bad", has_records=True, is_diligent=True)

    with pytest.raises(Refusal, match="免责"):
        actions.fail_project(project=project, reason="未达标", by=cast["leader"], on=DAY)
    project = actions.excuse_project(project=project, reason="探索性强", by=cast["leader"], on=DAY)

    assert (project.state, project.has_remark) == ("excused", False)
    assert Recovery.objects.get().amount_fen == 18 * WAN
    assert _books(project) == (2850 * WAN, 0, 150 * WAN)


def test_a_failed_project_is_recovered_to_the_fen(project, cast):
    factories.paid(cast, project)
    with pytest.raises(Refusal, match="勤勉"):
        actions.excuse_project(project=project, reason="x", by=cast["leader"], on=DAY)
    project = actions.fail_project(project=project, reason="弄虚作假", by=cast["leader"], on=DAY)
    _receive(cast, 150 * WAN)

    project.refresh_from_db()
    assert (project.state, project.has_remark) == ("recovered", True)
    assert _books(project) == (3000 * WAN, 0, 0)
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


def test_who_ranked_never_decides(open_call, cast, play):
    factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    factories.expert(by=cast["officer"])
    announced = actions.announce_call(
        call=factories.ranked(open_call, officer=cast["officer"]), by=cast["officer"], on=DAY
    )
    announced.ranked_by = cast["leader"]

    with pytest.raises(Forbidden):
        actions.granting._refuse_unfinished(announced, cast["leader"])


def test_nothing_is_granted_on_values_nobody_stands_by(open_call, cast):
    factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    factories.expert(by=cast["officer"])
    announced = actions.announce_call(
        call=factories.ranked(open_call, officer=cast["officer"]), by=cast["officer"], on=DAY
    )

    with pytest.raises(Refusal, match="本地确认"):
        actions.decide_call(call=factories.notice_over(announced), by=cast["leader"], on=DAY)


def test_the_notice_is_written_in_the_citys_language(open_call, cast):
    factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    factories.expert(by=cast["officer"])
    ordered = factories.ranked(open_call, officer=cast["officer"])

    with translation.override("en"):
        announced = actions.announce_call(call=ordered, by=cast["officer"], on=DAY)

    assert announced.publicity.title.startswith("拟立项名单：")
    assert announced.publicity.body.splitlines()[-1].startswith("合计")


def test_papers_of_an_application_are_judged_by_where_it_stands_now(application, cast):
    """Its page was opened before somebody else handed it in."""
    stale = Application.objects.get(pk=application.pk)
    actions.submit_application(application=application, by=cast["applicant"], on=DAY)
    upload = SimpleUploadedFile("补.pdf", factories.pdf("补"))

    with pytest.raises(Refusal):
        actions.attach_project_paper(
            application=stale, upload=upload, kind=PaperKind.BODY, by=cast["applicant"]
        )
    with pytest.raises(Refusal):
        actions.detach_project_paper(
            application=stale, paper=factories.body_of(stale).pk, by=cast["applicant"]
        )


def test_nothing_is_granted_before_the_notice_has_ended(open_call, cast):
    factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    factories.expert(by=cast["officer"])
    announced = actions.announce_call(
        call=factories.ranked(open_call, officer=cast["officer"]), by=cast["officer"], on=DAY
    )

    with pytest.raises(Refusal, match="公示"):
        actions.decide_call(call=announced, by=cast["leader"], on=DAY)
    assert announced.publicity.ends_on == DAY + timedelta(days=7)
