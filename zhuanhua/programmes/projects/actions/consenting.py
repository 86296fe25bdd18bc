"""How do those whom an application names answer for themselves? A partner on its own page, a member by a link that goes to them alone."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.text import match_key
from zhuanhua.programmes.projects import notices, permissions
from zhuanhua.programmes.projects.codes import Consent
from zhuanhua.programmes.projects.models import Application, Member, Partner
from zhuanhua.programmes.projects.models.application import consent_token
from zhuanhua.programmes.projects.states import ApplicationState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.queries import people_of
from zhuanhua.shared.workflow.actions import open_task
from zhuanhua.shared.workflow.models import Task

OWN_ADDRESS = gettext_lazy("请填成员本人的邮箱，同意的链接只发到那里。")
AGAIN_AFTER = timedelta(minutes=10)  # a button pressed twice does not fill somebody's mailbox


def ask_members(application: Application, rows: list[dict[str, Any]]) -> list[Member]:
    """Keep the team as typed, and send each new or moved address its own link; who has answered keeps the answer as long as name and employer stay."""
    _refuse_foreign(application, rows)
    known = {(each.name, each.organisation_name): each for each in application.members.all()}
    application.members.update(email="")  # two members may change addresses with one another
    kept, asked = [], []
    for row in rows:
        member = known.get((row["name"], row["organisation_name"])) or Member(application=application)
        moved = member.email != row["email"]
        for name in ("name", "organisation_name", "email", "degree", "task", "months"):
            setattr(member, name, row[name])
        if member.consent == Consent.ASKED and moved:
            member.token, member.asked_at = consent_token(), city_now()
            asked.append(member)
        kept.append(member)
    application.members.exclude(pk__in=[each.pk for each in kept if each.pk]).delete()
    for member in kept:
        member.save()
    for member in asked:
        notices.member_asked(member)
    return kept


@transaction.atomic
def remind_member(*, member: Member, by: Any) -> Member:
    """Send a member's link once more, to the member; who asks never sees it."""
    member = (
        Member.objects.select_for_update(of=("self",)).select_related("application__call").get(pk=member.pk)
    )
    verdict = permissions.may_edit(by, member.application)
    if not verdict:
        raise Forbidden(verdict.reason)
    if member.consent != Consent.ASKED or not member.email:
        raise Conflict(_("%(name)s已经答复。") % {"name": member.name}, way_out=_("请刷新后再看。"))
    if member.asked_at and city_now() - member.asked_at < AGAIN_AFTER:
        raise Conflict(
            _("刚刚给%(name)s发过。") % {"name": member.name},
            way_out=_("请让本人看看邮箱，或者过%(minutes)s分钟再发。")
            % {"minutes": AGAIN_AFTER.seconds // 60},
        )
    member.asked_at = city_now()
    member.save(update_fields=["asked_at"])
    record(
        "project_application:remind",
        case_kind=Application.case_kind,
        case_number=member.application.number,
        by=by,
        after={"member": member.pk},
    )
    notices.member_asked(member)
    return member


@transaction.atomic
def answer_member(*, member: Member, agrees: bool, by: Any = None) -> Member:
    """Take a member's own answer, given by the link that was mailed to them; it can be changed until the application is handed in.

    Who signs in for the applicant answers for nobody but themselves.
    """
    member = Member.objects.select_for_update(of=("self",)).select_related("application").get(pk=member.pk)
    own = (
        by is not None
        and by.organisation is not None
        and by.organisation.pk == member.application.applicant_id
    )
    if own and match_key(by.name) != match_key(member.name):
        raise Forbidden(_("成员须由本人答复，申报单位的账号不能代答。"))
    _refuse_late(member.application)
    member.consent = Consent.AGREED if agrees else Consent.DECLINED
    member.answered_at = city_now()
    member.save(update_fields=["consent", "answered_at"])
    _answered(member.application, {"member": member.pk, "agrees": agrees}, by)
    return member


@transaction.atomic
def answer_partner(*, partner: Partner, agrees: bool, by: Any) -> Partner:
    """Take a partner's answer from somebody who acts for it."""
    require(by, Permission.PROJECT_APPLY)
    partner = Partner.objects.select_for_update().select_related("application").get(pk=partner.pk)
    if by.organisation is None or by.organisation.pk != partner.organisation_id:
        raise Conflict(_("只有合作单位自己可以答复。"), way_out=_("请以合作单位的身份登录。"))
    _refuse_late(partner.application)
    partner.consent = Consent.AGREED if agrees else Consent.DECLINED
    partner.answered_by, partner.answered_at = by, city_now()
    partner.save(update_fields=["consent", "answered_by", "answered_at"])
    Task.objects.filter(
        case_kind=Application.case_kind,
        case_number=partner.application.number,
        organisation=partner.organisation,
        closed_at__isnull=True,
    ).update(closed_at=city_now(), closed_by=by)
    _answered(partner.application, {"partner": partner.organisation_id, "agrees": agrees}, by)
    return partner


def _answered(application: Application, after: dict[str, Any], by: Any) -> None:
    record(
        "project_application:consent",
        case_kind=application.case_kind,
        case_number=application.number,
        by=by,
        after=after,
    )


def _refuse_late(application: Application) -> None:
    if application.state not in {ApplicationState.DRAFT, ApplicationState.RETURNED}:
        raise Conflict(_("申报已经提交，答复不能再改。"), way_out=_("需要改变的请联系申报单位。"))


def ask_partner(partner: Partner) -> None:
    """Put the question into the inbox of the partner."""
    application = partner.application
    open_task(
        case=application,
        title=noop("是否同意作为合作单位"),
        about=application.title or application.number,
        permission=Permission.PROJECT_APPLY,
        organisation=partner.organisation,
        url=f"/projects/applications/{application.number}/partnership/",
    )


def _refuse_foreign(application: Application, rows: list[dict[str, Any]]) -> None:
    """Refuse one mailbox for two members, and the mailbox of a colleague of another name: the link is for the member alone."""
    colleagues = {each.email.lower(): each.name for each in people_of(application.applicant) if each.email}
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        owner = colleagues.get(row["email"])
        if owner is not None and match_key(owner) != match_key(row["name"]):
            told = {"place": place, "owner": owner, "name": row["name"]}
            raise Refusal(
                _("第%(place)s行：这是%(owner)s的邮箱，不是%(name)s本人的。") % told,
                field="members",
                way_out=OWN_ADDRESS,
            )
        if row["email"] in seen:
            raise Refusal(
                _("第%(place)s行的邮箱与上面一行相同。") % {"place": place},
                field="members",
                way_out=OWN_ADDRESS,
            )
        seen.add(row["email"])
