"""The smallest valid calls, applications, reviews and projects, moved by the real actions and nothing surprising about them."""

import io
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from tests.support.cast import make_organisation, make_person
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.codes import Consent, PaperKind
from zhuanhua.programmes.projects.models import Application, Call, Expert, Project, Review
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Batch
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.actions import confirm_value
from zhuanhua.shared.workflow.models import Publicity

WAN = 1_000_000


def pdf(word: str) -> bytes:
    """A PDF of one empty page, whose title is the word."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Title": word})
    writer.write(out)
    return out.getvalue()


def account(*, by: Any, fen: int = 3_000 * WAN) -> Account:
    """A source of money for projects."""
    budget = open_budget(
        code="KJ-1", programme="projects", year=city_today().year, name="科技专项", sources={"市级财政": fen},
        by=by, key="open", on=city_today(),
    )  # fmt: skip
    return budget.accounts.get()


def call(*, officer: Any, finance: Any, money: Account | None = None, **facts: Any) -> Call:
    """A call that is ready to open; from yesterday, for thirty days."""
    day = city_today()
    made = actions.start_call(title="2026年“双百工程”项目申报", on=day, by=officer)
    told = {
        "guide": "面向本市企业。", "contact": "024-00000000", "account": money or account(by=finance), "research_fen": 800 * WAN,
        "conversion_fen": 600 * WAN, "opens_on": day - timedelta(days=1), "closes_on": day + timedelta(days=30), "experts_wanted": 2,
    } | facts  # fmt: skip
    actions.save_call(call=made, facts=told, by=officer)
    made.refresh_from_db()
    return made


def opened(*, officer: Any, finance: Any, **facts: Any) -> Call:
    """A call that takes applications."""
    return actions.open_call(
        call=call(officer=officer, finance=finance, **facts), by=officer, on=city_today()
    )


def answers_of(application: Application) -> dict[str, dict[str, Any]]:
    """Complete answers by section."""
    words = {"technologies": 3, "patents": 5, "new_sales_fen": 100 * WAN, "maturity": "pilot"}
    return {
        section["slug"]: {
            each["code"]: words.get(each["code"], f"{each['code']}的内容") for each in section["fields"]
        }
        for section in application.form.sections
    }


def draft(call: Call, *, by: Any, partner: Any = None, agreed: bool = True, **facts: Any) -> Application:
    """A complete draft; the team and the partner have agreed."""
    day = city_today()
    application = actions.start_application(call=call, by=by, on=day)
    basics = {
        "title": "铸件缺陷在线检测", "track": "research", "chain": "equipment", "standing": "platform", "leader_name": "孟清和",
        "starts_on": day, "ends_on": day + timedelta(days=730), "requested_fen": 300 * WAN, "own_fen": 500 * WAN,
    } | facts  # fmt: skip
    save = {"application": application, "by": by, "seen": 0}
    actions.save_basics(**save, facts=basics)
    application.refresh_from_db()
    for slug, answers in answers_of(application).items():
        application = actions.save_section(**save | {"application": application}, slug=slug, answers=answers)
    rows = [
        {"name": basics["leader_name"], "organisation_name": "启明云岭铸锻有限公司", "email": "leader@example.com", "degree": "doctor", "task": "负责", "months": 12},
        {"name": "苗青", "organisation_name": "启明云岭铸锻有限公司", "email": "miao@example.com", "degree": "master", "task": "算法", "months": 18},
    ]  # fmt: skip
    actions.save_members(**save, rows=rows)
    if partner is not None:
        actions.save_partners(**save, rows=[{"organisation": partner, "task": "测试"}])
    lines = [
        {"cost": "equipment", "city_fen": 100 * WAN, "own_fen": basics["own_fen"]},
        {"cost": "material", "city_fen": basics["requested_fen"] - 100 * WAN, "own_fen": 0},
    ]
    actions.save_budget(**save, rows=lines)
    for kind in (PaperKind.BODY, PaperKind.COMMITMENT):
        upload = SimpleUploadedFile(f"{kind}.pdf", pdf(kind))
        actions.attach_project_paper(application=application, upload=upload, kind=kind, by=by)
    if agreed:
        for member in application.members.filter(consent=Consent.ASKED):
            actions.answer_member(member=member, agrees=True)
    application.refresh_from_db()
    return application


def submitted(call: Call, *, by: Any, **facts: Any) -> Application:
    """An application that was handed in."""
    return actions.submit_application(application=draft(call, by=by, **facts), by=by, on=city_today())


def admitted(call: Call, *, by: Any, officer: Any, **facts: Any) -> Application:
    """An application that has passed the formal check."""
    return actions.admit_application(application=submitted(call, by=by, **facts), by=officer)


def expert(
    name: str = "林间", *, number: int = 900, by: Any, fields: Any = ("equipment",), most: int = 12
) -> Expert:
    """An expert of the pool, employed by a university of their own."""
    home = make_organisation(f"启明第{number}大学", OrganisationKind.UNIVERSITY, number=number)
    person = make_person(f"expert{number}", name, RoleName.EXPERT, home)
    return actions.keep_expert(
        person=person, fields=list(fields), job_title="教授", most=most, is_active=True, by=by
    )


def body_of(application: Application) -> Any:
    """The plan of an application."""
    return files_of(application).get(kind=PaperKind.BODY)


def close_day(call: Call) -> Call:
    """Let the days of a call pass."""
    Call.objects.filter(pk=call.pk).update(closes_on=city_today() - timedelta(days=1))
    call.refresh_from_db()
    return call


def close(call: Call, *, by: Any) -> Call:
    """Let the days of a call pass, and close it."""
    return actions.close_call(call=close_day(call), by=by, on=city_today())


def in_review(call: Call, *, officer: Any) -> Call:
    """A call whose experts are at work."""
    started = actions.start_review(call=close(call, by=officer), by=officer, on=city_today())
    actions.assign_call(call=started, by=officer, on=city_today())
    return started


def scored(review: Review, points: int) -> Review:
    """A review that gives the same points on everything."""
    scores = {row["code"]: points for row in review.application.call.criteria}
    return actions.score_review(review=review, scores=scores, comment="意见。", by=review.expert.person)


def ranked(call: Call, *, officer: Any, points: Any = lambda review: 80) -> Call:
    """A call in order: everything is scored, the committee has met."""
    started = in_review(call, officer=officer)
    for review in Review.objects.filter(application__call=started).select_related(
        "application__call", "expert__person"
    ):
        scored(review, points(review))
    actions.write_minutes(
        call=started, held_on=city_today(), present="七位专家", text="同意排序。", by=officer, on=city_today()
    )
    return actions.rank_call(call=started, by=officer, on=city_today())


def confirm_values(leader: Any) -> None:
    """Let the leader stand by every value that the entry rules use."""
    for code in ("projects.double_hundred", "projects.special"):
        rule = rules.find(code)
        for value in rules.values_used(rule, rule.values(city_today())):
            if not value.is_verified:
                confirm_value(
                    value_id=value.id,
                    effective_from=value.effective_from,
                    ground="会议议定",
                    document="纪要1号",
                    by=leader,
                )


def notice_over(call: Call) -> Call:
    """Let the days of the notice pass."""
    past: date = city_today() - timedelta(days=1)
    Publicity.objects.filter(pk=call.publicity_id).update(
        starts_on=past, ends_on=past, closed_on=city_today()
    )
    call.publicity.refresh_from_db()
    return call


def decided(call: Call, *, officer: Any, leader: Any, **more: Any) -> list[Project]:
    """The projects of a call that was decided."""
    announced = actions.announce_call(call=ranked(call, officer=officer, **more), by=officer, on=city_today())
    confirm_values(leader)
    return actions.decide_call(call=notice_over(announced), by=leader, on=city_today())


def project(cast: dict[str, Any], **facts: Any) -> Project:
    """A running project of the applicant; two experts have scored it."""
    officer, leader = cast["officer"], cast["leader"]
    opened_call = opened(officer=officer, finance=cast["finance"])
    admitted(opened_call, by=cast["applicant"], officer=officer, **facts)
    for number in (900, 901):
        expert(f"专家{number}", number=number, by=officer)
    [made] = decided(opened_call, officer=officer, leader=leader)
    return actions.sign_contract(project=made, by=leader, on=city_today())


def paid(cast: dict[str, Any], project: Project, *, place: int = 1) -> Batch:
    """A batch that has paid one milestone of the project."""
    day, milestone = city_today(), project.milestones.get(place=place)
    payments.set_bank_account(
        organisation=project.undertaker, account_name=project.undertaker.name, bank_name="启明银行", bank_account="622200001",
        by=cast["applicant"],
    )  # fmt: skip
    batch = actions.pay_milestones(
        milestones=[milestone], account=project.reservation.account, title="第一批", by=cast["officer"], key=f"pay{milestone.pk}", on=day
    )  # fmt: skip
    payments.publish_batch(batch=batch, by=cast["officer"], on=day)
    Publicity.objects.filter(pk=batch.publicity_id).update(
        starts_on=day - timedelta(days=9), ends_on=day - timedelta(days=1), closed_on=day
    )
    batch.publicity.refresh_from_db()
    payments.submit_batch(batch=batch, by=cast["officer"], on=day)
    payments.approve_batch(batch=batch, by=cast["leader"], on=day)
    payments.send_batch(batch=batch, by=cast["finance"], on=day)
    payment = batch.payments.get()
    line = payments.Answer(payment.number, payment.amount_fen, "paid", day, f"REF{payment.pk}")
    payments.take_answers(answers=[line], by=cast["finance"])
    batch.refresh_from_db()
    return batch
