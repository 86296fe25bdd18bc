"""Addresses of `statistics`."""

from django.urls import path

from zhuanhua.accountability.statistics import pages

app_name = "statistics"
urlpatterns = [
    path("", pages.index, name="index"),
    path("frozen/", pages.frozen_sets, name="frozen"),
    path("frozen/<str:number>/<str:code>/", pages.frozen_figure, name="frozen_figure"),
    path("drift/", pages.drift, name="drift"),
    path("freeze/", pages.freeze, name="freeze"),
    path("<str:code>/", pages.figure, name="figure"),
    path("<str:code>/export/", pages.export, name="export"),
]
