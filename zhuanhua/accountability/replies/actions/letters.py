"""What can be done with a letter on its way? Sent to co-signers, agreed, objected, taken back."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.accountability.replies import notices, permissions
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.models.letter import Cosign, CosignVerdict
from zhuanhua.accountability.replies.states import LetterState
from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.queries import people_with
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.models import Task
from zhuanhua.shared.workflow.moves import move


@transaction.atomic
def submit_letter(*, letter: Letter, signers: Iterable[Any], by: Any, due_on: date | None = None) -> Letter:
    """Send the draft to those who must agree, each for their unit; each gets a task. Begins a new round."""
    insist(permissions.may_edit(by, letter))
    signers = list(dict.fromkeys(signers))
    able = set(people_with(Permission.LETTER_SIGN).values_list("pk", flat=True))
    for signer in signers:
        if signer.pk == letter.drafted_by_id or signer.pk not in able:
            raise Refusal(_("%(name)s不能会签这份答复。") % {"name": signer.name}, field="signers")
    if not signers:
        raise Refusal(_("没有选会签人。"), field="signers", way_out=_("至少请一个人会签。"))
    letter.round += 1
    units = {signer.pk: _unit_of(signer) for signer in signers}
    move(letter, "submit", by=by, after={"cosigners": list(units.values())}, fields=("round",))
    done_by_drafter(letter, by)
    for signer in signers:
        Cosign.objects.create(
            letter=letter, round=letter.round, unit=units[signer.pk], drafter=letter.drafted_by, signer=signer
        )
        open_task(
            case=letter,
            title=noop("会签答复"),
            about=letter.title,
            permission=Permission.LETTER_SIGN,
            assignee=signer,
            due_on=due_on,
            url=f"/replies/letters/{letter.number}/",
        )
    transaction.on_commit(partial(notices.letter_to_cosign, letter, signers))
    return letter


@transaction.atomic
def agree_letter(*, letter: Letter, by: Any, remark: str = "") -> Letter:
    """Agree for one's unit; when the last one agrees, the drafter is asked to freeze the numbers."""
    insist(permissions.may_cosign(by, letter))
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.state != LetterState.COSIGNING:
        raise Conflict(_("这份答复已经不在会签。"), way_out=_("请刷新后再看。"))
    cosign = _own(letter, by)
    if cosign.verdict != CosignVerdict.WAITING:
        raise Conflict(_("您已经会签过。"), way_out=_("请刷新后再看。"))
    cosign.verdict, cosign.remark, cosign.decided_at = CosignVerdict.AGREED, remark.strip(), city_now()
    cosign.save(update_fields=["verdict", "remark", "decided_at"])
    record(
        "reply:agree",
        case_kind=letter.case_kind,
        case_number=letter.number,
        by=by,
        after={"unit": cosign.unit},
        reason=remark.strip(),
    )
    _close_of(letter, by)
    if not waiting_for(letter):
        ask_drafter(letter, noop("冻结答复里的数字"), by)
        transaction.on_commit(partial(notices.letter_agreed, letter))
    return letter


@transaction.atomic
def object_letter(*, letter: Letter, by: Any, reason: str) -> Letter:
    """Object, with the reason: the letter goes back to its drafter. Those who agreed may still object while it is frozen."""
    insist(permissions.may_cosign(by, letter))
    cosign = _own(letter, by)
    _unfreeze(letter)
    move(
        letter, "object", by=by, reason=reason, after={"unit": cosign.unit}, fields=("frozen_by", "frozen_at")
    )
    cosign.verdict, cosign.remark, cosign.decided_at = CosignVerdict.OBJECTED, reason.strip(), city_now()
    cosign.save(update_fields=["verdict", "remark", "decided_at"])
    _back_to_drafter(letter, by, reason)
    return letter


@transaction.atomic
def reopen_letter(*, letter: Letter, by: Any, reason: str) -> Letter:
    """Take the letter back to change it; co-signing begins again afterwards."""
    insist(permissions.may_handle(by, letter))
    _unfreeze(letter)
    move(letter, "reopen", by=by, reason=reason, fields=("frozen_by", "frozen_at"))
    close_tasks(letter, by=by)
    ask_drafter(letter, noop("修改答复"), by)
    return letter


@transaction.atomic
def send_back_letter(*, letter: Letter, by: Any, reason: str) -> Letter:
    """The issuer sends it back to the drafter, with the reason."""
    _unfreeze(letter)
    move(letter, "send_back", by=by, reason=reason, fields=("frozen_by", "frozen_at"))
    _back_to_drafter(letter, by, reason)
    return letter


def waiting_for(letter: Letter) -> list[Cosign]:
    """Give those who have not agreed in the round that counts."""
    cosigns = letter.cosigns.filter(round=letter.round).exclude(verdict=CosignVerdict.AGREED)
    return list(cosigns.select_related("signer"))


def ask_drafter(letter: Letter, title: str, by: Any) -> None:
    """Give the drafter the next thing to do, and that alone: what was asked before of the same reply is done or overtaken."""
    done_by_drafter(letter, by)
    open_task(
        case=letter,
        title=title,
        about=letter.title,
        permission=Permission.LETTER_WRITE,
        assignee=letter.drafted_by,
        due_on=letter.proposal.draft_due_on,
        url=f"/replies/letters/{letter.number}/",
    )


def done_by_drafter(letter: Letter, by: Any) -> None:
    """Take the reply out of its drafter's inbox, as a letter and as the proposal it was begun for."""
    for case in (letter, letter.proposal):
        close_tasks(case, by=by, permission=Permission.LETTER_WRITE)


def insist(verdict: Verdict) -> None:
    """Let pass, or raise Forbidden with the reason."""
    if not verdict:
        raise Forbidden(verdict.reason)


def _unit_of(person: Any) -> str:
    home = person.acting.organisation if person.acting else None
    return f"{home.name if home else ''} {person.name}".strip()[:120]


def _own(letter: Letter, person: Any) -> Cosign:
    return letter.cosigns.select_for_update().get(round=letter.round, signer=person.pk)


def _unfreeze(letter: Letter) -> None:
    letter.frozen_by = letter.frozen_at = None


def _back_to_drafter(letter: Letter, by: Any, reason: str) -> None:
    close_tasks(letter, by=by)
    ask_drafter(letter, noop("修改答复"), by)
    transaction.on_commit(partial(notices.letter_sent_back, letter, reason))


def _close_of(letter: Letter, by: Any) -> None:
    tasks = Task.objects.filter(case_kind=letter.case_kind, case_number=letter.number, closed_at__isnull=True)
    tasks.filter(assignee=by.pk).update(closed_at=city_now(), closed_by=by)
