"""Whom do we tell what about a call, an application or a project? Text and recipient of each message; no decisions."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as noop

from zhuanhua.shared.notices.actions import notify, write_to
from zhuanhua.shared.people.queries import account_at

if TYPE_CHECKING:
    from zhuanhua.programmes.projects.models import (
        Application,
        Call,
        Change,
        Member,
        Milestone,
        Project,
        Review,
        YearReport,
    )


def call_extended(call: "Call") -> None:
    """Tell everybody who has a draft that there is more time."""
    for application in call.applications.filter(state="draft").select_related("applicant"):
        day = call.closes_on.isoformat() if call.closes_on else ""
        _tell(application, noop("申报延期：%(name)s"), noop("新的截止日是%(day)s。"), day=day)


def applications_lapsed(applications: "Iterable[Application]") -> None:
    """Tell the applicants that their time is over."""
    for application in applications:
        _tell(
            application, noop("申报已逾期失效：%(name)s"), noop("到截止日没有提交。已填内容保留，可以查看。")
        )


ASKED = noop("请答复是否参加项目：%(name)s")
ASKED_BY_MAIL = noop(
    "有单位在科技项目的申报里把您列为项目组成员。是否同意，请打开链接由本人答复；链接只发给您，请不要转给别人。"
)


def member_asked(member: "Member") -> None:
    """Ask a member: by mail in any case, and on the site whoever has an account of that name and address."""
    application, url = member.application, f"/projects/consent/{member.token}/"
    account = account_at(member.email, name=member.name)
    if account is not None:
        notify(
            account,
            title=ASKED,
            body=noop(
                "%(applicant)s在“%(call)s”的申报里把您列为项目组成员，分工是“%(task)s”。是否同意，请打开链接由本人答复；链接只发给您，请不要转给别人。"
            ),
            words={
                "name": application.title or application.number,
                "applicant": application.applicant.name,
                "call": application.call.title,
                "task": member.task,
            },
            url=url,
            mail=False,
        )
    write_to(
        member.email,
        title=ASKED,
        mail_says=ASKED_BY_MAIL,
        url=url,
        language=account.language if account is not None else "",
    )


def application_submitted(application: "Application") -> None:
    """Tell the applicant that the application arrived."""
    _tell(application, noop("申报已提交：%(name)s"), noop("形式审查的结果会再通知。"))


def application_admitted(application: "Application") -> None:
    """Tell the applicant that the experts are next."""
    _tell(application, noop("通过形式审查：%(name)s"), noop("进入专家评审。"))


def application_returned(application: "Application", remark: str) -> None:
    """Tell the applicant what must be corrected, and until when."""
    day = application.returned_until.isoformat() if application.returned_until else ""
    body = noop("请在%(day)s以前补正。%(remark)s")
    _tell(application, noop("请补正申报：%(name)s"), body, url="edit/", day=day, remark=remark)


def application_refused(application: "Application", reason: str) -> None:
    """Tell the applicant the formal ground."""
    _tell(application, noop("形式审查未通过：%(name)s"), reason)


def reviews_assigned(call: "Call", reviews: "Iterable[Review]") -> None:
    """Tell each expert once, however many reviews came."""
    experts = {review.expert.person_id: review.expert.person for review in reviews}
    for person in experts.values():
        notify(
            person,
            title=noop("请评审：%(title)s"),
            body=noop("申报单位和人员不显示；有利害关系的请申明回避。"),
            words={"title": call.title},
            url="/projects/reviews/",
        )


def call_decided(call: "Call") -> None:
    """Tell every applicant whether the application was granted."""
    for application in call.applications.filter(state__in=("granted", "not_selected")).select_related(
        "applicant"
    ):
        if application.state == "granted":
            _tell(application, noop("已立项：%(name)s"), noop("请核对任务书，签订后开始执行。"))
        else:
            _tell(application, noop("本次未立项：%(name)s"), noop("名次和评审意见在申报页上。"))


def contract_signed(project: "Project") -> None:
    """Tell the undertaker that the project runs."""
    _tell_project(project, noop("任务书已签订：%(name)s"), noop("第一笔款项列入下一批拨付。"))


def milestone_returned(milestone: "Milestone", reason: str) -> None:
    """Tell the undertaker what is still to be shown."""
    _tell_project(milestone.project, noop("里程碑请补充：%(name)s"), reason)


def change_decided(change: "Change") -> None:
    """Tell the undertaker the answer."""
    _tell_project(change.project, noop("变更申请已审核：%(name)s"), noop("结果在项目页上。"))


def report_returned(report: "YearReport", reason: str) -> None:
    """Tell the undertaker what is wrong with a report."""
    _tell_project(report.project, noop("年度报告请修改：%(name)s"), reason)


def acceptance_sent_back(project: "Project", reason: str) -> None:
    """Tell the undertaker what to improve."""
    _tell_project(project, noop("验收退回整改：%(name)s"), reason)


def project_ended(project: "Project") -> None:
    """Tell the undertaker how the project ended."""
    _tell_project(project, noop("项目已结题：%(name)s"), noop("结论和款项在项目页上。"))


def _tell(application: "Application", title: str, body: str, *, url: str = "", **words: str) -> None:
    words["name"] = application.title or application.number
    address = f"/projects/applications/{application.number}/{url}"
    notify(application.applicant, title=title, body=body, words=words, url=address)


def _tell_project(project: "Project", title: str, body: str, **words: str) -> None:
    words["name"] = project.title
    notify(project.undertaker, title=title, body=body, words=words, url=f"/projects/{project.number}/")
