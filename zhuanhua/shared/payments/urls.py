"""Addresses of money on its way."""

from django.urls import path

from zhuanhua.shared.payments.pages import batches, mine, recoveries

app_name = "payments"
urlpatterns = [
    path("", batches.listing, name="list"),
    path("mine/", mine.mine, name="mine"),
    path("mine/account/", mine.account, name="account"),
    path("recoveries/", recoveries.listing, name="recoveries"),
    path("recoveries/<str:number>/", recoveries.detail, name="recovery"),
    path("recoveries/<str:number>/demand/", recoveries.demand, name="demand"),
    path("recoveries/<str:number>/receive/", recoveries.receive, name="receive"),
    path("recoveries/<str:number>/waive/", recoveries.waive, name="waive"),
    path("<str:number>/", batches.detail, name="batch"),
    path("<str:number>/<str:verb>/", batches.act, name="act"),
    path("<str:number>/drop/<str:payment>/", batches.drop, name="drop"),
]
