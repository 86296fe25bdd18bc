"""Does who lately acted for an applicant or its partner leave the application and its project to a colleague?"""

import pytest

from tests.support.cast import sign_in
from tests.support.seats import LONG_AGO, came_over, sat_at
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.models import Application, Project
from zhuanhua.programmes.projects.tests import endings, factories
from zhuanhua.programmes.projects.tests.factories import WAN
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.workflow.actions import stop_publicity

DAY = city_today()


def is_refused(deed, **given):
    """Whether the deed is refused because its doer has to stand aside."""
    with pytest.raises(Forbidden) as refusal:
        deed(**given)
    return refusal.value.code == "partial" and str(refusal.value).endswith("须回避，请由同事办理。")


@pytest.fixture
def handed_in(open_call, applicant, university):
    """Give an application of the firm, with the university as partner."""
    return factories.submitted(open_call, by=applicant)


@pytest.fixture
def former(play, firm):
    """Give an officer who sat at the firm until last month."""
    return sat_at(play("former", role=RoleName.OFFICER), firm)


@pytest.fixture
def ranked(open_call, applicant, officer):
    """Give the application at the head of a call in order."""
    application = factories.admitted(open_call, by=applicant, officer=officer)
    for number in (900, 901):
        factories.expert(f"专家{number}", number=number, by=officer)
    factories.ranked(open_call, officer=officer)
    application.refresh_from_db()
    return application


def test_the_formal_check_is_a_colleagues(handed_in, former, officer, client):
    number = handed_in.number
    assert is_refused(actions.admit_application, application=handed_in, by=former)
    assert is_refused(actions.refuse_application, application=handed_in, by=former, reason="不符")
    assert is_refused(
        actions.return_application, application=handed_in, by=former, remark="请改", fields={}, on=DAY
    )

    address, page = f"/projects/applications/{number}/admit/", f"/projects/applications/{number}/"
    shown = [sign_in(client, each).get(page).content.decode() for each in (former, officer)]
    assert [("须回避" in each, address in each) for each in shown] == [(True, False), (False, True)]
    handed_in.refresh_from_db()
    assert actions.admit_application(application=handed_in, by=officer).state == "admitted"


def test_who_left_long_ago_admits(handed_in, firm, play):
    former = sat_at(play("former", role=RoleName.OFFICER), firm, LONG_AGO)

    assert actions.admit_application(application=handed_in, by=former).state == "admitted"


def test_who_began_it_and_came_over_does_not_admit_it(handed_in, applicant, bureau):
    came_over(applicant, bureau, RoleName.OFFICER)

    assert is_refused(actions.admit_application, application=handed_in, by=applicant)


def test_who_was_the_partners_does_not_admit_it(handed_in, rival_firm, play):
    handed_in.partners.create(organisation=rival_firm, task="测试")
    former = sat_at(play("former", role=RoleName.OFFICER), rival_firm)

    assert is_refused(actions.admit_application, application=handed_in, by=former)


def test_assigning_and_recalling_by_hand_is_a_colleagues(open_call, applicant, former, officer, client):
    application = factories.admitted(open_call, by=applicant, officer=officer)
    experts = [factories.expert(f"专家{number}", number=number, by=officer) for number in (900, 901, 902)]
    call = factories.in_review(open_call, officer=officer)
    review = application.reviews.first()
    spare = next(each for each in experts if not application.reviews.filter(expert=each).exists())

    assert is_refused(actions.assign_one, application=application, expert=spare, by=former, on=DAY)
    assert is_refused(actions.recall_review, review=review, by=former, reason="另请")
    page = f"/projects/calls/{call.number}/reviews/"
    offers = (
        f"/projects/reviews/{review.number}/recall/",
        f'name="application" value="{application.number}"',
    )
    shown = [sign_in(client, each).get(page).content.decode() for each in (former, officer)]
    assert [("须回避" in each, *(offer in each for offer in offers)) for each in shown] == [
        (True, False, False),
        (False, True, True),
    ]
    assert application.reviews.filter(state="assigned").count() == 2
    actions.assign_one(application=application, expert=spare, by=officer, on=DAY)
    review.refresh_from_db()
    assert actions.recall_review(review=review, by=officer, reason="另请").state == "recalled"


@pytest.mark.parametrize("listed", [True, False])
def test_taking_the_list_back_is_a_colleagues_on_the_list_or_below(ranked, former, officer, client, listed):
    call = actions.announce_call(call=ranked.call, by=officer, on=DAY)
    if not listed:
        Application.objects.filter(pk=ranked.pk).update(state="not_selected", award_fen=0)

    assert is_refused(actions.reconsider_call, call=call, by=former, reason="重议", on=DAY)
    call.refresh_from_db()
    assert is_refused(stop_publicity, publicity=call.publicity, by=former, reason="重议")
    assert (call.state, call.publicity.closed_on) == ("publicity", None)
    page, address = f"/projects/calls/{call.number}/", f"/projects/calls/{call.number}/do/reconsider/"
    shown = [sign_in(client, each).get(page).content.decode() for each in (former, officer)]
    assert [("须回避" in each, address in each) for each in shown] == [(True, False), (False, True)]
    assert actions.reconsider_call(call=call, by=officer, reason="重议", on=DAY).state == "ranked"


def test_a_change_of_the_order_is_a_colleagues(ranked, firm, former, officer, reviewer, play, client):
    given = {"application": ranked, "takes_in": False, "award_fen": 0, "reason": "重复支持", "on": DAY}
    assert is_refused(actions.ask_override, by=former, **given)
    override = actions.ask_override(by=officer, **given)
    second = sat_at(play("second", role=RoleName.REVIEWER), firm)

    assert is_refused(actions.confirm_override, override=override, by=second)
    override.refresh_from_db()
    assert is_refused(actions.decline_override, override=override, by=second, reason="不必")
    page = f"/projects/overrides/{override.number}/"
    shown = [sign_in(client, each).get(page).content.decode() for each in (second, reviewer)]
    assert [("须回避" in each, 'name="confirm"' in each) for each in shown] == [(True, False), (False, True)]
    override.refresh_from_db()
    assert actions.confirm_override(override=override, by=reviewer).state == "confirmed"


def test_the_award_is_decided_by_a_colleague(ranked, firm, officer, leader, play, client):
    call = factories.notice_over(actions.announce_call(call=ranked.call, by=officer, on=DAY))
    factories.confirm_values(leader)
    former = sat_at(play("former", role=RoleName.LEADER), firm)

    assert is_refused(actions.decide_call, call=call, by=former, on=DAY)
    page = f"/projects/calls/{call.number}/ranking/"
    shown = [sign_in(client, each).get(page) for each in (former, leader)]
    assert [
        (each.context["why_not"] != "", [move.verb for move in each.context["offers"]]) for each in shown
    ] == [(True, []), (False, ["decide"])]
    assert "须回避" in shown[0].content.decode()
    call.refresh_from_db()
    assert len(actions.decide_call(call=call, by=leader, on=DAY)) == 1


def test_accepting_a_project_is_a_colleagues(project, cast, firm, former, play, client):
    project = endings.asked(project, by=cast["applicant"], spent_fen=100 * WAN)
    assert is_refused(actions.send_back_acceptance, project=project, by=former, reason="整改")
    facts = {"kind": "acceptance", "held_on": DAY, "finding": "good"}
    assert is_refused(actions.hold_inspection, project=project, by=former, on=DAY, facts=facts)
    endings.inspected(project, by=cast["officer"])
    second = sat_at(play("second", role=RoleName.LEADER), firm)

    project = Project.objects.get(pk=project.pk)
    assert is_refused(actions.accept_project, project=project, by=second, on=DAY)
    shown = [
        sign_in(client, each).get(f"/projects/{project.number}/").content.decode()
        for each in (second, cast["leader"])
    ]
    address = f"/projects/{project.number}/do/accept/"
    assert [("须回避" in each, address in each) for each in shown] == [(True, False), (False, True)]
    project = Project.objects.get(pk=project.pk)
    assert actions.accept_project(project=project, by=cast["leader"], on=DAY).state == "accepted"


def test_failing_and_signing_are_a_colleagues(project, cast, firm, play):
    second = sat_at(play("second", role=RoleName.LEADER), firm)

    assert is_refused(actions.sign_contract, project=project, by=second, on=DAY)
    assert is_refused(actions.fail_project, project=project, by=second, on=DAY, reason="弄虚作假")


def test_what_a_project_reports_and_asks_is_judged_by_a_colleague(project, cast, former, client):
    applicant, officer = cast["applicant"], cast["officer"]
    part = project.milestones.get(place=2)
    part = actions.report_milestone(milestone=part, evidence="完成样机", by=applicant, on=DAY)
    change = actions.ask_change(
        project=project, kind="targets", value="新指标", reason="技术路线变了", by=applicant, on=DAY
    )

    assert is_refused(actions.reach_milestone, milestone=part, by=former)
    assert is_refused(actions.return_milestone, milestone=part, by=former, reason="补充")
    assert is_refused(actions.grant_project_change, change=change, by=former, on=DAY)
    assert is_refused(actions.decline_project_change, change=change, by=former, on=DAY, reason="不同意")
    page = f"/projects/changes/{change.number}/"
    shown = [sign_in(client, each).get(page).content.decode() for each in (former, officer)]
    assert [("须回避" in each, 'name="grant"' in each) for each in shown] == [(True, False), (False, True)]
    part.refresh_from_db()
    assert actions.reach_milestone(milestone=part, by=officer).state == "reached"
