"""Addresses of `journal`."""

from django.urls import path

from zhuanhua.shared.journal import pages

app_name = "journal"
urlpatterns = [
    path("", pages.entries, name="list"),
    path("check/", pages.check, name="check"),
    path("export/", pages.export, name="export"),
]
