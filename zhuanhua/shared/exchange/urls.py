"""Addresses of spreadsheets coming in and going out."""

from django.urls import path

from zhuanhua.shared.exchange.pages import importing
from zhuanhua.shared.exchange.pages.exporting import export_urls

app_name = "exchange"
urlpatterns = [
    path("", importing.mine, name="imports"),
    path("runs/<uuid:identifier>/", importing.run, name="run"),
    path("runs/<uuid:identifier>/columns/", importing.map_columns, name="map_columns"),
    path("runs/<uuid:identifier>/confirm/", importing.confirm, name="confirm"),
    path("runs/<uuid:identifier>/stop/", importing.stop, name="stop"),
    path("runs/<uuid:identifier>/cancel/", importing.cancel, name="cancel"),
    path("runs/<uuid:identifier>/errors.xlsx", importing.errors, name="errors"),
    *export_urls,
    path("<slug:code>/", importing.upload, name="upload"),
    path("<slug:code>/template.xlsx", importing.template, name="template"),
]
