"""Addresses of organisations, accounts and one's own page."""

from django.urls import path

from zhuanhua.shared.people.pages import accounts, organisations, profile, tokens, views

app_name = "people"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/mine/", organisations.own_organisation, name="own_organisation"),
    path("organisations/duplicates/", organisations.duplicates, name="duplicates"),
    path("organisations/compare/", organisations.compare, name="compare"),
    path("organisations/merges/<int:number>/undo/", organisations.undo_merge, name="undo_merge"),
    path("organisations/<int:number>/", organisations.organisation, name="organisation"),
    path("organisations/<int:number>/edit/", organisations.edit_organisation, name="edit_organisation"),
    path("organisations/<int:number>/rename/", organisations.rename_organisation, name="rename_organisation"),
    path("people/", accounts.accounts, name="accounts"),
    path("people/me/", profile.profile, name="profile"),
    path("people/me/acting/", profile.act, name="act"),
    path("people/views/", views.keep_view, name="keep_view"),
    path("people/views/<int:number>/forget/", views.forget_view, name="forget_view"),
    path("people/tokens/", tokens.tokens, name="tokens"),
    path("people/tokens/<int:number>/revoke/", tokens.revoke, name="revoke_token"),
    path("people/invite/", accounts.invite, name="invite"),
    path("people/applications/", accounts.applications, name="applications"),
    path("people/applications/<str:number>/", accounts.application, name="application"),
    path("people/roles/<int:number>/end/", accounts.end_role, name="end_role"),
    path("people/accounts/<str:username>/", accounts.account, name="account"),
    path("people/accounts/<str:username>/grant/", accounts.grant, name="grant"),
    path("people/accounts/<str:username>/disable/", accounts.disable, name="disable"),
    path("people/accounts/<str:username>/enable/", accounts.enable, name="enable"),
    path("people/accounts/<str:username>/unlock/", accounts.unlock, name="unlock"),
    path(
        "people/accounts/<str:username>/second-factor/",
        accounts.clear_second_factor,
        name="clear_second_factor",
    ),
]
