"""Which words are planted where? One secret word into everything that not everybody may read; the words are found again in bytes."""

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from tests.evidence.world import World
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.papers import attach_paper
from zhuanhua.programmes.contracts.tests import factories
from zhuanhua.programmes.projects import actions as project_actions
from zhuanhua.programmes.projects.models import Expert, Review
from zhuanhua.programmes.projects.tests import factories as project_factories
from zhuanhua.programmes.vouchers import actions as voucher_actions
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.catalogue.tests import factories as items
from zhuanhua.shared.exchange.actions.importing import start_import
from zhuanhua.shared.exchange.sheets import sheet_of
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.people.models import AccountApplication, Person
from zhuanhua.shared.workflow import actions as workflow
from zhuanhua.shared.workflow.models import Publicity

WORD = re.compile(rb"CANARY-([A-Z]+)-7Q4Z")
DIALLED = {"PARTNER": "13942760913"}  # what the check takes for a telephone


def word(name: str) -> str:
    return DIALLED.get(name, f"CANARY-{name}-7Q4Z")


def planted(body: bytes) -> set[str]:
    """Give the names of the words that stand in it."""
    spelt = {name.decode() for name in WORD.findall(body)}
    return spelt | {name for name, number in DIALLED.items() if number.encode() in body}


def plant(city: World) -> None:
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
        on=city_today(),
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
    AccountApplication.objects.update(phone=word("ASKER"))


def plant_items(city: World) -> list[str]:
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


def plant_review(city: World) -> list[str]:
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
    handed_in = project_actions.submit_application(application=draft, by=own, on=city_today())
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
        call=call, held_on=city_today(), present="七位专家", text=word("MINUTES"), by=officer, on=city_today()
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


def plant_voucher(city: World) -> list[str]:
    """Put a word into the name of what a voucher pays for, and into its contract."""
    own = city.people["own"]
    voucher = Voucher.objects.get(number=city.objects["voucher_draft"]["number"])
    Voucher.objects.filter(pk=voucher.pk).update(contract_name=word("VOUCHER"))
    voucher.refresh_from_db()
    upload = SimpleUploadedFile("服务合同.pdf", paper(word("VOUCHERPAPER"), ""))
    kept = voucher_actions.attach_paper(voucher=voucher, upload=upload, kind="service_contract", by=own)
    Voucher.objects.filter(pk=voucher.pk).update(state="submitted", applied_on=city_today(), applied_by=own)
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
