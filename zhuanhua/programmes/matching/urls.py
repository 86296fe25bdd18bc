"""At which addresses does matching stand?"""

from django.urls import path

from zhuanhua.programmes.matching.pages import board, learning, network, ranked, single

app_name = "matching"
urlpatterns = [
    path("", board.board, name="board"),
    path("columns/", board.columns, name="columns"),
    path("leads/", board.leads, name="leads"),
    path("leads/<int:identifier>/recommend/", board.recommend, name="recommend"),
    path("network/", network.network, name="network"),
    path("records/", board.records, name="records"),
    path("said/", ranked.said, name="said"),
    path("alerts/", learning.alerts, name="alerts"),
    path("models/", learning.models, name="models"),
    path("models/start/", learning.start, name="start_learning"),
    path("models/<int:identifier>/switch/", learning.switch, name="switch_model"),
    path("for/<str:number>/", ranked.ranked, name="ranked"),
    path("for/<str:number>/judge/", ranked.judge, name="judge"),
    path("<str:number>/", single.detail, name="detail"),
    path("<str:number>/agree/", single.agree, name="agree"),
    path("<str:number>/end/", single.end, name="end"),
    path("<str:number>/broker/", single.name_broker, name="name_broker"),
    path("<str:number>/advance/", single.advance, name="advance"),
]
