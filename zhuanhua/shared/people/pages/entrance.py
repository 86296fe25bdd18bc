"""What does somebody see who has no account yet? The application, the link of an invitation, the demo's personae."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import open_door, signed_in_door
from zhuanhua.shared.access.limits import count_open_form
from zhuanhua.shared.people import actions
from zhuanhua.shared.people.actions.accounts import usable_invitation
from zhuanhua.shared.people.forms import FirstPasswordForm, RegistrationForm, add_refusal
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.signin import BACKEND, beginning_of


@open_door("An organisation without an account applies for one.")
def register(request: HttpRequest) -> HttpResponse:
    """Take an application; the answer never tells whether an organisation or a username is known."""
    form = RegistrationForm(request.POST or None)
    if form.is_valid():
        try:
            count_open_form(request, "register")
            application = actions.file_application(**form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return render(request, "people/registered.html", {"application": application})
    return render(request, "people/register.html", {"form": form})


@open_door("allauth's page for open registration; it leads to the application.")
def no_signup(request: HttpRequest) -> HttpResponse:
    """Lead to the application."""
    return redirect("people_register")


@signed_in_door
def own_page(request: HttpRequest) -> HttpResponse:
    """Mail addresses are kept on one's own page; a first password comes by invitation."""
    return redirect("people:profile")


@open_door("The invited person has no password yet; the link's token is the key, and it works once.")
@sensitive_post_parameters("password1", "password2")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first password."""
    found = usable_invitation(token)
    if found is None:
        return render(request, "people/invitation_gone.html", status=404)
    form = FirstPasswordForm(request.POST or None, person=found.person)
    if form.is_valid():
        try:
            person = actions.accept_invitation(token=token, password=form.cleaned_data["password1"])
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            login(request, person, backend=BACKEND)
            request.person = person
            return redirect(beginning_of(person))
    return render(request, "people/invitation.html", {"invitation": found, "form": form})


@open_door("Only the demo city: its invented persons need no password. Elsewhere the page does not exist.")
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's invented persons; not found anywhere but in the demo."""
    if not settings.ZHUANHUA_DEMO:
        raise Http404
    person = Person.objects.filter(
        username=request.POST.get("username", ""), is_demo=True, is_active=True
    ).first()
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    place = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure()):
        return redirect(place)
    return redirect(beginning_of(person))
