"""At which addresses do proposals, letters, references and audited papers stand?"""

from django.urls import path

from zhuanhua.accountability.replies.pages import audits, letters, proposals, references, signing, writing

app_name = "replies"
urlpatterns = [
    path("", audits.index, name="index"),
    path("proposals/", proposals.listing, name="proposals"),
    path("proposals/new/", proposals.new, name="new_proposal"),
    path("proposals/<str:number>/", proposals.detail, name="proposal"),
    path("proposals/<str:number>/assign/", proposals.assign, name="assign"),
    path("proposals/<str:number>/return/", proposals.give_back, name="return_proposal"),
    path("proposals/<str:number>/begin/", proposals.begin, name="begin"),
    path("letters/", letters.listing, name="letters"),
    path("letters/drift/", letters.drifts, name="drifts"),
    path("letters/pick/", writing.pick, name="pick"),
    path("letters/<str:number>/", letters.detail, name="letter"),
    path("letters/<str:number>/letter.docx", letters.as_docx, name="docx"),
    path("letters/<str:number>/letter.pdf", letters.as_pdf, name="pdf"),
    path("letters/<str:number>/drift/", letters.drift, name="drift"),
    path("letters/<str:number>/write/", writing.write, name="write"),
    path("letters/<str:number>/preview/", writing.preview, name="preview"),
    path("letters/<str:number>/word/", writing.word, name="word"),
    path("letters/<str:number>/submit/", signing.submit, name="submit"),
    path("letters/<str:number>/cosign/", signing.cosign, name="cosign"),
    path("letters/<str:number>/reopen/", signing.reopen, name="reopen"),
    path("letters/<str:number>/freeze/", signing.freeze, name="freeze"),
    path("letters/<str:number>/refreeze/", signing.refreeze, name="refreeze"),
    path("letters/<str:number>/send-back/", signing.send_back, name="send_back"),
    path("letters/<str:number>/issue/", signing.issue, name="issue"),
    path("letters/<str:number>/recall/", signing.recall, name="recall"),
    path("references/", references.listing, name="references"),
    path("references/new/", references.new, name="new_reference"),
    path("references/<str:code>/", references.detail, name="reference"),
    path("references/<str:code>/correct/", references.correct, name="correct"),
    path("references/<str:code>/replace/", references.replace, name="replace"),
    path("<slug:number>/", audits.detail, name="detail"),
    path("<slug:number>/recheck/", audits.recheck, name="recheck"),
    path("<slug:number>/table.csv", audits.table, name="table"),
    path("<slug:number>/audit.json", audits.as_json, name="json"),
]
