"""How does a letter go round? Sent to co-signers, agreed or objected, taken back, frozen, issued by another person, recalled."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.accountability.replies import actions, permissions, queries
from zhuanhua.accountability.replies.forms_letters import CosignForm, IssueForm, SignersForm
from zhuanhua.accountability.replies.pages.answering import done_or_told, saved, with_reason
from zhuanhua.accountability.replies.states import LetterState
from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.queries import people_with

HERE = "replies:letter"


@door(Permission.LETTER_WRITE)
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Choose who must agree, and send it to them."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    people = people_with(Permission.LETTER_SIGN).exclude(pk=letter.drafted_by_id).order_by("name")
    before = letter.cosigns.filter(round=letter.round).values_list("signer", flat=True)
    form = SignersForm(request.POST or None, initial={"signers": list(before)}, people=people)
    if request.method == "POST" and form.is_valid():
        done = saved(form, lambda: actions.submit_letter(letter=letter, **form.cleaned_data, by=person))
        if done is not None:
            messages.success(request, _("已送会签。"))
            return redirect(HERE, number)
    context = {
        "letter": letter,
        "form": form,
        "problems": queries.trace_of(letter).blocking,
        "why": permissions.may_edit(person, letter).reason,
    }
    return render(request, "replies/submit.html", context, status=400 if form.errors else 200)


@door(Permission.LETTER_SIGN)
def cosign(request: HttpRequest, number: str) -> HttpResponse:
    """Agree, or object with the reason."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    form = CosignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agrees, remark = form.cleaned_data["verdict"] == "agree", form.cleaned_data["remark"]
        done = saved(
            form,
            lambda: (
                actions.agree_letter(letter=letter, by=person, remark=remark)
                if agrees
                else actions.object_letter(letter=letter, by=person, reason=remark)
            ),
        )
        if done is not None:
            messages.success(request, _("已会签同意。") if agrees else _("已退回起草人修改。"))
            return redirect(HERE, number)
    context = {"letter": letter, "form": form, "why": permissions.may_cosign(person, letter).reason}
    return render(request, "replies/cosign.html", context, status=400 if form.errors else 200)


@door(Permission.LETTER_WRITE)
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Take it back to change it."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    return with_reason(
        request,
        lambda reason: actions.reopen_letter(letter=letter, by=person, reason=reason),
        title=_("收回修改"),
        told=_("收回之后可以改；改完要重新会签。"),
        about=letter.title,
        to=HERE,
        number=number,
        done=_("已收回，可以修改。"),
    )


@require_POST
@door(Permission.LETTER_WRITE)
def freeze(request: HttpRequest, number: str) -> HttpResponse:
    """Freeze every number."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    return done_or_told(
        request,
        lambda: actions.freeze_letter(letter=letter, by=person),
        done=_("数字已冻结，送签发。"),
        to=HERE,
        number=number,
    )


@door(Permission.LETTER_WRITE)
def refreeze(request: HttpRequest, number: str) -> HttpResponse:
    """Freeze again with today's numbers."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    return with_reason(
        request,
        lambda reason: actions.refreeze_letter(letter=letter, by=person, reason=reason),
        title=_("重新冻结"),
        told=_("按今天的记录冻结成新的一版，并告诉会签人哪些数变了；签发前他们仍可以不同意。"),
        about=letter.title,
        to=HERE,
        number=number,
        done=_("数字已重新冻结。"),
    )


@door(Permission.LETTER_ISSUE)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send it back to the drafter."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    return with_reason(
        request,
        lambda reason: actions.send_back_letter(letter=letter, by=person, reason=reason),
        title=_("退回修改"),
        told=_("退回起草人；改完要重新会签和冻结。"),
        about=letter.title,
        to=HERE,
        number=number,
        done=_("已退回起草人。"),
    )


@door(Permission.LETTER_ISSUE)
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Issue, by somebody who neither drafted nor froze it, while every number has its origin and none has moved."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    form = IssueForm(request.POST or None, initial={"issued_on": city_today()})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        done = saved(
            form,
            lambda: actions.issue_letter(
                letter=letter, document_number=facts["document_number"], on=facts["issued_on"], by=person
            ),
        )
        if done is not None:
            messages.success(request, _("已签发，可以下载Word和PDF。"))
            return redirect(HERE, number)
    problems, moved = actions.obstacles(letter) if letter.state == LetterState.FROZEN else ([], [])
    context = {
        "letter": letter,
        "form": form,
        "problems": problems,
        "moved": moved,
        "why": permissions.may_issue(person, letter).reason
        or ("" if letter.state == LetterState.FROZEN else _("冻结数字之后才能签发。")),
    }
    return render(request, "replies/issue.html", context, status=400 if form.errors else 200)


@door(Permission.LETTER_ISSUE)
def recall(request: HttpRequest, number: str) -> HttpResponse:
    """Take an issued letter back."""
    person: Any = request.person  # type: ignore[attr-defined]
    letter = queries.letter_for(person, number)
    return with_reason(
        request,
        lambda reason: actions.recall_letter(letter=letter, by=person, reason=reason),
        title=_("收回答复"),
        told=_("收回已经签发的答复，建议提案重新办理；文号不再使用。"),
        about=letter.title,
        to=HERE,
        number=number,
        done=_("答复已收回。"),
    )
