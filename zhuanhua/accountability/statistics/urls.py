"""Addresses of `statistics`."""

from django.urls import path

from zhuanhua.accountability.statistics.pages import figures, series

app_name = "statistics"
urlpatterns = [
    path("", figures.index, name="index"),
    path("frozen/", figures.frozen_sets, name="frozen"),
    path("frozen/<str:number>/<str:code>/", figures.frozen_figure, name="frozen_figure"),
    path("drift/", figures.drift, name="drift"),
    path("freeze/", figures.freeze, name="freeze"),
    path("series/", series.series, name="series"),
    path("series/values/", series.series_values, name="series_values"),
    path("series/import/", series.series_import, name="series_import"),
    path("series/<int:number>/", series.series_file, name="series_file"),
    path("<str:code>/", figures.figure, name="figure"),
    path("<str:code>/export/", figures.export, name="export"),
]
