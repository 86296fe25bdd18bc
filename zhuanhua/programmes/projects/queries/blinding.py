"""What does an expert see of an application? Its answers and its plan, without names, and files without metadata."""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from zhuanhua.programmes.projects.codes import library
from zhuanhua.programmes.projects.models import Application

HIDDEN = "××"
SHORTEST = 2  # a single letter hides too much
PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
EMPTY_CORE = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
EMPTY_APP = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
EMPTY_CUSTOM = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
AUTHORS = re.compile(rb'(w:(?:author|initials)=")[^"]*(")')
PERSONAL = re.compile(rb'(w15:(?:author|userId|providerId)=")[^"]*(")')


def names_of(application: Application) -> list[str]:
    """Give every name that would tell who applies: organisations with former names, leader and team; the longest first."""
    names = {application.leader_name, *application.members.values_list("name", flat=True)}
    names |= set(application.members.values_list("organisation_name", flat=True))
    partners = [each.organisation for each in application.partners.select_related("organisation")]
    for organisation in (application.applicant, *partners):
        names |= {organisation.name, *organisation.names.values_list("name", flat=True)}
        names.add(re.sub(r"(股份)?有限(责任)?公司$", "", organisation.name))
        if organisation.uscc:
            names.add(organisation.uscc)
    return sorted(
        (name for name in names if name and len(name) >= SHORTEST), key=lambda name: (-len(name), name)
    )


def blinded(text: str, names: Iterable[str]) -> str:
    """Take names out of a text."""
    for name in names:
        text = text.replace(name, HIDDEN)
    return text


def blind_parts(application: Application) -> list[tuple[str, list[tuple[Any, str]]]]:
    """Give the sections of an application as an expert reads them."""
    names = names_of(application)
    return [
        (
            section["title"],
            [
                (field.label, blinded(library.answer_text(field, application.answers.get(field.code)), names))
                for field, _asked in library.fields_of(section)
            ],
        )
        for section in application.form.sections
    ]


def without_metadata(name: str, content: bytes) -> bytes:
    """Give a file without author, company, comments' authors and history: a PDF or a Word file is written anew; other kinds go out as they are."""
    if name.lower().endswith(".pdf"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return content


def _pdf(content: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        writer = PdfWriter()
        for page in PdfReader(io.BytesIO(content)).pages:
            writer.add_page(page)
        writer.metadata = None
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError):
        return b""  # what cannot be read cannot be made blind: it is not shown
    return out.getvalue()


def _office(content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in given.infolist():
            body = given.read(entry.filename)
            if entry.filename in PROPERTIES:
                body = dict(zip(PROPERTIES, (EMPTY_CORE, EMPTY_APP, EMPTY_CUSTOM), strict=True))[
                    entry.filename
                ]
            elif entry.filename.endswith(".xml"):
                body = PERSONAL.sub(rb"\1\2", AUTHORS.sub(rb"\1\2", body))
            made.writestr(zipfile.ZipInfo(entry.filename), body)  # no times either
    return out.getvalue()
