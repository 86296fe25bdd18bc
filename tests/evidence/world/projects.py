"""Which calls are there, and which applications and projects has the firm in them?"""

from typing import Any

from tests.support.cast import make_organisation, make_person
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts.tests import factories
from zhuanhua.programmes.projects import actions as projects
from zhuanhua.programmes.projects.models import Review
from zhuanhua.programmes.projects.tests import factories as project_factories
from zhuanhua.shared.access.roles import RoleName


def in_four_calls(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Four calls: decided, ranked, under review, open; the firm applies in each, and carries two projects."""
    own, officer, leader, day = people["own"], people["officer"], people["leader"], city_today()
    make, told = project_factories, {"by": people["own"], "officer": people["officer"]}
    money = make.account(by=people["finance"], fen=30_000 * factories.WAN)
    opened = {"officer": officer, "finance": people["finance"], "money": money}
    expert = projects.keep_expert(
        person=people["expert"], fields=["equipment"], job_title="教授", most=20, is_active=True, by=officer
    )
    make.expert("第二位专家", number=950, by=officer)
    decided = make.opened(**opened)
    for title in ("在研项目", "待签项目"):
        make.admitted(decided, **told, title=title)
    made = {project.title: project for project in make.decided(decided, officer=officer, leader=leader)}
    running = projects.sign_contract(project=made["在研项目"], by=leader, on=day)
    change = projects.ask_change(project=running, kind="leader", value="乙", reason="调动", by=own, on=day)
    facts = {
        "rd_fen": 1,
        "technologies": 1,
        "patents_filed": 1,
        "patents_granted": 0,
        "people": 3,
        "sales_fen": 0,
    }
    report = projects.file_year_report(project=running, year=day.year, facts=facts, by=own, on=day)
    milestone = projects.report_milestone(
        milestone=running.milestones.get(place=2), evidence="样机完成", by=own, on=day
    )
    ranked = make.opened(**opened)
    listed = make.admitted(ranked, **told, title="已排序申报")
    make.ranked(ranked, officer=officer)
    listed.refresh_from_db()
    override = projects.ask_override(
        application=listed, takes_in=False, award_fen=0, reason="另有安排", by=officer, on=day
    )
    reviewed = make.opened(**opened)
    make.admitted(reviewed, **told, title="评审中申报")
    make.in_review(reviewed, officer=officer)
    review = Review.objects.get(application__call=reviewed, expert=expert)
    taking = make.opened(**opened)
    draft = make.draft(taking, by=own, title="草稿申报")
    filed = make.submitted(taking, by=own, title="已交申报")
    other = make_person(
        "other", "另一家", RoleName.ENTERPRISE, make_organisation("启明另一家有限公司", number=9)
    )
    joint = make.draft(taking, by=other, partner=own.organisation, title="合作申报")
    plan = review.application
    paper = make.body_of(plan)
    return {
        "call": {"number": taking.number},
        "call_draft": {"number": make.call(**opened).number},
        "call_step": {"number": taking.number, "verb": "extend"},
        "call_reviewed": {"number": reviewed.number},
        "expert": {"number": expert.pk},
        "override": {"number": override.number},
        "application_draft": {"number": draft.number},
        "application_part": {"number": draft.number, "slug": "team"},
        "application_paper": {"number": draft.number, "paper": str(make.body_of(draft).pk)},
        "application_filed": {"number": filed.number},
        "application_ranked": {"number": listed.number},
        "partnership": {"number": joint.number},
        "consent": {"token": draft.members.first().token},  # type: ignore[union-attr]  # the factory names two
        "review": {"number": review.number},
        "review_paper": {"number": review.number, "paper": str(paper.pk)},
        "project": {"number": running.number},
        "project_planned": {"number": made["待签项目"].number},
        "project_step": {"number": running.number, "verb": "fail"},
        "project_paper": {"number": running.number, "form": "docx"},
        "project_change_kind": {"number": running.number, "kind": "term"},
        "project_change": {"number": change.number},
        "project_report": {"number": report.number},
        "milestone": {"number": milestone.number},
        "milestone_planned": {"number": running.milestones.get(place=3).number},
    }
