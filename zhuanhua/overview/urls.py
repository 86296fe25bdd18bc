"""Addresses of `overview`."""

from django.conf import settings
from django.urls import path

from zhuanhua.overview import gallery, language, pages, running

app_name = "overview"
urlpatterns = [
    path("", pages.home, name="home"),
    path("inbox/", pages.inbox, name="inbox"),
    path("programmes/", pages.work, name="work"),
    path("search/", pages.search, name="search"),
    path("exports/", pages.exports, name="exports"),
    path("running/", running.running, name="running"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("about/", pages.about, name="about"),
    path("language/", language.switch, name="language"),
]
if settings.LOCAL:
    urlpatterns += [path("look/", gallery.look, name="look")]
