"""The whole reading of one letter: quantities, their meaning, the arithmetic between them, and the verdict on each."""

from zhuanhua.engines.claims import (
    growth,
    layout,
    numbers,
    periods,
    quantities,
    roles,
    shares,
    subjects,
    sums,
)
from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS, UNCHECKED, Audit


def audit_text(text: str) -> Audit:
    """Read a letter; nothing outside it is asked."""
    copy = numbers.shadow(text)
    build = layout.layout(copy)
    claims = quantities.find(text)
    roles.assign(copy, claims)
    for claim, words in zip(
        claims, periods.assign(copy, build, [claim.start for claim in claims]), strict=True
    ):
        claim.period = words
    subjects.assign(copy, claims)
    added = sums.sums(copy, build, claims)
    relations = [
        *added,
        *shares.shares(copy, build, claims, added),
        *shares.ratios(copy, build, claims),
        *growth.growths(copy, build, claims),
    ]
    relations.sort(key=lambda relation: (relation.result, relation.kind, relation.operands))
    return finish(Audit(text, claims, relations))


def finish(audit: Audit, figures: dict[int, str] | None = None) -> Audit:
    """Set each claim's status from its relations and from what the records said of it (claim index → holds or contradicted).

    Arithmetic that fails says only that one of its numbers is wrong: those that the records confirm, or else those that
    other arithmetic confirms, are not blamed while another is left to blame.
    """
    verdicts: dict[int, set[str]] = {}
    for place, status in (figures or {}).items():
        verdicts.setdefault(place, set()).add(status)
    recorded = {place for place, said in verdicts.items() if said == {HOLDS}}
    members = [((relation.result, *relation.operands), relation.status) for relation in audit.relations]
    reckoned = {place for places, status in members if status == HOLDS for place in places}
    for places, status in members:
        suspects = set(places)
        if status == CONTRADICTED:
            suspects = suspects - recorded or suspects
            suspects = suspects - reckoned or suspects
        for place in suspects:
            verdicts.setdefault(place, set()).add(status)
    for place, claim in enumerate(audit.claims):
        said = verdicts.get(place, set())
        claim.status = CONTRADICTED if CONTRADICTED in said else HOLDS if HOLDS in said else UNCHECKED
    return audit
