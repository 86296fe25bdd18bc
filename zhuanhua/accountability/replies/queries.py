"""What can be asked about audits, proposals, letters and references? Always by a person; who may not is shown nothing."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zhuanhua.accountability.replies.models import Letter, LetterAudit, LetterFigure, Proposal, Reference
from zhuanhua.accountability.replies.notation import Mark, marks_of
from zhuanhua.accountability.replies.permissions import may_audit, may_read
from zhuanhua.accountability.replies.saying import Said, say
from zhuanhua.accountability.replies.states import LetterState, ProposalState
from zhuanhua.accountability.replies.tracing import Trace, trace
from zhuanhua.core.text import match_key
from zhuanhua.shared.figures.catalogue import AnyFigure
from zhuanhua.shared.figures.counting import remembered
from zhuanhua.shared.figures.queries import visible_figures

PICKED = 12


def audits_for(person: Any) -> QuerySet[LetterAudit]:
    """Every audit this person may read, the latest first."""
    audits = LetterAudit.objects.select_related("made_by")
    return audits if may_audit(person) else audits.none()


def audit_for(person: Any, number: str) -> LetterAudit:
    """One audit, or not found."""
    return get_object_or_404(audits_for(person), number=number)


def contradicted_count(person: Any) -> int:
    """How many of the latest hundred letters have a figure that does not fit."""
    return sum(bool(audit.contradicted) for audit in audits_for(person).only("result")[:100])


def proposals_for(person: Any) -> QuerySet[Proposal]:
    """Every proposal this person may read, the latest first."""
    found = Proposal.objects.select_related("drafter", "registered_by")
    return found if may_read(person) else found.none()


def proposal_for(person: Any, number: str) -> Proposal:
    """One proposal, or not found."""
    return get_object_or_404(proposals_for(person), number=number)


def open_proposals(person: Any) -> int:
    """Count the proposals that still want an answer."""
    return proposals_for(person).filter(state__in=(ProposalState.RECEIVED, ProposalState.ASSIGNED)).count()


PROPOSAL_VIEWS = {
    "open": (ProposalState.RECEIVED, ProposalState.ASSIGNED),
    "received": (ProposalState.RECEIVED,),
    "assigned": (ProposalState.ASSIGNED,),
    "answered": (ProposalState.ANSWERED,),
    "returned": (ProposalState.RETURNED,),
    "all": tuple(ProposalState),
}
LETTER_VIEWS = {
    "all": tuple(LetterState),
    "draft": (LetterState.DRAFT,),
    "cosigning": (LetterState.COSIGNING,),
    "frozen": (LetterState.FROZEN,),
    "issued": (LetterState.ISSUED,),
    "recalled": (LetterState.RECALLED,),
}


def proposals_in(person: Any, *, view: str, text: str = "") -> QuerySet[Proposal]:
    """Choose proposals by view and words; what is due first stands first."""
    found = proposals_for(person).filter(state__in=PROPOSAL_VIEWS.get(view, PROPOSAL_VIEWS["open"]))
    words = text.strip()[:80]
    if words:
        found = found.filter(
            Q(title__icontains=words)
            | Q(paper_number__icontains=words)
            | Q(proposers__icontains=words)
            | Q(number__iexact=words)
        )
    return found.order_by(
        F("clock_stopped_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "-id"
    )


def proposal_views(person: Any) -> list[tuple[str, str, int]]:
    """Name the views of proposals with their counts."""
    names = {"open": _("待答复"), "all": _("全部")}
    return _views(proposals_for(person), PROPOSAL_VIEWS, ProposalState, names)


def letters_in(person: Any, *, view: str, text: str = "") -> QuerySet[Letter]:
    """Choose letters by view and words."""
    found = letters_for(person).filter(state__in=LETTER_VIEWS.get(view, LETTER_VIEWS["all"]))
    words = text.strip()[:80]
    if words:
        found = found.filter(
            Q(title__icontains=words) | Q(document_number__icontains=words) | Q(number__iexact=words)
        )
    return found


def letter_views(person: Any) -> list[tuple[str, str, int]]:
    """Name the views of letters with their counts."""
    return _views(letters_for(person), LETTER_VIEWS, LetterState, {"all": _("全部")})


def frozen_letters(person: Any) -> QuerySet[Letter]:
    """Give the letters whose frozen numbers are out or about to go, the latest first."""
    return letters_for(person).filter(state__in=(LetterState.FROZEN, LetterState.ISSUED))


def letters_using(person: Any, reference: Reference) -> QuerySet[Letter]:
    """Give the letters in which a reference stands."""
    return letters_for(person).filter(body__contains=reference.mark)


def letters_for(person: Any) -> QuerySet[Letter]:
    """Every letter this person may read, the latest first."""
    found = Letter.objects.select_related(
        "proposal", "drafted_by", "frozen_by", "issued_by", "issued_word", "issued_pdf"
    )
    return found if may_read(person) else found.none()


def letter_for(person: Any, number: str) -> Letter:
    """One letter, or not found."""
    return get_object_or_404(letters_for(person), number=number)


def references_for(person: Any) -> QuerySet[Reference]:
    """Every reference, by its code."""
    found = Reference.objects.select_related("entered_by")
    return found if may_read(person) else found.none()


def reference_for(person: Any, code: str) -> Reference:
    """One reference, or not found."""
    return get_object_or_404(references_for(person), code=code)


def live_letter(proposal: Proposal) -> Letter | None:
    """Give the letter that is being written, or was sent and stands."""
    return proposal.letters.exclude(state=LetterState.RECALLED).first()


def traced(source: str) -> Trace:
    """Set a text with today's numbers."""
    codes = {mark.code for mark in marks_of(source) if mark.is_reference}
    references = {each.code: each for each in Reference.objects.filter(code__in=codes)}
    with remembered():
        return trace(source, lambda mark: say(mark, references))


def trace_of(letter: Letter) -> Trace:
    """Set a letter: title and body, with today's numbers while it is a draft, with the frozen ones afterwards."""
    source = text_of(letter)
    if not letter.is_frozen:
        return traced(source)
    kept = {figure.mark: figure for figure in frozen_figures(letter)}
    return trace(source, lambda mark: _kept(mark, kept))


def text_of(letter: Letter) -> str:
    """Everything of the letter that could hold a number, title first."""
    return f"{letter.title}\n{letter.body}"


def frozen_figures(letter: Letter) -> QuerySet[LetterFigure]:
    """Give the numbers of the edition that stands, in the order of the text."""
    return frozen_figures_of([letter])


def frozen_figures_of(letters: Iterable[Letter]) -> QuerySet[LetterFigure]:
    """Give the numbers of the editions that stand of many letters, each in the order of its text."""
    found = LetterFigure.objects.select_related("frozen__frozen_set", "reference").order_by("letter", "place")
    standing = [Q(letter=letter.pk, edition=letter.edition) for letter in letters if letter.is_frozen]
    return found.filter(reduce(or_, standing)) if standing else found.none()


def figures_like(person: Any, text: str) -> list[AnyFigure]:
    """Find figures of the catalogue by name, code or definition."""
    key = match_key(text)
    found = [
        each
        for each in visible_figures(person)
        if key in match_key(f"{each.name} {each.code} {each.definition}")
    ]
    return found[:PICKED]


def references_like(person: Any, text: str) -> list[Reference]:
    """Find references by code, name, number or document."""
    key = match_key(text)
    found = [
        each
        for each in references_for(person)
        if key in match_key(f"{each.code} {each.name} {each.text} {each.document}")
    ]
    return found[:PICKED]


def _views(
    found: QuerySet[Any], views: dict[str, Any], states: Any, names: dict[str, str]
) -> list[tuple[str, str, int]]:
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    return [
        (
            name,
            names.get(name) or str(states(chosen[0]).label),
            sum(counts.get(state.value, 0) for state in chosen),
        )
        for name, chosen in views.items()
    ]


def _kept(mark: Mark, kept: dict[str, LetterFigure]) -> Said:
    figure = kept.get(mark.key)
    if figure is None:
        return Said(mark.source, fault=mark.fault or _("冻结版里没有这个数。"))
    return Said(
        text=figure.text,
        name=figure.name,
        definition=figure.definition,
        source=figure.source,
        as_of=figure.as_of,
        records=figure.records,
        code=figure.frozen.code if figure.frozen else "",
        reference=figure.reference,
    )
