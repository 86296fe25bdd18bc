"""The buttons that carry a voucher on: some act at once, some ask for the reason first. One page each, each with its own door."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.core.money import yuan_text
from zhuanhua.programmes.vouchers import actions, permissions, queries
from zhuanhua.programmes.vouchers.forms import RecoverForm
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.access.doors import View, door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.payments.forms import ReasonForm
from zhuanhua.shared.workflow.moves import move_named
from zhuanhua.ui.answering import done_or_told, tell_form

HERE = "vouchers:detail"
OWN, DISTRICT, DECIDE = Permission.VOUCHER_APPLY, Permission.VOUCHER_DISTRICT, Permission.VOUCHER_DECIDE


def at_once(verb: str, permission: Permission, deed: Callable[..., Any], done: Any) -> View:
    """Make the page behind a button that acts at once."""

    @door(permission)
    @require_POST
    def page(request: HttpRequest, number: str) -> HttpResponse:
        voucher = found(request, number, permission)
        return done_or_told(request, lambda: deed(voucher, request.person), done=done, to=HERE, number=number)  # type: ignore[attr-defined]

    page.__doc__ = f"Take the step “{verb}”."
    return page


def with_reason(
    verb: str, permission: Permission, deed: Callable[..., Any], done: Any, note: Any = ""
) -> View:
    """Make the page that asks for the reason of a step and takes it."""

    @door(permission)
    def page(request: HttpRequest, number: str) -> HttpResponse:
        voucher = found(request, number, permission)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            return done_or_told(
                request,
                lambda: deed(voucher, request.person, reason),
                done=done,
                to=HERE,
                number=number,  # type: ignore[attr-defined]
            )
        step = move_named(voucher, verb)
        context = {
            "voucher": voucher,
            "form": form,
            "title": step.label,
            "note": note,
            "harsh": verb != "give_back",
        }
        return render(request, "vouchers/reason.html", context)

    page.__doc__ = f"Ask for the reason, then take the step “{verb}”."
    return page


def found(request: HttpRequest, number: str, permission: Permission) -> Voucher:
    """The voucher, if this person may take steps of that kind on it: the holder its own, the district its firms'."""
    person: Any = request.person  # type: ignore[attr-defined]
    voucher = queries.voucher_for(person, number)
    if permission == OWN and not permissions.is_holder(person, voucher):
        raise Http404
    return voucher


submit = at_once(
    "submit",
    OWN,
    lambda voucher, by: actions.submit_voucher(voucher=voucher, by=by, on=city_today()),
    gettext_lazy("申领已提交，由区县审核。"),
)
withdraw = at_once(
    "withdraw",
    OWN,
    lambda voucher, by: actions.withdraw_voucher(voucher=voucher, by=by, on=city_today()),
    gettext_lazy("申领已撤回。"),
)
reapply = at_once(
    "reapply",
    OWN,
    lambda voucher, by: actions.reapply_voucher(voucher=voucher, by=by),
    gettext_lazy("可以修改后重新提交。"),
)
begin = at_once(
    "begin",
    OWN,
    lambda voucher, by: actions.begin_voucher(voucher=voucher, by=by, on=city_today()),
    gettext_lazy("已开始使用，此后不能退券。"),
)
pass_on = at_once(
    "pass",
    DISTRICT,
    lambda voucher, by: actions.pass_voucher(voucher=voucher, by=by, on=city_today()),
    gettext_lazy("区县已通过，由市级审核。"),
)
accept = at_once(
    "accept",
    DECIDE,
    lambda voucher, by: actions.accept_redemption(voucher=voucher, by=by, on=city_today()),
    gettext_lazy("兑付已核准，等待编入批次。"),
)
give_back = with_reason(
    "give_back",
    OWN,
    lambda voucher, by, reason: actions.give_back_voucher(
        voucher=voucher, by=by, on=city_today(), reason=reason
    ),
    gettext_lazy("已退券，年度额度已恢复。"),
    gettext_lazy("退券以后面额退回预算，年度额度恢复，可以再申领。"),
)
turn_down = with_reason(
    "turn_down",
    DISTRICT,
    lambda voucher, by, reason: actions.turn_down_voucher(
        voucher=voucher, by=by, on=city_today(), reason=reason
    ),
    gettext_lazy("已告知申领单位。"),
    gettext_lazy("申领单位会看到理由，修改以后可以重新申领。"),
)
refuse = with_reason(
    "refuse",
    DECIDE,
    lambda voucher, by, reason: actions.refuse_voucher(
        voucher=voucher, by=by, on=city_today(), reason=reason
    ),
    gettext_lazy("已告知申领单位。"),
)
send_back = with_reason(
    "send_back",
    DECIDE,
    lambda voucher, by, reason: actions.send_back_redemption(
        voucher=voucher, by=by, on=city_today(), reason=reason
    ),
    gettext_lazy("已退回持券单位补正。"),
)
deny = with_reason(
    "deny",
    DECIDE,
    lambda voucher, by, reason: actions.deny_redemption(
        voucher=voucher, by=by, on=city_today(), reason=reason
    ),
    gettext_lazy("已告知持券单位，面额退回预算。"),
    gettext_lazy("不予兑付以后这张券终止，面额退回预算。"),
)


@door(DECIDE)
def recover(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why, and how much of it the holder was entitled to; then open the recovery of the rest."""
    voucher = found(request, number, DECIDE)
    form = RecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.recover_voucher(
                voucher=voucher,
                by=request.person,  # type: ignore[attr-defined]
                on=city_today(),
                reason=form.cleaned_data["reason"],
                entitled_fen=form.cleaned_data["entitled_fen"] or 0,
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("已立案追缴，请在“追缴”里发函。"))
            return redirect(HERE, number)
    note = _("已兑付%(amount)s元，多于应得的部分须退回；发函和登记到账在“追缴”里办理。")
    context = {
        "voucher": voucher,
        "form": form,
        "title": move_named(voucher, "recover").label,
        "note": note % {"amount": yuan_text(voucher.redeem_fen)},
        "harsh": True,
    }
    return render(request, "vouchers/reason.html", context)


@door(DECIDE)
def clear(request: HttpRequest, number: str, hold: int) -> HttpResponse:
    """Write what was found about a doubt, and let the voucher go on."""
    voucher = found(request, number, DECIDE)
    wanted = voucher.holds.filter(pk=hold).first()
    if wanted is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        finding = form.cleaned_data["reason"]
        return done_or_told(
            request,
            lambda: actions.clear_hold(hold=wanted, finding=finding, by=request.person, on=city_today()),  # type: ignore[attr-defined]
            done=_("疑点已核实，可以继续办理。"),
            to=HERE,
            number=number,
        )
    note = f"{wanted.get_ground_display()}{_('：')}{wanted.sentence}"
    context = {"voucher": voucher, "form": form, "title": _("核实疑点"), "note": note, "harsh": False}
    return render(request, "vouchers/reason.html", context)
