"""Addresses of technology contracts, applicant's and desk's."""

from django.urls import path

from zhuanhua.programmes.contracts.pages import after, applicant, desk, lists, many, returning, single

app_name = "contracts"
urlpatterns = [
    path("", lists.index, name="index"),
    path("mine/", lists.mine, name="mine"),
    path("queue/", lists.queue, name="queue"),
    path("records/", lists.records, name="records"),
    path("changes/", lists.changes, name="changes"),
    path("new/", applicant.start, name="start"),
    path("bulk/", many.bulk, name="bulk"),
    path("classify/", desk.classify, name="classify"),
    path("<str:number>/", single.detail, name="detail"),
    path("<str:number>/certificate.pdf", single.certificate, name="certificate"),
    path("<str:number>/edit/", applicant.edit, name="edit"),
    path("<str:number>/edit/<slug:section>/", applicant.edit, name="edit_section"),
    path("<str:number>/papers/", applicant.attach, name="attach"),
    path("<str:number>/papers/<uuid:paper>/remove/", applicant.remove_paper, name="remove_paper"),
    path("<str:number>/submit/", applicant.submit, name="submit"),
    path("<str:number>/withdraw/", applicant.withdraw, name="withdraw"),
    path("<str:number>/discard/", applicant.discard, name="discard"),
    path("<str:number>/accept/", desk.accept, name="accept"),
    path("<str:number>/return/", returning.return_for_correction, name="return"),
    path("<str:number>/examine/", desk.examine, name="examine"),
    path("<str:number>/register/", desk.register, name="register"),
    path("<str:number>/refer/", desk.refer, name="refer"),
    path("<str:number>/approve/", desk.approve, name="approve"),
    path("<str:number>/send-back/", desk.send_back, name="send_back"),
    path("<str:number>/refuse/", desk.refuse, name="refuse"),
    path("<str:number>/change/", after.request_change, name="request_change"),
    path("<str:number>/changes/<str:change>/", after.change, name="change"),
    path("<str:number>/objection/", after.object_to, name="object"),
    path("<str:number>/objections/<str:objection>/", after.objection, name="objection"),
    path("<str:number>/revocation/", after.propose_revocation, name="propose_revocation"),
    path("<str:number>/revoke/", after.revoke, name="revoke"),
    path("<str:number>/royalty/", after.royalty, name="royalty"),
]
