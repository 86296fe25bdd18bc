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
    """Set each claim's status from its relations and from what the records said of it (claim index → holds or contradicted)."""
    verdicts: dict[int, set[str]] = {}
    for relation in audit.relations:
        for place in (relation.result, *relation.operands):
            verdicts.setdefault(place, set()).add(relation.status)
    for place, status in (figures or {}).items():
        verdicts.setdefault(place, set()).add(status)
    for place, claim in enumerate(audit.claims):
        said = verdicts.get(place, set())
        claim.status = CONTRADICTED if CONTRADICTED in said else HOLDS if HOLDS in said else UNCHECKED
    return audit
