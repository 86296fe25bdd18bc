"""At which addresses does matching stand?"""

from django.urls import path

from zhuanhua.programmes.matching import pages

app_name = "matching"
urlpatterns = [
    path("", pages.board, name="board"),
    path("records/", pages.records, name="records"),
    path("said/", pages.said, name="said"),
    path("for/<str:number>/", pages.ranked, name="ranked"),
    path("for/<str:number>/judge/", pages.judge, name="judge"),
    path("<str:number>/", pages.detail, name="detail"),
    path("<str:number>/agree/", pages.agree, name="agree"),
    path("<str:number>/end/", pages.end, name="end"),
    path("<str:number>/advance/", pages.advance, name="advance"),
]
