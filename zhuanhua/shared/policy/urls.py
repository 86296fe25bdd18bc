"""Addresses of `policy`."""

from django.urls import path

from zhuanhua.shared.policy.pages import books, confirming, ruling, trying

app_name = "policy"
urlpatterns = [
    path("", books.values, name="list"),
    path("rules/", ruling.listing, name="rules"),
    path("rules/<str:code>/", ruling.one, name="rule"),
    path("rules/<str:code>/examples/<int:place>/", ruling.example, name="example"),
    path("rules/<str:code>/replay/", trying.trial, name="replay"),
    path("confirmations/", confirming.listing, name="confirmations"),
    path("confirmations/<str:identifier>/<str:since>/confirm/", confirming.confirm, name="confirm"),
    path("confirmations/<int:confirmation>/withdraw/", confirming.withdraw, name="withdraw"),
    path("<str:identifier>/", books.value, name="detail"),
]
