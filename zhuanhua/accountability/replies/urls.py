"""At which addresses do audited letters stand?"""

from django.urls import path

from zhuanhua.accountability.replies.pages import audits as pages

app_name = "replies"
urlpatterns = [
    path("", pages.index, name="index"),
    path("<slug:number>/", pages.detail, name="detail"),
    path("<slug:number>/recheck/", pages.recheck, name="recheck"),
    path("<slug:number>/table.csv", pages.table, name="table"),
    path("<slug:number>/audit.json", pages.as_json, name="json"),
]
