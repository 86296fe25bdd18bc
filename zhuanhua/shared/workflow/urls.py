"""Addresses of public notices."""

from django.urls import path

from zhuanhua.shared.workflow import pages

app_name = "workflow"
urlpatterns = [
    path("publicity/", pages.notices, name="publicities"),
    path("publicity/<int:identifier>/", pages.notice, name="publicity"),
    path("publicity/<int:identifier>/objections/<int:objection>/", pages.answer, name="answer_objection"),
    path("publicity/<int:identifier>/close/", pages.close, name="close_publicity"),
    path("publicity/<int:identifier>/stop/", pages.stop, name="stop_publicity"),
]
