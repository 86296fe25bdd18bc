"""Addresses of `policy`."""

from django.urls import path

from zhuanhua.shared.policy import pages

app_name = "policy"
urlpatterns = [
    path("", pages.values, name="list"),
    path("<str:identifier>/", pages.value, name="detail"),
]
