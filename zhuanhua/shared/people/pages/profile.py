"""What does everyone see of themselves? Facts, sessions, and the membership in which they act."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from zhuanhua.shared.access.doors import signed_in_door
from zhuanhua.shared.people import actions
from zhuanhua.shared.people.forms import ProfileForm
from zhuanhua.shared.people.signin import beginning_of

FACTS = ("name", "email", "phone", "language")


@signed_in_door
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own facts; list the sessions that are open."""
    person = request.person
    form = ProfileForm(request.POST or None, initial={name: getattr(person, name) for name in FACTS})
    if form.is_valid():
        actions.update_profile(by=person, **form.cleaned_data)
        with override(person.language):
            messages.success(request, _("个人资料已保存。"))
        response = redirect("people:profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            person.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
        return response
    context = {
        "form": form,
        "memberships": person.active_memberships(),
        "sessions": UserSession.objects.purge_and_list(person),
        "has_second_factor": is_mfa_enabled(person),
        "is_demo_account": settings.ZHUANHUA_DEMO and person.is_demo,
    }
    return render(request, "people/profile.html", context)


@signed_in_door
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own memberships from now on."""
    if not request.person.act_in(request.POST.get("membership", "")):
        raise Http404
    request.session["acting"] = request.person.acting.pk
    words = {"organisation": request.person.organisation.name, "role": request.person.acting.role_title}
    messages.success(request, _("现在以“%(organisation)s”%(role)s的身份办理。") % words)
    return redirect(beginning_of(request.person))
