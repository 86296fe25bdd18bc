"""What does an application still lack, and how does it read as it was handed in?"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.projects.actions.budgeting import indirect_of, sums_of
from zhuanhua.programmes.projects.codes import Consent, PaperKind, library
from zhuanhua.programmes.projects.models import Application
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.workflow.queries import unfilled

BASICS = (
    "title",
    "track",
    "chain",
    "standing",
    "leader_name",
    "starts_on",
    "ends_on",
    "requested_fen",
    "own_fen",
)


def missing_of(application: Application, on: date) -> list[tuple[str, str]]:
    """Say what an application still lacks, as (section, sentence), in the order of the sections."""
    return [
        *_missing_basics(application),
        *_missing_answers(application),
        *_missing_people(application),
        *_missing_budget(application, on),
        *_missing_papers(application),
    ]


def _missing_basics(application: Application) -> list[tuple[str, str]]:
    return [("basics", _("“%(field)s”没有填。") % {"field": name}) for name in unfilled(application, BASICS)]


def _missing_answers(application: Application) -> list[tuple[str, str]]:
    found = []
    for section in application.form.sections:
        labels = [
            str(library.LIBRARY[code].label) for code in library.faults_of(section, application.answers)
        ]
        if labels:
            found.append(
                (
                    section["slug"],
                    _("“%(section)s”里还缺或者超长：%(fields)s。")
                    % {"section": section["title"], "fields": _("、").join(labels)},
                )
            )
    return found


def _missing_people(application: Application) -> list[tuple[str, str]]:
    members, partners = (
        list(application.members.all()),
        list(application.partners.select_related("organisation")),
    )
    found = []
    if not members:
        found.append(("team", _("没有填写项目团队。")))
    waiting = [each.name for each in members if each.consent != Consent.AGREED]
    if waiting:
        found.append(("team", _("这些成员还没有同意：%(names)s。") % {"names": _("、").join(waiting)}))
    waiting = [each.organisation.name for each in partners if each.consent != Consent.AGREED]
    if waiting:
        found.append(
            ("partners", _("这些合作单位还没有同意：%(names)s。") % {"names": _("、").join(waiting)})
        )
    return found


def _missing_budget(application: Application, on: date) -> list[tuple[str, str]]:
    sums, found = sums_of(application), []
    for name, asked, words in (
        ("city_fen", application.requested_fen, _("预算里市财政合计%(sum)s，与申请补助%(asked)s不一致。")),
        ("own_fen", application.own_fen, _("预算里自筹合计%(sum)s，与自筹资金%(asked)s不一致。")),
    ):
        if asked is not None and sums[name] != asked:
            found.append(
                (
                    "budget",
                    words
                    % {"sum": amount_words(sums[name], places=6), "asked": amount_words(asked, places=6)},
                )
            )
    indirect = indirect_of(application.budget.all(), on)
    if indirect["cap_fen"] is not None and indirect["asked_fen"] > indirect["cap_fen"]:
        told = {
            "asked": amount_words(indirect["asked_fen"], places=6),
            "cap": amount_words(indirect["cap_fen"], places=6),
        }
        found.append(("budget", _("间接费用%(asked)s超过上限%(cap)s。") % told))
    return found


def _missing_papers(application: Application) -> list[tuple[str, str]]:
    kinds = set(files_of(application).values_list("kind", flat=True))
    return [
        ("papers", _("没有上传%(paper)s。") % {"paper": kind.label})
        for kind in (PaperKind.BODY, PaperKind.COMMITMENT)
        if kind not in kinds
    ]


def text_of(application: Application) -> dict[str, Any]:
    """Write an application as it was handed in, field by field in words: what versions and differences show."""
    told: dict[str, Any] = {}
    for name in BASICS:
        value = getattr(application, name)
        display = getattr(application, f"get_{name}_display", None)
        if name.endswith("_fen"):
            told[name] = "" if value is None else amount_words(value, places=6)
        else:
            told[name] = str(display() if display else value or "")
    for section in application.form.sections:
        for field, _asked in library.fields_of(section):
            told[field.code] = library.answer_text(field, application.answers.get(field.code))
    told["team"] = "\n".join(
        f"{each.name}，{each.organisation_name}，{each.task}" for each in application.members.all()
    )
    told["partners"] = "\n".join(
        f"{each.organisation.name}，{each.task}"
        for each in application.partners.select_related("organisation")
    )
    told["budget"] = "\n".join(
        f"{line.get_cost_display()}：{amount_words(line.city_fen, places=6)}＋{amount_words(line.own_fen, places=6)}"
        for line in application.budget.all()
    )
    return told
