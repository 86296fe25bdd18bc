"""R7: a secret word is planted in every protected field and file; every part then reads all it can reach, and nobody finds a word not theirs.

What is read: every page, link, API answer, download and export (unpacked), error page, message, mail and log line. Those who
may see a word must find it, so that the crawl is known to look.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, TestCase
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from tests.evidence import world as made
from tests.evidence.test_access_matrix import PARTS, ROWS, address, client_of
from tests.support.papers import small_pdf
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.papers import attach_paper
from zhuanhua.programmes.contracts.tests import factories
from zhuanhua.programmes.projects import actions as project_actions
from zhuanhua.programmes.projects.models import Expert, Review
from zhuanhua.programmes.projects.tests import factories as project_factories
from zhuanhua.programmes.vouchers import actions as voucher_actions
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.catalogue.tests import factories as items
from zhuanhua.shared.exchange.actions.exporting import make_export, start_export
from zhuanhua.shared.exchange.actions.importing import start_import
from zhuanhua.shared.exchange.exports import export_of
from zhuanhua.shared.exchange.sheets import sheet_of
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.workflow import actions as workflow
from zhuanhua.shared.workflow.models import Publicity

pytestmark = [pytest.mark.evidence, pytest.mark.django_db, pytest.mark.proof("R7")]
WORD = re.compile(rb"CANARY-([A-Z]+)-7Q4Z")
LINK = re.compile(rb'(?:href|src|hx-get)="(/[^"#]*)"')
MOST_LINKS = 100
ELSEWHERE = (
    "/statistics/",
    "/policy/",
    "/help/",
    "/about/",
    "/accessibility/",
    "/look/",
    "/static/",
    "/organisations/?",
)  # the table of routes covers them
EXPORTS = ("contracts-queue", "contracts-records", "contracts-mine")
DESK = {"registrar", "officer", "reviewer"}
READERS = {
    "SUBJECT": {"own"} | DESK,
    "PAYMENT": {"own"} | DESK,
    "PAPER": {"own"} | DESK,
    "REMARK": {"own", "auditor", "leader", "finance"} | DESK,
    "GROUND": {"own", "auditor", "leader", "finance"} | DESK,
    "OBJECTION": {"own", "auditor", "leader", "finance"} | DESK,
    "CONTACT": {"registrar", "officer"},
    "SIGNER": {"registrar", "officer"},
    "IMPORT": {"own"},
    "EMAIL": {"own"},
    "PHONE": {"own"},
    "ASKER": {"security"},
    "SECRET": set(),
    "HIDDEN": {"own", "officer", "reviewer"},
    "FULLTEXT": {"own", "officer", "reviewer"},
    "PARTNER": {"own", "officer", "reviewer"},
    "SURVEY": {"own", "officer", "reviewer"},
    "PLAN": {"own", "expert", "auditor", "leader", "finance"} | DESK,
    "MEMBER": {"own", "auditor", "leader", "finance"} | DESK,
    "BODY": {"own", "officer", "expert"},
    "AUTHOR": {"own", "officer"},
    "COMMITMENT": {"own", "officer"},
    "OPINION": {"officer"},
    "EXPERT": {
        "officer",
        "auditor",
        "security",
        "system",
    },  # the journal names who acted, the list of accounts everybody
    "MINUTES": {"officer", "reviewer", "leader"},
    "TIE": {"officer", "expert"},
    "VOUCHER": {"own", "district", "officer", "reviewer", "leader", "finance", "auditor"},
    "VOUCHERPAPER": {"own", "district", "officer"},
}
DIALLED = {"PARTNER": "13942760913"}  # what the check takes for a telephone


def word(name: str) -> str:
    return DIALLED.get(name, f"CANARY-{name}-7Q4Z")


def planted(body: bytes) -> set[str]:
    """Give the names of the words that stand in it."""
    spelt = {name.decode() for name in WORD.findall(body)}
    return spelt | {name for name, number in DIALLED.items() if number.encode() in body}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[made.World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):  # mails leave with the commit
            city = made.build()
            plant(city)
        city.objects["planted"]["mails"] = list(mail.outbox)
        yield city
        transaction.set_rollback(True)


def plant(city: made.World) -> None:
    """Put a word into everything that not everybody may read."""
    own, registrar, day = city.people["own"], city.people["registrar"], factories.DAY
    buyer = city.contracts["draft"].buyer
    facts = {"subject": f"研究{word('SUBJECT')}装置", "payment_terms": f"分期{word('PAYMENT')}"}
    contract = factories.draft(by=own, buyer=buyer, on=day, project_name="带密语的合同", **facts)
    body = small_pdf(word("PAPER").encode())
    upload = SimpleUploadedFile("合同.pdf", body, content_type="application/pdf")
    attach_paper(contract=contract, upload=upload, kind="contract_text", by=own)
    contract = actions.submit_contract(contract=contract, by=own, on=day)
    contract = actions.accept_contract(contract=contract, by=registrar, on=day)
    actions.return_contract(
        contract=contract, by=registrar, on=day, remark=word("REMARK"), fields={"subject": word("REMARK")}
    )
    refused = factories.accepted(
        by=own, buyer=buyer, registrar=registrar, on=day, project_name="不予登记的合同"
    )
    refused = actions.refuse_contract(
        contract=refused, by=registrar, on=day, ground="2", reason=word("GROUND")
    )
    actions.file_objection(contract=refused, by=own, text=word("OBJECTION"))
    workflow.file_public_objection(
        publicity=Publicity.objects.get(kind="contract_revocation"),
        person_name=word("SIGNER"),
        contact=word("CONTACT"),
        text="不符",
        on=made.city_today(),
    )
    book = SimpleUploadedFile("合同.csv", f"合同名称,合同成交额（万元）\n{word('IMPORT')},1\n".encode())
    sheet = sheet_of("contracts")
    assert sheet is not None
    city.objects["planted_import"] = {"identifier": str(start_import(sheet=sheet, upload=book, by=own).pk)}
    Person.objects.filter(pk=own.pk).update(
        email=f"{word('EMAIL')}@example.com", phone=word("PHONE"), password=word("SECRET")
    )
    own.refresh_from_db()
    city.objects["planted"] = {"numbers": [contract.number, refused.number]}
    city.objects["planted_items"] = {"places": plant_items(city) + plant_review(city) + plant_voucher(city)}
    made.AccountApplication.objects.update(phone=word("ASKER"))


def plant_items(city: made.World) -> list[str]:
    """Put a word into what a catalogue keeps from some: a hidden entry, a text behind an undertaking, the contact, the survey's facts."""
    own, reviewer = city.people["own"], city.people["reviewer"]
    hidden = items.published(
        "need", by=own, reviewer=reviewer, level="restricted", title=f"不公开{word('HIDDEN')}"
    )
    secret = items.published(
        "achievement",
        by=own,
        reviewer=reviewer,
        level="undertaking",
        text=word("FULLTEXT"),
        contact_phone=word("PARTNER"),
    )
    asked = items.published("need", by=own, reviewer=reviewer, level="members", title="带密语的需求")
    type(asked).objects.filter(pk=asked.pk).update(department=word("SURVEY"))
    return [
        f"/needs/{hidden.number}/", f"/achievements/{secret.number}/", f"/needs/{asked.number}/", "/needs/", "/achievements/",
        "/search/?q=不公开", f"/api/needs/{hidden.number}", f"/api/achievements/{secret.number}", "/api/needs/", "/needs/records/",
    ]  # fmt: skip


def plant_review(city: made.World) -> list[str]:
    """Put a word into an application under review: its text and people, its files and their metadata, what an expert wrote, who that is."""
    own, officer, expert = city.people["own"], city.people["officer"], city.people["expert"]
    call = project_factories.opened(
        officer=officer, finance=None, money=Account.objects.get(budget__programme="projects")
    )
    draft = project_factories.draft(call, by=own, title="评审中的密语申报", leader_name=word("MEMBER"))
    section = draft.form.sections[0]["slug"]
    project_actions.save_section(
        application=draft, slug=section, answers={"route": f"分三步{word('PLAN')}"}, by=own, seen=1
    )
    for kind, name in (("project_body", "BODY"), ("project_commitment", "COMMITMENT")):
        upload = SimpleUploadedFile("附件.pdf", paper(word(name), word("AUTHOR")))
        project_actions.attach_project_paper(application=draft, upload=upload, kind=kind, by=own)
    draft.refresh_from_db()
    handed_in = project_actions.submit_application(application=draft, by=own, on=made.city_today())
    project_actions.admit_application(application=handed_in, by=officer)
    second = Expert.objects.exclude(person=expert).get()
    Person.objects.filter(pk=second.person_id).update(name=word("EXPERT"))
    project_actions.record_tie(
        expert=Expert.objects.get(person=expert), kind="invention", tied_name=word("TIE"), by=officer
    )
    project_factories.in_review(call, officer=officer)
    reviews = Review.objects.filter(application=handed_in).select_related(
        "application__call", "expert__person"
    )
    theirs = reviews.get(expert=second)
    scores = {row["code"]: 80 for row in call.criteria}
    project_actions.score_review(
        review=theirs, scores=scores, comment=word("OPINION"), by=theirs.expert.person
    )
    project_actions.write_minutes(
        call=call, held_on=made.city_today(), present="七位专家", text=word("MINUTES"), by=officer, on=made.city_today()
    )  # fmt: skip
    mine = reviews.get(expert__person=expert)
    papers = list(project_factories.files_of(handed_in))
    return [
        f"/projects/applications/{handed_in.number}/", f"/api/projects/applications/{handed_in.number}", "/api/projects/applications",
        f"/projects/calls/{call.number}/ranking/", f"/projects/calls/{call.number}/reviews/", "/projects/experts/", f"/projects/experts/{mine.expert_id}/", "/people/", "/journal/",
        f"/projects/reviews/{mine.number}/", f"/projects/reviews/{theirs.number}/", "/projects/reviews/",
        *(f"/projects/reviews/{each.number}/papers/{paper.pk}/" for each in (mine, theirs) for paper in papers),
        *(f"/files/{paper.pk}/" for paper in papers),
    ]  # fmt: skip


def plant_voucher(city: made.World) -> list[str]:
    """Put a word into the name of what a voucher pays for, and into its contract."""
    own = city.people["own"]
    voucher = Voucher.objects.get(number=city.objects["voucher_draft"]["number"])
    Voucher.objects.filter(pk=voucher.pk).update(contract_name=word("VOUCHER"))
    voucher.refresh_from_db()
    upload = SimpleUploadedFile("服务合同.pdf", paper(word("VOUCHERPAPER"), ""))
    kept = voucher_actions.attach_paper(voucher=voucher, upload=upload, kind="service_contract", by=own)
    Voucher.objects.filter(pk=voucher.pk).update(
        state="submitted", applied_on=made.city_today(), applied_by=own
    )
    return [
        f"/vouchers/{voucher.number}/",
        f"/api/vouchers/{voucher.number}",
        "/vouchers/desk/",
        f"/files/{kept.pk}/",
    ]


def paper(text: str, author: str) -> bytes:
    """Make a PDF of one page whose text and author can be found in its bytes."""
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(72, 72)
    drawn = DecodedStreamObject()
    drawn.set_data(f"BT ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(drawn)  # noqa: SLF001 - pypdf has no other way in
    writer.add_metadata({"/Author": author})
    writer.write(out)
    escaped = author.replace(
        "-", r"\055"
    ).encode()  # as pypdf writes it; as long as before, so that all stands where it is said to stand
    return out.getvalue().replace(escaped, author.encode().ljust(len(escaped))) if author else out.getvalue()


@pytest.mark.parametrize("part", PARTS)
def test_each_part_finds_its_own_words_and_no_others(
    world: made.World, part: str, capfd: pytest.CaptureFixture[str]
) -> None:
    mail.outbox.clear()
    found = crawl(world, part)
    told = "".join(capfd.readouterr())
    found |= {(name, "log") for name in planted(told.encode())}
    names = dict(found)

    allowed = {name for name, readers in READERS.items() if part in readers}
    assert {name: place for name, place in names.items() if name not in allowed} == {}
    assert sorted(allowed - set(names)) == []
    assert mail.outbox == []


def test_mails_carry_no_word_of_a_contract(world: made.World) -> None:
    mails = world.objects["planted"]["mails"]
    told = b"".join(f"{each.subject}{each.body}{each.extra_headers}".encode() for each in mails)

    assert planted(told) == set()
    assert [len(each.recipients()) for each in mails] == [1] * len(mails)
    assert len(mails) > len(PARTS)


def crawl(city: made.World, part: str) -> set[tuple[str, str]]:
    """Read all routes of the table, then every link met, then one's own exports; give the words with the place of each."""
    client = client_of(city, part)
    waiting = [f"/contracts/{number}/" for number in city.objects["planted"]["numbers"]]
    waiting += city.objects["planted_items"]["places"]
    waiting += [
        f"/imports/runs/{city.objects['planted_import']['identifier']}/",
        "/contracts/queue/?view=all",
        "/api/contracts/",
        "/notices/",
    ]
    waiting += [address(row, city) for row in ROWS if "logout" not in row["route"]]
    most = len(waiting) + MOST_LINKS  # the table grows with every programme
    waiting += [f"/search/?q={text}" for text in ("CANARY", "密语", "合同", "孟清和")]
    seen: set[str] = set()
    found: set[tuple[str, str]] = set()
    while waiting and len(seen) < most:
        place = waiting.pop(0)
        if place in seen or "logout" in place or "/static/" in place:
            continue
        seen.add(place)
        body = read(client, place)
        found |= {(name, place) for name in planted(body)}
        waiting += [link for link in links(body) if link not in seen]
    return found | exported(city, part)


def links(body: bytes) -> list[str]:
    """Give the addresses met on a page, without those that only sort, filter or page."""
    met = [link.decode().replace("&amp;", "&") for link in LINK.findall(body)]
    return [link for link in met if not link.startswith(ELSEWHERE) and not urlsplit(link).query]


def read(client: Client, place: str) -> bytes:
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.get(place)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies = cookies
    return unpacked(body) + str(answer.headers).encode()


def unpacked(body: bytes) -> bytes:
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def exported(city: made.World, part: str) -> set[tuple[str, str]]:
    """Make each export as that part, where it may, and read the file."""
    found: set[tuple[str, str]] = set()
    person = city.people.get(part)
    for code in EXPORTS if person else ():
        export = export_of(code)
        assert export is not None
        for form in ("csv", "xlsx"):
            with transaction.atomic():
                try:
                    run = start_export(export=export, params="", form=form, by=person)
                    make_export(run=str(run.pk))
                    run.refresh_from_db()
                    body = unpacked(run.file.read()) if run.file else b""
                except made.Forbidden:
                    body = b""
                transaction.set_rollback(True)
            found |= {(name, f"export {code}.{form}") for name in planted(body)}
    return found
