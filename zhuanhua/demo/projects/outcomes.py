"""What came of the projects of the letter? Yearly reports whose sums are its figures, and acceptance at the end of each term."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from zhuanhua.core.dates import city_now
from zhuanhua.core.money import split_fen
from zhuanhua.demo.paying import Desk
from zhuanhua.demo.register import YUAN
from zhuanhua.programmes.projects.models import Inspection, Project, YearReport
from zhuanhua.shared.journal.actions import Line, record_all

WAN = 10_000 * YUAN
LETTER_YEARS = (2017, 2018)
SUMS = {  # by the end of 2018, as the letter says
    "rd_fen": (655_800, WAN),  # 65.58亿元
    "technologies": (813, 1),
    "patents_filed": (1_237, 1),
    "patents_granted": (524, 1),
    "sales_fen": (742_300, WAN),
}
REPORTED = 3  # years that a project of two years' term touches


def report(projects: Sequence[Project], *, by: Any, chance: Random) -> list[YearReport]:
    """Enter a report for each year of each project, confirmed by the desk."""
    asked = [
        (project, year)
        for project in projects
        for year in range(project.granted_on.year, project.granted_on.year + REPORTED)
    ]
    known = [each for each in asked if each[1] in LETTER_YEARS]
    later = [each for each in asked if each[1] not in LETTER_YEARS]
    counted = {name: _spread(total, len(known), unit, chance) for name, (total, unit) in SUMS.items()}
    since = {name: _spread(total * 3 // 4, len(later), unit, chance) for name, (total, unit) in SUMS.items()}
    made = YearReport.objects.bulk_create(
        YearReport(
            number=f"{project.number}-N{year - project.granted_on.year + 1}", state="confirmed", project=project, year=year,
            covers_on=date(year, 12, 31), filed_on=date(year + 1, 1, 20), people=project.team.people, confirmed_by=by,
            note="按年度审计报告和知识产权台账填报。", **{name: parts[place] for name, parts in sums.items()},
        )
        for chosen, sums in ((known, counted), (later, since))
        for place, (project, year) in enumerate(chosen)
    )  # fmt: skip
    now = city_now()
    record_all([
        Line(f"project_report:{verb}", YearReport.case_kind, each.number, by, after={"year": each.year}, at=now)
        for each in made
        for verb in ("file", "confirm")
    ])  # fmt: skip
    return made


def accept(projects: Sequence[Project], desk: Desk) -> None:
    """Accept each a few weeks after its term; all of the award was spent."""
    for project in projects:
        project.asked_on = project.ends_on + timedelta(days=30)
        project.ended_on, project.ended_by = project.ends_on + timedelta(days=75), desk.leader
        project.spent_fen, project.state = project.award_fen, "accepted"
    Project.objects.bulk_update(
        projects, ["asked_on", "ended_on", "ended_by", "spent_fen", "state"], batch_size=200
    )
    Inspection.objects.bulk_create(
        Inspection(
            project=project, kind="acceptance", held_on=project.ended_on - timedelta(days=12), finding="good", has_records=True,  # type: ignore[operator]  # set above
            is_diligent=True, panel="验收专家组五人", text="完成任务书规定的各项指标，同意通过验收。", made_by=desk.officer,
        )
        for project in projects
    )  # fmt: skip
    now = city_now()
    steps = (("ask_acceptance", desk.officer), ("inspect", desk.officer), ("accept", desk.leader))
    record_all([
        Line(f"project:{verb}", Project.case_kind, project.number, who, after={"on": project.ended_on}, at=now)
        for project in projects
        for verb, who in steps
    ])  # fmt: skip


def _spread(total: int, count: int, unit: int, chance: Random) -> list[int]:
    """Split a whole number over so many reports, and put the parts in a drawn order."""
    parts = [part * unit for part in split_fen(total, [chance.randrange(30, 120) for _each in range(count)])]
    chance.shuffle(parts)
    return parts
