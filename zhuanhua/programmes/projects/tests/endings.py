"""How does a project come to its end, and where is its money then? Papers, the question, a panel's finding; by the real actions."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.codes import PaperKind
from zhuanhua.programmes.projects.models import Inspection, Project
from zhuanhua.programmes.projects.tests.factories import paid, pdf
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.ledger.models import Account


def with_papers(project: Project, *, by: Any) -> None:
    """Store the science report and the accounts, without which acceptance cannot be asked."""
    for kind in (PaperKind.SCIENCE_REPORT, PaperKind.ACCOUNTS):
        upload = SimpleUploadedFile(f"{kind}.pdf", pdf(kind))
        store_file(upload=upload, kind=kind, case=project, by=by)


def asked(project: Project, *, by: Any, spent_fen: int) -> Project:
    """A project whose holder has asked for its acceptance, with the papers it needs."""
    project.refresh_from_db()
    with_papers(project, by=by)
    return actions.ask_acceptance(project=project, spent_fen=spent_fen, by=by, on=city_today())


def inspected(project: Project, *, by: Any, finding: str = "good", **more: Any) -> Inspection:
    """What a panel found; `more` are other facts of its form."""
    facts = {
        "kind": "acceptance", "held_on": city_today(), "finding": finding, "panel": "五位专家", "text": "意见", "has_records": False,
        "is_diligent": False,
    }  # fmt: skip
    return actions.hold_inspection(project=project, facts=facts | more, by=by, on=city_today())


def accepted(project: Project, cast: dict[str, Any], *, spent_fen: int) -> Project:
    """An accepted project, of which the first part was paid and so much was spent."""
    paid(cast, project)
    project = asked(project, by=cast["applicant"], spent_fen=spent_fen)
    inspected(project, by=cast["officer"])
    return actions.accept_project(project=project, by=cast["leader"], on=city_today())


def books_of(project: Project) -> tuple[int, int, int]:
    """What is available, set aside and paid in the source of its award, in fen."""
    account = Account.objects.get(pk=project.reservation.account_id)
    return account.available_fen, account.reserved_fen, account.paid_fen
