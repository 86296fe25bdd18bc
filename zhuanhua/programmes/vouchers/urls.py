"""Addresses of innovation vouchers, holder's, district's and city's, and of the service providers."""

from django.urls import path

from zhuanhua.programmes.vouchers.pages import desk, holder, moving, providers, redeeming

app_name = "vouchers"
urlpatterns = [
    path("", holder.index, name="index"),
    path("check/", holder.check, name="check"),
    path("mine/", holder.mine, name="mine"),
    path("new/", holder.start, name="start"),
    path("desk/", desk.desk, name="desk"),
    path("batch/", desk.batch, name="batch"),
    path("providers/", providers.listing, name="providers"),
    path("providers/mine/", providers.mine, name="my_provider"),
    path("providers/new/", providers.start, name="start_provider"),
    path("providers/desk/", providers.desk, name="provider_desk"),
    path("providers/<str:number>/", providers.detail, name="provider"),
    path("providers/<str:number>/list/", providers.list_provider, name="list_provider"),
    path("providers/<str:number>/return/", providers.return_provider, name="return_provider"),
    path("providers/<str:number>/refuse/", providers.refuse_provider, name="refuse_provider"),
    path("providers/<str:number>/remove/", providers.remove_provider, name="remove_provider"),
    path("<str:number>/", desk.detail, name="detail"),
    path("<str:number>/edit/", holder.edit, name="edit"),
    path("<str:number>/papers/", holder.attach, name="attach"),
    path("<str:number>/papers/<uuid:paper>/remove/", holder.remove_paper, name="remove_paper"),
    path("<str:number>/redeem/", redeeming.redeem, name="redeem"),
    path("<str:number>/outcome/", redeeming.outcome, name="outcome"),
    path("<str:number>/submit/", moving.submit, name="submit"),
    path("<str:number>/withdraw/", moving.withdraw, name="withdraw"),
    path("<str:number>/reapply/", moving.reapply, name="reapply"),
    path("<str:number>/begin/", moving.begin, name="begin"),
    path("<str:number>/give-back/", moving.give_back, name="give_back"),
    path("<str:number>/pass/", moving.pass_on, name="pass_on"),
    path("<str:number>/turn-down/", moving.turn_down, name="turn_down"),
    path("<str:number>/issue/", desk.issue, name="issue"),
    path("<str:number>/refuse/", moving.refuse, name="refuse"),
    path("<str:number>/accept/", moving.accept, name="accept"),
    path("<str:number>/send-back/", moving.send_back, name="send_back"),
    path("<str:number>/deny/", moving.deny, name="deny"),
    path("<str:number>/recover/", moving.recover, name="recover"),
    path("<str:number>/holds/<int:hold>/clear/", moving.clear, name="clear"),
]
