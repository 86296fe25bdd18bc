"""Addresses of a person's messages."""

from django.urls import path

from zhuanhua.shared.notices import pages

app_name = "notices"
urlpatterns = [
    path("", pages.mine, name="list"),
    path("read/", pages.read_all, name="read_all"),
    path("<int:identifier>/", pages.read, name="read"),
]
