"""Addresses of the catalogue of achievements: shelf, owner's pages, desk."""

from django.urls import path

from zhuanhua.programmes.achievements import pages

app_name = "achievements"
urlpatterns = [
    path("", pages.index, name="index"),
    path("records/", pages.records, name="records"),
    path("mine/", pages.mine, name="mine"),
    path("desk/", pages.desk, name="desk"),
    path("new/", pages.start, name="start"),
    path("publish/", pages.publish_many, name="publish_many"),
    path("duplicates/", pages.duplicates, name="duplicates"),
    path("compare/", pages.compare, name="compare"),
    path("merges/<int:identifier>/undo/", pages.undo, name="undo"),
    path("<str:number>/", pages.detail, name="detail"),
    path("<str:number>/edit/", pages.edit, name="edit"),
    path("<str:number>/suggest/", pages.suggest, name="suggest"),
    path("<str:number>/papers/", pages.attach, name="attach"),
    path("<str:number>/papers/<uuid:paper>/remove/", pages.remove_paper, name="remove_paper"),
    path("<str:number>/submit/", pages.submit, name="submit"),
    path("<str:number>/revise/", pages.revise, name="revise"),
    path("<str:number>/renew/", pages.renew, name="renew"),
    path("<str:number>/withdraw/", pages.withdraw, name="withdraw"),
    path("<str:number>/discard/", pages.discard, name="discard"),
    path("<str:number>/publish/", pages.publish, name="publish"),
    path("<str:number>/return/", pages.send_back, name="send_back"),
    path("<str:number>/sign/", pages.sign, name="sign"),
    path("<str:number>/ask/", pages.ask, name="ask"),
    path("<str:number>/contacts/<int:identifier>/", pages.answer, name="answer"),
]
