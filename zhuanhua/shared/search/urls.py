"""Addresses of saved searches."""

from django.urls import path

from zhuanhua.shared.search import pages

app_name = "search"
urlpatterns = [
    path("saved/", pages.saved, name="saved"),
    path("saved/keep/", pages.keep, name="keep"),
    path("saved/<int:number>/switch/", pages.switch, name="switch"),
    path("saved/<int:number>/forget/", pages.forget, name="forget"),
]
