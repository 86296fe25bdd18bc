"""Addresses of signing in and out: ours, then those of allauth's that this site uses; the others do not exist here."""

from allauth.account import urls as account
from django.urls import include, path

from zhuanhua.shared.people.pages import entrance

USED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns = [
    path("register/", entrance.register, name="people_register"),
    path("invitation/<str:token>/", entrance.invitation, name="people_invitation"),
    path("demo/", entrance.demo_sign_in, name="people_demo_sign_in"),
    path("signup/", entrance.no_signup, name="account_signup"),
    path("email/", entrance.own_page, name="account_email"),
    path("password/set/", entrance.own_page, name="account_set_password"),
    *[pattern for pattern in account.urlpatterns if getattr(pattern, "name", None) in USED],
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
