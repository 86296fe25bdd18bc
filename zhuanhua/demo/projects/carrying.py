"""Which projects of the demo city are carried out now? Granted last year: running, changed, accepted, excused, recovered, late."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from zhuanhua.demo.bank_accounts import give_accounts
from zhuanhua.demo.days import on_day
from zhuanhua.demo.paying import announced_and_sent, answered
from zhuanhua.demo.projects.calls import POOR, Calls, Wish
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.models import Milestone, Project
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Batch, Recovery

GRANTED, SIGNED, PAID = 455, 440, 425  # days ago
DUE_IN = 12
ENDINGS = ("accepted", "excused", "recovering", "recovered")


def tell(town: Calls) -> None:
    """Tell the projects of last year's call, and two that were granted last month."""
    wishes = {
        "due": Wish("firm", 150, days=2 * (SIGNED + 55 + DUE_IN)),
        "reported": Wish("firm", 120, days=900),
        "changing": Wish("firm", 180, days=1100, track="conversion"),
        "accepted": Wish("firm", 90, days=330, track="conversion"),
        "acceptance": Wish("rival", 130, days=420),
        "late": Wish("0", 60, days=240),
        "excused": Wish("1", 80, days=400),
        "recovering": Wish("2", 70, days=700),
        "recovered": Wish("3", 50, days=700),
        "passed over": Wish("4", 90, POOR),
    }
    made = town.decided("智能装备重大科技专项申报", list(wishes.values()), since=530, ago=GRANTED)
    projects = dict(zip(wishes, made, strict=False))  # the last was not granted
    with town.back(SIGNED) as on:
        for name, project in projects.items():
            projects[name] = actions.sign_contract(project=project, by=town.desk.leader, on=on)
    _first_parts(town, list(projects.values()))
    _reports(town, projects)
    _at_work(town, projects)
    _ended(town, projects)
    _recent(town, Wish("5", 140), Wish("6", 110), Wish("7", 100))


def _recent(town: Calls, *wishes: Any) -> None:
    """Granted last month: one contract waits to be signed, one first part to be paid, of one the notice before it has run out."""
    _unsigned, signed, announced = town.decided("关键核心技术攻关专项申报", wishes, since=125, ago=28)
    with town.back(20) as on:
        actions.sign_contract(project=announced, by=town.desk.leader, on=on)
    with town.back(11) as on:
        actions.sign_contract(project=signed, by=town.desk.leader, on=on)
    with town.back(10) as on:
        batch = _batch_of_first_parts(
            town, [announced], title=f"{on.year}年关键核心技术攻关专项首笔补助", key="recent", on=on
        )
        payments.publish_batch(batch=batch, by=town.desk.officer, on=on)


def _batch_of_first_parts(
    town: Calls, projects: Sequence[Project], *, title: str, key: str, on: date
) -> Batch:
    milestones = list(Milestone.objects.filter(project__in=projects, place=1).order_by("pk"))
    batch = actions.pay_milestones(
        milestones=milestones, account=projects[0].reservation.account, title=title, by=town.desk.officer,
        key=f"demo-special-{key}", on=on,
    )  # fmt: skip
    give_accounts(batch, town.desk, town.chance)
    return batch


def _first_parts(town: Calls, projects: list[Project]) -> None:
    """Pay the first parts in one batch, day by day."""
    desk = town.desk
    with town.back(PAID) as on:
        batch = _batch_of_first_parts(
            town, projects, title=f"{on.year}年重大科技专项首笔补助", key=str(on.year), on=on
        )
    with transaction.atomic():
        sent_on = announced_and_sent(desk, batch, on=on, is_live=True)
    with on_day(sent_on + timedelta(days=4)), transaction.atomic():
        answered(desk, batch, on=sent_on + timedelta(days=3))
        payments.reconcile_batch(batch=batch, by=desk.finance, on=sent_on + timedelta(days=4))


def _reports(town: Calls, projects: dict[str, Project]) -> None:
    """Last year's reports: most confirmed, one waiting, one sent back."""
    year = (town.day - timedelta(days=GRANTED)).year
    with town.back(min((town.day - date(year + 1, 1, 20)).days, 300)) as on:
        for place, name in enumerate(("due", "reported", "changing", "acceptance", "late")):
            project = projects[name]
            facts = {
                "rd_fen": project.award_fen * 9, "technologies": 1 + place % 2, "patents_filed": 2 + place, "patents_granted": place % 3,
                "people": project.team.people, "sales_fen": project.award_fen * place, "note": "按年度审计报告填报。",
            }  # fmt: skip
            report = actions.file_year_report(
                project=project, year=year, facts=facts, by=_undertaker(town, project), on=on
            )
            if name == "late":
                actions.return_year_report(
                    report=report, reason="研发投入与审计报告不一致。", by=town.desk.officer
                )
            elif name != "changing":
                actions.confirm_year_report(report=report, by=town.desk.officer)


def _at_work(town: Calls, projects: dict[str, Project]) -> None:
    """One milestone is reported, one change asked for."""
    officer, firm = town.desk.officer, town.people["firm"]
    with town.back(200) as on:
        facts = {"kind": "midterm", "held_on": on, "finding": "good", "has_records": True, "is_diligent": True, "panel": "中期检查专家组三人", "text": "进度符合任务书，样机已完成。"}  # fmt: skip
        actions.hold_inspection(project=projects["due"], facts=facts, by=officer, on=on)
    with town.back(16) as on:
        milestone = projects["reported"].milestones.get(place=2)
        _attach(milestone, "project_evidence", "第三方检测报告.pdf", firm, town)
        evidence = "样机通过第三方检测，三项指标达到任务书要求，检测报告见附件。"
        actions.report_milestone(milestone=milestone, evidence=evidence, by=firm, on=on)
        changing = projects["changing"]
        until = changing.ends_on + timedelta(days=180)
        reason = "关键部件交付推迟半年，试验顺延。"
        actions.ask_change(project=changing, kind="term", value=until, reason=reason, by=firm, on=on)
    with town.back(9) as on:
        _asked(town, projects["acceptance"], spent_bp=10_000, on=on)
        _inspected(town, projects["acceptance"], "good", on=on)


def _ended(town: Calls, projects: dict[str, Project]) -> None:
    """One is accepted, one excused after a diligent failure, two failed: one has paid back, one half of it."""
    leader = town.desk.leader
    with town.back(60) as on:
        accepted = projects["accepted"]
        middle = accepted.milestones.get(place=2)
        by = _undertaker(town, accepted)
        actions.report_milestone(milestone=middle, evidence="中试线建成，产品已交付首批客户。", by=by, on=on)
        actions.reach_milestone(milestone=middle, by=town.desk.officer)
        accepted = _asked(town, accepted, spent_bp=10_000, on=on)
        _inspected(town, accepted, "good", on=on)
        actions.accept_project(project=accepted, by=leader, on=on)
    with town.back(48) as on:
        excused = _asked(town, projects["excused"], spent_bp=8_200, on=on)
        _inspected(town, excused, "bad", on=on)
        reason = "探索性强，原始记录完整，专家认定已勤勉尽责。"
        actions.excuse_project(project=excused, reason=reason, by=leader, on=on)
    for name, ago in (("recovering", 40), ("recovered", 130)):
        with town.back(ago) as on:
            reason = "核查发现经费用于与项目无关的支出，项目停止执行。"
            actions.fail_project(project=projects[name], reason=reason, by=leader, on=on)
            _demanded(town, projects[name], is_whole=name == "recovered", on=on)


def _demanded(town: Calls, project: Project, *, is_whole: bool, on: date) -> None:
    recovery = Recovery.objects.get(payment__case_number=f"{project.number}-M1")
    due = on + timedelta(days=60)
    payments.demand_recovery(recovery=recovery, by=town.desk.officer, on=on, due_on=due)
    amount = recovery.amount_fen if is_whole else recovery.amount_fen // 2
    payments.receive_recovery(
        recovery=recovery, amount_fen=amount, received_on=on, bank_reference=f"{on:%Y%m%d}XM{project.pk}", by=town.desk.finance
    )  # fmt: skip


def _asked(town: Calls, project: Project, *, spent_bp: int, on: date) -> Project:
    by = _undertaker(town, project)
    for kind, name in (("project_science_report", "科技报告.pdf"), ("project_accounts", "经费决算.pdf")):
        _attach(project, kind, name, by, town)
    if spent_bp < 10_000:
        paid = sum(each.amount_fen for each in project.milestones.all() if each.state == "paid")
    else:  # who has spent all has laid out what the last part gives
        paid = project.award_fen
    return actions.ask_acceptance(project=project, spent_fen=paid * spent_bp // 10_000, by=by, on=on)


def _inspected(town: Calls, project: Project, finding: str, *, on: date) -> None:
    facts = {
        "kind": "acceptance", "held_on": on, "finding": finding, "has_records": True, "is_diligent": True, "panel": "验收专家组五人",
        "text": "完成任务书指标，资料齐全。" if finding == "good" else "技术路线未能达到预期指标，原始记录完整，团队已勤勉尽责。",
    }  # fmt: skip
    actions.hold_inspection(project=project, facts=facts, by=town.desk.officer, on=on)


def _attach(case: Any, kind: str, name: str, by: Any, town: Calls) -> None:
    store_file(upload=SimpleUploadedFile(name, town.writer.body), kind=kind, case=case, by=by)


def _undertaker(town: Calls, project: Project) -> Any:
    people = [*town.clerks, town.people["firm"], town.people["rival"]]
    return next(each for each in people if each.organisation.pk == project.undertaker_id)
