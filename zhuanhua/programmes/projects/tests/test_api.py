"""Do programs see of project calls what their people see, and nothing of an order that is not public?"""

import pytest
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.programmes.projects.models import Application
from zhuanhua.programmes.projects.tests import factories


def _got(client, person, place):
    answer = (sign_in(client, person) if person else Client()).get(f"/api/projects/{place}")
    return answer.status_code, answer.json()


def test_everybody_reads_the_published_calls(client, open_call, cast):
    draft = factories.call(
        officer=cast["officer"], finance=cast["finance"], money=open_call.account, guide="未发布"
    )

    status, listed = _got(client, None, "calls")

    assert (status, listed["total"]) == (200, 1)
    assert (listed["items"][0]["number"], listed["items"][0]["takes_applications"]) == (
        open_call.number,
        True,
    )
    assert _got(client, None, f"calls/{open_call.number}")[1]["research_fen"] == open_call.research_fen
    assert _got(client, None, f"calls/{draft.number}")[0] == 404
    assert _got(client, cast["officer"], "calls")[1]["total"] == 2


def test_a_firm_finds_its_own_application_and_a_rival_nothing(client, application, cast, rival):
    own = _got(client, cast["applicant"], "applications")[1]

    assert [(each["number"], each["state_name"]) for each in own["items"]] == [(application.number, "填报中")]
    assert _got(client, rival, "applications")[1]["total"] == 0
    assert _got(client, rival, f"applications/{application.number}")[0] == 404
    assert (
        _got(client, cast["officer"], f"applications/{application.number}")[0] == 404
    )  # a draft is its firm's alone


@pytest.mark.parametrize("points", [90, 30])
def test_an_order_that_is_not_public_is_told_to_who_examines_alone(client, open_call, cast, points):
    made = factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    for number in (900, 901):
        factories.expert(f"专家{number}", number=number, by=cast["officer"])
    factories.ranked(open_call, officer=cast["officer"], points=lambda _review: points)

    place = f"applications/{made.number}"
    assert _got(client, cast["applicant"], place)[1]["state_name"] == "评审中"
    wanted = {90: "拟立项", 30: "未立项"}[points]
    assert _got(client, cast["officer"], place)[1]["state_name"] == wanted
    assert Application.objects.get().state in {"proposed", "not_selected"}


def test_a_project_tells_what_was_paid_and_a_rival_finds_nothing(client, project, cast, rival):
    factories.paid(cast, project)
    firm = _got(client, cast["applicant"], "?state=running")[1]

    assert (firm["total"], firm["items"][0]["paid_fen"]) == (1, 150 * factories.WAN)
    assert _got(client, cast["applicant"], "?granted_year=2001")[1]["total"] == 0
    assert _got(client, rival, project.number)[0] == 404
    assert _got(client, None, project.number)[0] == 401
