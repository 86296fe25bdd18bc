"""What do the security and the system administrator see of accounts? Roles and locks, never a case."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people import actions, queries
from zhuanhua.shared.people.forms import InvitationForm, ReasonForm, RoleForm, add_refusal
from zhuanhua.shared.people.models import AccountApplication, ApplicationState, Invitation, Membership

PER_PAGE = 30


@door(Permission.ROLE_GRANT, Permission.ACCOUNT_MANAGE)
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts with their roles."""
    text = request.GET.get("q", "").strip()[:100]
    page = Paginator(queries.accounts_like(text).order_by("username"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "text": text, "may_grant": allows(request.person, Permission.ROLE_GRANT)}
    return render(request, "people/accounts.html", context)


@door(Permission.ROLE_GRANT, Permission.ACCOUNT_MANAGE)
def account(request: HttpRequest, username: str) -> HttpResponse:
    """Show one account: roles now and before, whether it is locked or stopped, and what may be done."""
    shown = queries.account_named(username)
    may_grant = allows(request.person, Permission.ROLE_GRANT)
    own = shown.pk == request.person.pk
    context = {
        "account": shown,
        "memberships": shown.memberships.select_related("organisation", "granted_by", "ended_by").order_by(
            "-until_on", "pk"
        ),
        "invitation": queries.open_invitation(shown),
        "may_grant": bool(may_grant) and not own,
        "may_manage": bool(allows(request.person, Permission.ACCOUNT_MANAGE)) and not own,
        "is_own": own,
        "role_form": RoleForm(),
        "reason_form": ReasonForm(),
    }
    return render(request, "people/account.html", context)


@door(Permission.ROLE_GRANT)
@require_POST
def grant(request: HttpRequest, username: str) -> HttpResponse:
    """Give a role."""
    shown = queries.account_named(username)
    form = RoleForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: actions.grant_role(person=shown, by=request.person, **form.cleaned_data),
            _("已授予角色。"),
        )
    else:
        messages.error(request, "".join(fault.text for fault in form.faults))
    return redirect("people:account", shown.username)


@door(Permission.ROLE_GRANT)
@require_POST
def end_role(request: HttpRequest, number: int) -> HttpResponse:
    """Take a role back."""
    membership = Membership.objects.select_related("person", "organisation").filter(pk=number).first()
    if membership is None:
        raise Http404
    _try(
        request,
        lambda: actions.end_membership(membership=membership, by=request.person),
        _("已收回角色，立即生效。"),
    )
    return redirect("people:account", membership.person.username)


@door(Permission.ACCOUNT_MANAGE)
@require_POST
def disable(request: HttpRequest, username: str) -> HttpResponse:
    """Stop an account."""
    shown = queries.account_named(username)
    reason = request.POST.get("reason", "")
    _try(
        request,
        lambda: actions.disable_person(person=shown, reason=reason, by=request.person),
        _("账号已停用，立即生效。"),
    )
    return redirect("people:account", shown.username)


@door(Permission.ACCOUNT_MANAGE)
@require_POST
def enable(request: HttpRequest, username: str) -> HttpResponse:
    """Let a stopped account in again."""
    shown = queries.account_named(username)
    _try(request, lambda: actions.enable_person(person=shown, by=request.person), _("账号已恢复。"))
    return redirect("people:account", shown.username)


@door(Permission.ACCOUNT_MANAGE)
@require_POST
def unlock(request: HttpRequest, username: str) -> HttpResponse:
    """Lift a lock-out."""
    shown = queries.account_named(username)
    _try(request, lambda: actions.lift_lockout(person=shown, by=request.person), _("已解除登录锁定。"))
    return redirect("people:account", shown.username)


@door(Permission.ROLE_GRANT)
@require_POST
def clear_second_factor(request: HttpRequest, username: str) -> HttpResponse:
    """Take away a lost second factor."""
    shown = queries.account_named(username)
    reason = request.POST.get("reason", "")
    _try(
        request,
        lambda: actions.clear_second_factor(person=shown, reason=reason, by=request.person),
        _("已清除两步验证，本人下次登录时重新设置。"),
    )
    return redirect("people:account", shown.username)


@door(Permission.ROLE_GRANT)
def invite(request: HttpRequest) -> HttpResponse:
    """Open an account for a colleague and send the link that sets its password."""
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            invitation, token = actions.invite_person(by=request.person, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return _sent(request, invitation, token)
    return render(request, "people/invite.html", {"form": form})


@door(Permission.ROLE_GRANT)
def applications(request: HttpRequest) -> HttpResponse:
    """List the applications for accounts, the waiting ones first."""
    waiting = AccountApplication.objects.filter(state=ApplicationState.WAITING)
    decided = AccountApplication.objects.exclude(state=ApplicationState.WAITING).order_by("-decided_at")[
        :PER_PAGE
    ]
    return render(request, "people/applications.html", {"waiting": waiting, "decided": decided})


@door(Permission.ROLE_GRANT)
def application(request: HttpRequest, number: str) -> HttpResponse:
    """Decide one application."""
    shown = AccountApplication.objects.filter(number=number).first()
    if shown is None:
        raise Http404
    form = ReasonForm(request.POST if request.POST.get("verb") == "refuse" else None)
    try:
        if request.POST.get("verb") == "approve":
            invitation, token = actions.approve_application(application=shown, by=request.person)
            return _sent(request, invitation, token)
        if form.is_valid():
            actions.refuse_application(application=shown, by=request.person, **form.cleaned_data)
            _mail_refusal(shown.email, form.cleaned_data["reason"])
            messages.success(request, _("已答复不批准，理由发到对方邮箱。"))
            return redirect("people:applications")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    known = queries.organisation_by_uscc(shown.uscc)
    return render(request, "people/application.html", {"application": shown, "known": known, "form": form})


def _sent(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Mail the link, and show it once to hand over where mail does not arrive."""
    link = settings.SITE_URL + reverse("people_invitation", args=[token])
    person = invitation.person
    with override(person.language):
        words = {"name": person.name, "username": person.username, "link": link}
        text = (
            _(
                "%(name)s：\n\n您的账号是 %(username)s。请在7天内打开下面的链接设置密码，链接只能用一次：\n\n%(link)s\n"
            )
            % words
        )
        send_mail(_("设置登录密码"), text, None, [person.email], fail_silently=True)
    return render(request, "people/invited.html", {"invitation": invitation, "link": link})


def _mail_refusal(address: str, reason: str) -> None:
    text = _("您申请的单位账号没有批准。理由：%(reason)s\n改正后可以重新申请。\n") % {"reason": reason}
    send_mail(_("单位账号申请的答复"), text, None, [address], fail_silently=True)


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
