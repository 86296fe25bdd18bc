"""What does a person see of the tokens that programs use in their name?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.actions.tokens import create_token, revoke_token
from zhuanhua.shared.people.models.tokens import ApiToken
from zhuanhua.shared.people.token_form import TokenForm


@door(Permission.API_TOKEN_MANAGE)
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens and make another; its text is shown once, on the answer itself."""
    person = request.person
    form = TokenForm(request.POST or None, person=person)
    secret = ""
    if form.is_valid():
        try:
            _token, secret = create_token(by=person, **form.cleaned_data)
            form = TokenForm(person=person)
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal))
    held = [
        {"token": token, "permissions": _words(token)} for token in ApiToken.objects.filter(person=person)
    ]
    context = {"form": form, "tokens": held, "secret": secret, "today": city_today()}
    return render(request, "people/tokens.html", context, status=400 if form.is_bound else 200)


@door(Permission.API_TOKEN_MANAGE)
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Take a token back."""
    revoke_token(token=get_object_or_404(ApiToken, pk=number, person=request.person), by=request.person)
    messages.success(request, _("令牌已作废，用它的程序不能再进来。"))
    return redirect("people:tokens")


def _words(token: ApiToken) -> str:
    known = {permission.value: str(permission.label) for permission in Permission}
    return _("、").join(known.get(scope, scope) for scope in token.scopes)
