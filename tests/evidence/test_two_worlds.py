"""R8: does anything that others than the organisers see depend on who reviews? Two worlds of one seed, and every byte of both.

Looked at: after the last score, after the ranking and after the decision by the applicant; after the ranking and the decision also by a
rival and by nobody, after the decision by the other expert of the same application and an expert who was not asked: pages, the API,
files, notices, mails. Planted leaks show that the look is sharp.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from tests.evidence.blind.looking import seen_by
from tests.evidence.blind.worlds import Clock, begun, decided, ranked, reviewed, standing, undone
from tests.support.evidence import ON_POSTGRES, Evidence, size
from zhuanhua.programmes.projects import queries
from zhuanhua.programmes.projects.models import Application, Review
from zhuanhua.programmes.projects.pages import examining
from zhuanhua.shared.journal.models import Entry

pytestmark = [
    pytest.mark.evidence,
    pytest.mark.django_db,
    pytest.mark.proof("R8"),
    pytest.mark.skipif(ON_POSTGRES, reason="numbers of rows go on there when a world is taken back"),
]
PARTS = ("applicant", "rival", "", "colleague", "bystander")
PAIRS, EVERY_PAIR = 1, 20
Seen = dict[tuple[str, str, str], bytes]


def look(seed: int, who: int) -> Seen:
    """Build a world, let the applicant look at it three times, a rival and nobody twice, the others at the end, and take it back."""
    clock, seen = Clock(), {}
    mail.outbox.clear()
    with undone(), standing(clock):
        world = begun(seed, clock)
        reviewed(world, seed, who)
        seen |= _told("scored", "applicant", seen_by(world, "applicant"))
        ranked(world)
        for part in ("applicant", "rival", ""):
            seen |= _told("ranked", part or "nobody", seen_by(world, part))
        decided(world)
        for part in PARTS:
            seen |= _told("decided", part or "nobody", seen_by(world, part, follows=part == "applicant"))
    return seen


def _told(moment: str, part: str, answers: dict[str, bytes]) -> Seen:
    return {(moment, part, place): told for place, told in answers.items()}


def differing(first: Seen, second: Seen) -> list[tuple[str, str, str]]:
    """Name what one world answers otherwise than the other."""
    return sorted(key for key in first.keys() | second.keys() if first.get(key) != second.get(key))


@pytest.mark.parametrize("pair", range(size(PAIRS, EVERY_PAIR)))
def test_two_worlds_that_differ_in_the_expert_answer_alike(pair: int, evidence: Evidence) -> None:
    seed = evidence.seed * 1_000 + pair
    first, second = look(seed, 0), look(seed, 1)

    assert differing(first, second) == []
    assert len(first) > 50 * len(PARTS)
    evidence.figure("world pairs", 1, zh="世界对")
    evidence.figure("answers compared", len(first), zh="比较的答复")


def names_in_opinions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decided application names the experts."""
    plain = examining._opinions

    def told(application: Application, person: Any) -> list[Any]:
        names = application.reviews.order_by("pk").values_list("expert__person__name", flat=True)
        return [
            each | {"comment": f"{each['comment']}{name}"}
            for each, name in zip(plain(application, person), names, strict=False)
        ]

    monkeypatch.setattr(examining, "_opinions", told)


def lines_of_reviews(monkeypatch: pytest.MonkeyPatch) -> None:
    """The history of an application holds the lines of its reviews, moment and all."""

    def told(_person: Any, application: Application) -> Any:
        numbers = [application.number, *application.reviews.values_list("number", flat=True)]
        return Entry.objects.filter(case_number__in=numbers).order_by("-seq")

    monkeypatch.setattr(queries, "lines_for", told)


def moment_of_the_last_score(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tab of applications tells when something last happened in the review."""
    plain = Application.applicant_label.fget  # type: ignore[attr-defined]

    def told(self: Application) -> str:
        last = Review.objects.filter(application=self, scored_at__isnull=False).order_by("scored_at").last()
        return f"{plain(self)} {last.scored_at:%d %H:%M}" if last and last.scored_at else str(plain(self))

    monkeypatch.setattr(Application, "applicant_label", property(told))


LEAKS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (names_in_opinions, lines_of_reviews, moment_of_the_last_score)  # fmt: skip


def test_planted_leaks_are_found_and_who_organises_the_review_does_see_a_difference(
    monkeypatch: pytest.MonkeyPatch, evidence: Evidence
) -> None:
    found: list[dict[str, Seen]] = []
    for who in (0, 1):
        with undone(), standing(Clock()) as clock:
            world = begun(1, clock)
            reviewed(world, 1, who)
            ranked(world)
            decided(world)
            found.append({"officer": _told("", "officer", seen_by(world, "officer"))})
            for plant in LEAKS:
                with monkeypatch.context() as planted:
                    plant(planted)
                    found[who][plant.__name__] = _told("", "applicant", seen_by(world, "applicant"))

    unseen = [name for name in found[0] if differing(found[0][name], found[1][name]) == []]
    assert unseen == []
    evidence.figure("planted leaks found", len(LEAKS), zh="抓住的种错")
