"""Is a hostile paper ever kept with a case, shown in a page, or named so that a system misreads it? Every kind goes through the real page."""

from email.message import Message
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tests.evidence.hostile_files import Hostile, Refused
from tests.evidence.hostile_papers import PAPERS
from tests.evidence.test_hostile_files import files_in, send, spotless  # noqa: F401 - the fixture
from tests.support.cast import sign_in
from tests.support.evidence import Evidence
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts.actions import start_draft
from zhuanhua.shared.documents.models import StoredFile, private_storage
from zhuanhua.shared.documents.pdfs import READING
from zhuanhua.shared.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.evidence, pytest.mark.proof("R10")]


@pytest.fixture(autouse=True)
def reader() -> None:
    """The reader of PDF files stays for the next one; it is there before a test counts the processes that it left."""
    page = small_pdf()
    READING.verdict(BytesIO(page), len(page))


def name_told(disposition: str) -> str:
    """Read the name of a download as a browser does."""
    message = Message()
    message["Content-Disposition"] = disposition
    name = message.get_param("filename*", header="Content-Disposition")
    if isinstance(name, tuple):
        return unquote(name[2])
    return str(message.get_filename())


@pytest.mark.parametrize("hostile", PAPERS, ids=[hostile.name for hostile in PAPERS])
def test_paper_is_refused_or_kept_as_a_download(
    hostile: Hostile,
    client: Client,
    applicant: Any,
    rival: Any,
    spotless: Path,  # noqa: F811 - the fixture
    evidence: Evidence,
) -> None:
    sign_in(client, applicant)
    contract = start_draft(by=applicant, on=city_today())
    folder = Path(private_storage().location)
    before, told = files_in(folder), Entry.objects.count()

    address = reverse("contracts:attach", args=[contract.number])
    answer = send(client, address, hostile.file_name, hostile.make(), kind="other")

    stored = StoredFile.objects.first()
    evidence.figure("kinds of hostile papers", 1, "恶意附件的种类")
    wrong = isinstance(hostile.expected, Refused) == (stored is not None)
    evidence.figure("wrongly judged", int(wrong), "误判")
    if isinstance(hostile.expected, Refused):
        sentence = "".join(answer.context["form"].errors["file"])
        assert [word for word in hostile.expected.says if word not in sentence] == [], sentence
        assert sentence in answer.content.decode()
        assert (stored, files_in(folder), Entry.objects.count()) == (None, before, told)
        return
    assert answer.status_code == 302, answer.context["form"].errors
    assert stored is not None
    assert (stored.name, stored.media_type) == (hostile.expected.name, hostile.expected.media_type)
    assert [path.name for path in files_in(folder) - before] == [stored.pk.hex]
    check_download(client, stored, rival)


def check_download(client: Client, stored: StoredFile, rival: Any) -> None:
    """The owner gets the very bytes as a download that nothing runs; somebody else gets nothing."""
    address = reverse("documents:file", args=[stored.pk])
    answer = client.get(address)

    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert name_told(disposition) == stored.name
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", stored.media_type)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == stored.read().read()
    assert sign_in(client, rival).get(address).status_code == 404
