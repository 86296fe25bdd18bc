"""How is an application written? By several people of one organisation, section by section; a section that somebody else has saved since is never overwritten."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.projects import permissions
from zhuanhua.programmes.projects.actions.consenting import ask_members, ask_partner
from zhuanhua.programmes.projects.actions.missing import BASICS
from zhuanhua.programmes.projects.codes import Track, library
from zhuanhua.programmes.projects.models import Application, BudgetLine, Call, Partner
from zhuanhua.programmes.projects.states import ApplicationState
from zhuanhua.shared.access.verdicts import Verdict
from zhuanhua.shared.documents.actions import remove_file, store_file
from zhuanhua.shared.documents.models import StoredFile
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.serials import next_number

MOST_MEMBERS, MOST_PARTNERS, MOST_OPEN = 60, 12, 5


def insist(verdict: Verdict) -> None:
    """Refuse with the reason."""
    if not verdict:
        raise Forbidden(verdict.reason)


@transaction.atomic
def start_application(*, call: Call, by: Any, on: date) -> Application:
    """Begin a draft for an open call, on the newest edition of its form."""
    insist(permissions.may_start(by, call, on))
    mine = Application.objects.filter(call=call, applicant=by.organisation, state=ApplicationState.DRAFT)
    if mine.count() >= MOST_OPEN:
        raise Refusal(
            _("本单位在这个通知里已有%(most)s份草稿。") % {"most": MOST_OPEN},
            way_out=_("请先提交或者撤回其中一份。"),
        )
    form = call.forms.order_by("-edition").first()
    if form is None:
        raise Conflict(_("这个通知还没有申报书格式。"), way_out=_("请向咨询方式里的人员反映。"))
    tracks = call.tracks
    application = Application.objects.create(
        number=next_number("XM", on=on),
        state=ApplicationState.DRAFT,
        call=call,
        form=form,
        applicant=by.organisation,
        started_by=by,
        track=tracks[0] if len(tracks) == 1 else "",
    )
    _tell(application, "start", by, {"call": call.number})
    return application


@transaction.atomic
def save_basics(*, application: Application, facts: dict[str, Any], by: Any, seen: int) -> Application:
    """Keep the basic facts; empty ones may stay empty until the application is handed in."""
    application = _held(application, "basics", by, seen)
    for name in BASICS:
        if name in facts:
            setattr(application, name, facts[name])
    if application.track and application.track not in application.call.tracks:
        raise Refusal(
            _("这个通知没有“%(track)s”。") % {"track": Track(application.track).label},
            field="track",
            way_out=_("请选通知列明的类别。"),
        )
    if application.starts_on and application.ends_on and application.ends_on <= application.starts_on:
        raise Refusal(_("执行期止须晚于执行期起。"), field="ends_on", way_out=_("请填以后的日期。"))
    _save(application, "basics", by, BASICS)
    return application


@transaction.atomic
def save_section(
    *, application: Application, slug: str, answers: dict[str, Any], by: Any, seen: int
) -> Application:
    """Keep the answers of one section of the form; fields that the section does not have are left out."""
    section = application.form.section(slug)
    if section is None:
        raise Refusal(_("申报书没有这一部分。"), way_out=_("请从左边的目录进入。"))
    application = _held(application, slug, by, seen)
    codes = [field.code for field, _asked in library.fields_of(section)]
    application.answers = application.answers | {code: answers.get(code) for code in codes if code in answers}
    _save(application, slug, by, ("answers",))
    return application


@transaction.atomic
def save_members(*, application: Application, rows: list[dict[str, Any]], by: Any, seen: int) -> Application:
    """Keep the team; a new member is asked by a link that goes to their own address."""
    application = _held(application, "team", by, seen)
    _refuse_many(rows, MOST_MEMBERS, ("name", "organisation_name"), "members")
    ask_members(application, [row | {"email": row["email"].lower()} for row in rows])
    _save(application, "team", by, ())
    return application


@transaction.atomic
def save_partners(*, application: Application, rows: list[dict[str, Any]], by: Any, seen: int) -> Application:
    """Keep the partners; a new one finds a question in its inbox."""
    application = _held(application, "partners", by, seen)
    _refuse_many(rows, MOST_PARTNERS, ("organisation",), "partners")
    known = {each.organisation_id: each for each in application.partners.all()}
    kept = []
    for row in rows:
        organisation = row["organisation"]
        if organisation.pk == application.applicant_id:
            raise Refusal(
                _("申报单位不能是自己的合作单位。"),
                field="organisation",
                way_out=_("请填别的单位，或者删去这一行。"),
            )
        partner = known.pop(organisation.pk, None)
        if partner is None:
            partner = Partner(application=application, organisation=organisation)
            ask_partner(partner)
        partner.task = row["task"]
        partner.save()
        kept.append(partner.pk)
    application.partners.exclude(pk__in=kept).delete()
    _save(application, "partners", by, ())
    return application


@transaction.atomic
def save_budget(*, application: Application, rows: list[dict[str, Any]], by: Any, seen: int) -> Application:
    """Keep the budget line by line; whether it adds up is asked when the application is handed in."""
    application = _held(application, "budget", by, seen)
    _refuse_many(rows, len(rows), ("cost",), "budget")
    application.budget.all().delete()
    BudgetLine.objects.bulk_create(BudgetLine(application=application, **row) for row in rows)
    _save(application, "budget", by, ())
    return application


@transaction.atomic
def attach_project_paper(*, application: Application, upload: Any, kind: str, by: Any) -> StoredFile:
    """Keep an uploaded paper with the application."""
    application = _editable(application, by)
    return store_file(upload=upload, kind=kind, case=application, by=by)


@transaction.atomic
def detach_project_paper(*, application: Application, paper: Any, by: Any) -> None:
    """Take a paper out while the application may be edited."""
    application = _editable(application, by)
    stored = files_of(application).filter(pk=paper).first()
    if stored is None:
        raise Conflict(_("这份附件已经删除。"), way_out=_("请刷新后再看。"))
    remove_file(file=stored, by=by)


def stamp_of(application: Application, slug: str) -> int:
    """Give how often a section was saved: what a form carries to tell whether it is stale."""
    return int(application.stamps.get(slug, {}).get("n", 0))


def _editable(application: Application, by: Any) -> Application:
    """Lock the row and give it as it stands, while it may be edited."""
    locked = (
        Application.objects.select_for_update()
        .select_related("call", "form", "applicant")
        .get(pk=application.pk)
    )
    insist(permissions.may_edit(by, locked))
    return locked


def _held(application: Application, slug: str, by: Any, seen: int) -> Application:
    """Lock the row, and refuse when somebody else has saved the section since it was shown."""
    locked = _editable(application, by)
    stamp = locked.stamps.get(slug, {})
    if int(stamp.get("n", 0)) != seen and stamp.get("by") != by.username:
        raise Conflict(
            _("%(name)s在%(at)s保存过这一部分。")
            % {"name": stamp.get("name", ""), "at": stamp.get("at", "")[11:16]},
            way_out=_("您填的还在下面；请对照最新内容后再保存一次。"),
            code="stale",
        )
    return locked


def _save(application: Application, slug: str, by: Any, fields: tuple[str, ...]) -> None:
    count = stamp_of(application, slug) + 1
    stamp = {"n": count, "by": by.username, "name": by.name, "at": city_now().isoformat()}
    application.stamps = application.stamps | {slug: stamp}
    application.save(update_fields=[*fields, "stamps"])
    _tell(application, "draft", by, {"section": slug})


def _tell(application: Application, verb: str, by: Any, after: dict[str, Any]) -> None:
    record(
        f"project_application:{verb}",
        case_kind=application.case_kind,
        case_number=application.number,
        by=by,
        after=after,
    )


def _refuse_many(rows: list[dict[str, Any]], most: int, key: tuple[str, ...], field: str) -> None:
    if len(rows) > most:
        raise Refusal(_("最多%(most)s行。") % {"most": most}, field=field, way_out=_("请合并或者删去一些。"))
    keys = [tuple(row[name] for name in key) for row in rows]
    for place, each in enumerate(keys, start=1):
        if each in keys[: place - 1]:
            raise Refusal(
                _("第%(place)s行重复了。") % {"place": place},
                field=field,
                way_out=_("请删去一行。"),
                code="twice",
            )
