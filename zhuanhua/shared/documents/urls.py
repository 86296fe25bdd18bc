"""Addresses of private files."""

from django.urls import path

from zhuanhua.shared.documents import pages

app_name = "documents"
urlpatterns = [path("<uuid:identifier>/", pages.file, name="file")]
