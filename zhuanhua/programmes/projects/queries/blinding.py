"""What does an expert see of an application? Its answers and its plan, without names."""

import re
from collections.abc import Iterable
from typing import Any

from zhuanhua.programmes.projects.codes import library
from zhuanhua.programmes.projects.models import Application

HIDDEN = "××"
SHORTEST = 2  # a single letter hides too much


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
