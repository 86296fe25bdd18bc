"""Addresses of `ledger`, below /budgets/."""

from django.urls import path

from zhuanhua.shared.ledger.pages import managing, reading

app_name = "ledger"
urlpatterns = [
    path("", reading.listing, name="list"),
    path("new/", managing.open_new, name="open"),
    path("<str:code>/", reading.detail, name="detail"),
    path("<str:code>/sources/<int:source>/", managing.allocate, name="allocate"),
    path("<str:code>/close/", managing.close, name="close"),
]
