"""What was sent is kept bit for bit: later records, later programs and later hands change nothing of it."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from tests.support.cast import sign_in
from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.letter_files import PDF, WORD, paper_bytes
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.tests import factories
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(register_one, officer, reviewer, leader):
    return factories.again(factories.issued(by=officer, signers=[reviewer], leader=leader))


def test_what_was_sent_is_served_as_it_was_whatever_becomes_of_the_letter(client, issued, leader):
    addresses = [f"/replies/letters/{issued.number}/letter.{kind.suffix}" for kind in (WORD, PDF)]
    sign_in(client, leader)
    sent = [client.get(address).content for address in addresses]

    Letter.objects.filter(pk=issued.pk).update(body="别的正文", sender="别的单位")
    actions.recall_letter(letter=factories.again(issued), by=leader, reason="文号有误")

    again = factories.again(issued)
    assert [client.get(address).content for address in addresses] == sent
    assert [kind.draw(again) for kind in (WORD, PDF)] != sent


def test_the_fingerprints_stand_on_the_page_and_in_the_journal(client, issued, leader):
    sign_in(client, leader)
    told = Entry.objects.filter(event="file:keep", case_number=issued.number).order_by("seq")
    digests = [hashlib.sha256(paper_bytes(issued, kind)).hexdigest() for kind in (WORD, PDF)]

    page = client.get(f"/replies/letters/{issued.number}/").content.decode()

    assert [entry.after["sha256"] for entry in told] == digests
    assert [digest for digest in digests if digest not in page] == []


def test_a_kept_file_that_was_altered_is_not_handed_out(client, issued, leader):
    with issued.issued_pdf.content.storage.open(issued.issued_pdf.content.name, "ab") as file:
        file.write(b" ")
    sign_in(client, leader)

    answer = client.get(f"/replies/letters/{issued.number}/letter.pdf", follow=True)

    assert "与签发时的指纹不符" in answer.content.decode()
    with pytest.raises(Refusal, match="指纹不符"):
        paper_bytes(issued, PDF)


def test_a_letter_that_cannot_be_drawn_is_not_issued(monkeypatch, register_one, officer, reviewer, leader):
    frozen = factories.again(factories.frozen(by=officer, signers=[reviewer]))
    monkeypatch.setattr("zhuanhua.shared.documents.typesetting._fonts", _no_font)

    with pytest.raises(Refusal, match="没有中文字体"):
        actions.issue_letter(letter=frozen, document_number="函1号", on=frozen.frozen_at.date(), by=leader)

    assert (factories.again(frozen).state, files_of(frozen).count()) == ("frozen", 0)


def test_a_rival_does_not_find_the_kept_files(client, issued, rival):
    sign_in(client, rival)

    answers = [client.get(f"/files/{file.pk}/") for file in files_of(issued)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_kept_papers_come_in_pairs_and_only_once_issued(issued):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=issued.pk).update(issued_pdf=None)


def _no_font():
    raise Refusal("这台机器没有中文字体，不能生成PDF。")
