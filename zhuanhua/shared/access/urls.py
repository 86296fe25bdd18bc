"""Addresses of `access`."""

from django.urls import path

from zhuanhua.shared.access import pages

app_name = "access"
urlpatterns = [path("", pages.table, name="table")]
