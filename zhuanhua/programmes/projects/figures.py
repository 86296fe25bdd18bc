"""What do we count of projects? Granted ones by the day of the grant; their outcomes from yearly reports that an officer confirmed.

A project that failed later was granted all the same: it stays in the count of its year, and what was recovered is another figure.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.projects.codes import Chain, Track
from zhuanhua.programmes.projects.states_project import ProjectState, ReportState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.figures.catalogue import DerivedFigure, Dimension, Figure, Part, register

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground

OWNER = _("科技计划处")


def granted(ground: "Ground") -> "ibis.Table":
    """Give every project that was granted."""
    return ground.table("projects.Project")


def confirmed(ground: "Ground") -> "ibis.Table":
    """Give the confirmed yearly reports, with track and chain of their projects."""
    reports = ground.table("projects.YearReport")
    projects = ground.table("projects.Project").select("id", "track", "chain").rename(project_key="id")
    counted = reports.filter(reports.state == ReportState.CONFIRMED.value)
    return counted.inner_join(projects, counted.project_id == projects.project_key)


def teams(ground: "Ground") -> "ibis.Table":
    """Give the teams that carry projects; a team with two projects is one row."""
    return ground.table("projects.Team")


def _choices(kinds: Any) -> Mapping[str, Any]:
    return {str(value): label for value, label in kinds.choices}


TRACK = Dimension(_("项目类别"), "track", lambda: _choices(Track))
CHAIN = Dimension(_("产业链"), "chain", lambda: _choices(Chain))
STATE = Dimension(_("状态"), "state", lambda: _choices(ProjectState))
SHARED: dict[str, Any] = {
    "programme": "projects",
    "owner": OWNER,
    "drill": "projects:records",
    "drill_permission": Permission.PROJECT_READ_ALL.value,
    "public": True,
}
GRANTED: dict[str, Any] = SHARED | {
    "day": "granted_on",
    "table": granted,
    "dimensions": {"track": TRACK, "chain": CHAIN, "state": STATE},
    "record_url": "projects:detail",
    "source": _("立项决定"),
    "excludes": _("拟立项而没有决定的申报；后来未通过验收的仍计入立项当年"),
    "method": _("按立项日期归年"),
}
REPORTED: dict[str, Any] = SHARED | {
    "day": "covers_on",
    "table": confirmed,
    "dimensions": {"track": TRACK, "chain": CHAIN},
    "record_url": "projects:report",
    "source": _("承担单位年度报告，经办人员核定"),
    "excludes": _("没有核定的年度报告"),
    "method": _("按报告年度归年"),
}
TEAMS: dict[str, Any] = SHARED | {
    "day": "formed_on",
    "table": teams,
    "identity": "id",
    "source": _("任务书"),
    "excludes": _("没有立项的团队"),
    "method": _("按团队首次立项的日期归年；一个团队承担几个项目只计一次"),
}


def leverage(*, drawn: int, granted: int) -> Fraction | None:
    """Give how many yuan of research were drawn in by one yuan of public money."""
    return Fraction(drawn, granted) if granted else None


FIGURES = (
    Figure(
        code="projects.count",
        name=_("科技项目立项数"),
        unit="count",
        definition=_("期间内决定立项的科技项目项数"),
        measure=lambda projects: projects.count(),
        similar=("projects.granted", "projects.teams"),
        **GRANTED,
    ),
    Figure(
        code="projects.granted",
        name=_("科技项目安排补助资金"),
        unit="yuan",
        definition=_("期间内决定立项的科技项目，决定补助的金额之和；不论是否已经拨付"),
        measure=lambda projects: projects.award_fen.sum(),
        row=lambda projects: projects.award_fen,
        similar=("projects.count", "projects.research"),
        **GRANTED,
    ),
    Figure(
        code="projects.research",
        name=_("科技项目拉动研发投入"),
        unit="yuan",
        definition=_("期间内各年度报告里的研发投入之和，含市财政补助"),
        measure=lambda reports: reports.rd_fen.sum(),
        row=lambda reports: reports.rd_fen,
        similar=("projects.granted", "projects.leverage"),
        **REPORTED,
    ),
    Figure(
        code="projects.technologies",
        name=_("科技项目突破关键技术数"),
        unit="count",
        definition=_("期间内各年度报告里突破的关键共性技术项数之和"),
        measure=lambda reports: reports.technologies.sum(),
        row=lambda reports: reports.technologies,
        similar=("projects.patents_filed",),
        **REPORTED,
    ),
    Figure(
        code="projects.patents_filed",
        name=_("科技项目申请专利数"),
        unit="count",
        counter=_("件"),
        definition=_("期间内各年度报告里申请专利的件数之和"),
        measure=lambda reports: reports.patents_filed.sum(),
        row=lambda reports: reports.patents_filed,
        similar=("projects.patents_granted",),
        **REPORTED,
    ),
    Figure(
        code="projects.patents_granted",
        name=_("科技项目授权专利数"),
        unit="count",
        counter=_("件"),
        definition=_("期间内各年度报告里授权专利的件数之和"),
        measure=lambda reports: reports.patents_granted.sum(),
        row=lambda reports: reports.patents_granted,
        similar=("projects.patents_filed",),
        **REPORTED,
    ),
    Figure(
        code="projects.sales",
        name=_("科技项目新增销售收入"),
        unit="yuan",
        definition=_("期间内各年度报告里新增销售收入之和"),
        measure=lambda reports: reports.sales_fen.sum(),
        row=lambda reports: reports.sales_fen,
        similar=("projects.research",),
        **REPORTED,
    ),
    Figure(
        code="projects.teams",
        name=_("科技项目集聚研发团队数"),
        unit="count",
        counter=_("个"),
        definition=_("期间内首次承担科技项目的研发团队数"),
        measure=lambda teams: teams.count(),
        similar=("projects.people", "projects.count"),
        **TEAMS,
    ),
    Figure(
        code="projects.people",
        name=_("科技项目科研人员数"),
        unit="count",
        counter=_("人"),
        definition=_("期间内首次承担科技项目的研发团队，任务书所列科研人员数之和"),
        measure=lambda teams: teams.people.sum(),
        row=lambda teams: teams.people,
        similar=("projects.teams",),
        **TEAMS,
    ),
    DerivedFigure(
        code="projects.leverage",
        name=_("科技项目资金拉动比例"),
        unit="ratio",
        definition=_("期间内拉动的研发投入除以安排的补助资金"),
        parts={"drawn": Part("projects.research"), "granted": Part("projects.granted")},
        compute=leverage,
        method=_("由两个金额按分计算"),
        similar=("projects.research", "projects.granted"),
        programme="projects",
        owner=OWNER,
        public=True,
        source=_("立项决定和年度报告"),
        excludes=_("没有核定的年度报告"),
    ),
)

register(*FIGURES)
