"""What goes into the matching engine and what comes out: needs, offers, verdicts, matches and their reasons, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Need:
    """What an enterprise looks for. Only `id` and `title` must be known; what is empty neither helps nor harms."""

    id: str
    title: str
    text: str = ""
    field: tuple[str, ...] = ()  # path from the widest to the narrowest: ("10", "101", "10101")
    least_trl: int | None = None  # the maturity it wishes at least, TRL 1–9
    region: tuple[str, ...] = ()  # from the widest to the narrowest: ("320000", "320200", "320211")
    place: tuple[float, float] | None = None  # latitude, longitude in degrees
    budget_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An achievement somebody offers: a title or a list of words, and what else is known of it."""

    id: str
    title: str
    text: str = ""
    keywords: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    trl: int | None = None
    region: tuple[str, ...] = ()
    place: tuple[float, float] | None = None
    price_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of one pair: level 1 none, 2 weak, 3 fair, 4 strong.

    `source` is "expert" for judged lists and "use" for clicks of daily work, which count for less.
    """

    need_id: str
    offer_id: str
    level: int
    source: str = "expert"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a match (weight above 0) or against it (below 0), for the programme to put into words.

    kind: phrase, word, related, field, maturity, region, distance, price, figure, missing.
    facts: what the sentence needs, e.g. {"text": "锂离子电池", "in": "title"} or {"wished": 7, "has": 4, "gap": 3}.
    """

    kind: str
    weight: float
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """One ranked pair: the expected level as a score, the calibrated level with all four probabilities, and the reasons."""

    need_id: str
    offer_id: str
    rank: int
    score: float
    level: int
    probabilities: tuple[float, float, float, float]  # of level 1, 2, 3, 4
    reasons: tuple[Reason, ...] = ()
    model: str = ""

    @property
    def probability(self) -> float:
        """How likely the match is of its level or better: what stands beside the level on the page."""
        return sum(self.probabilities[self.level - 1 :])
