"""What the reader hands on: claims, the relations between them, and the audit of a whole letter."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

HOLDS, CONTRADICTED, UNCHECKED = "holds", "contradicted", "unchecked"
Number = int | float


def plain(value: Fraction | None) -> Number | None:
    """The number as JSON writes it: whole numbers stay whole; only here, at the border, is anything a float."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


@dataclass(slots=True)
class Claim:
    """One stated quantity, by its place in the text, in base units."""

    text: str
    start: int
    end: int
    value: Fraction
    unit: str  # yuan · count · percent · m2 · ratio
    modifier: str = "exact"  # exact · over · near · more
    step: Fraction = Fraction(1)  # worth of the last printed digit, in base units
    measure: str = ""  # the word counted with: 项, 家, 元, %
    role: str = ""  # "" · share · growth · fall · ratio · mean: what the words before it make of it
    subject: str = ""
    period: str = ""
    figure: str | None = None
    status: str = UNCHECKED

    def as_dict(self) -> dict[str, Any]:
        """The claim in the published shape."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "value": plain(self.value),
            "unit": self.unit,
            "modifier": self.modifier,
            "subject": self.subject,
            "period": self.period,
            "figure": self.figure,
            "status": self.status,
        }


@dataclass(slots=True, frozen=True)
class Relation:
    """Arithmetic the letter itself claims: the result should follow from the operands; both are places in the list of its claims."""

    kind: str  # sum · share · ratio · growth
    result: int
    operands: tuple[int, ...]
    computed: Fraction
    printed: Fraction
    rounding: str  # rounded · cut
    status: str

    def as_dict(self) -> dict[str, Any]:
        """The relation in the published shape."""
        return {
            "kind": self.kind,
            "result": self.result,
            "operands": list(self.operands),
            "computed": plain(self.computed),
            "printed": plain(self.printed),
            "rounding": self.rounding,
            "status": self.status,
        }


@dataclass(slots=True)
class Audit:
    """Everything found in one letter."""

    text: str
    claims: list[Claim] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    @property
    def contradicted(self) -> bool:
        """Whether anything in the letter speaks against itself or against the records."""
        return any(claim.status == CONTRADICTED for claim in self.claims)

    def as_dict(self) -> dict[str, Any]:
        """The published JSON shape."""
        return {
            "claims": [claim.as_dict() for claim in self.claims],
            "relations": [relation.as_dict() for relation in self.relations],
        }
