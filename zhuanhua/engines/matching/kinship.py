"""When do two judged pairs teach each other? The kernel: how alike the needs are, times how alike the offers stand to them."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching.arrays import Floats, Ints, Sparse, unit
from zhuanhua.engines.matching.portraits import Needs, Offers, scaled
from zhuanhua.engines.matching.terms import STARTS

# three degrees of kinship of the needs × nine ways in which the pairs are alike
DEGREES = ("any", "like", "same")
WAYS = ("flat", "line", "wide", "near", "terms", "sense", "cosine", "equal", "shared")
USED = (
    ("any", "line"), ("any", "wide"), ("any", "near"), ("any", "terms"), ("any", "sense"),
    ("like", "flat"), ("like", "wide"), ("like", "near"), ("like", "terms"), ("like", "sense"), ("like", "equal"), ("like", "shared"),
    ("same", "flat"), ("same", "line"), ("same", "wide"), ("same", "near"), ("same", "terms"), ("same", "sense"),
    ("same", "cosine"), ("same", "equal"), ("same", "shared"),
)  # fmt: skip
# weights to begin with, and to stay with while there are few verdicts; the last one is noise
COMMON = np.array(
    (.050, .105, .032, .007, .007, .030, .037, .014, .009, .009, .009, .9, .010, .032, .012, .009, .007, .007, .007, .007, .35, .363)
)  # fmt: skip
# the terms that a pair has in common, by what they weigh on both sides and by what they are of the offer: characters, words
_MATCH, _COVER = (1.0, 0.2), (0.09, 0.3)
_NARROW = 0.3  # of exp((cosine − 1) / narrow)
_NEAR = 0.25


@dataclass(frozen=True, slots=True)
class Ground:
    """What the kernel must know of the texts: unit vectors of offers and needs."""

    offer_terms: Sparse
    offer_directions: Floats
    offer_topics: Floats
    offer_texts: Ints
    need_terms: Sparse
    need_directions: Floats

    @classmethod
    def of(cls, needs: Needs, offers: Offers) -> "Ground":
        """Cut from the portraits."""
        return cls(
            offer_terms=scaled(offers.weighed[:, : STARTS[3]]),
            offer_directions=offers.directions,
            offer_topics=offers.topics,
            offer_texts=offers.texts,
            need_terms=scaled(needs.views[2][:, : STARTS[3]]),
            need_directions=needs.directions[0],
        )


def need_likeness(
    terms_there: Sparse, senses_there: Floats, terms_here: Sparse, senses_here: Floats
) -> Floats:
    """Between 0 and 1, one row a need here, one column a need there."""
    by_terms = np.asarray((terms_here @ terms_there.T).todense(), np.float32)
    by_sense = np.exp((senses_here @ senses_there.T - 1) / _NARROW)
    return ((by_terms + by_sense) / 2).astype(np.float32)


def narrow(cosines: Floats) -> Floats:
    """Only the nearest count."""
    return np.exp((cosines - 1) / _NARROW).astype(np.float32)


def by_features(here: Floats, there: Floats) -> tuple[Floats, Floats, Floats]:
    """Alike in their features: in line, within a wide and within a near circle."""
    size = here.shape[1]
    line = (here @ there.T) / np.float32(size)
    apart = (np.square(here).sum(axis=1)[:, None] + np.square(there).sum(axis=1)[None]) / np.float32(
        size
    ) - 2 * line
    np.maximum(apart, 0, out=apart)
    wide = np.exp(apart * np.float32(-0.5))
    near = np.exp(apart * np.float32(-0.5 / _NEAR))
    return line, wide, near


def shared_terms(needs: Needs, offers: Offers, at_need: Ints, at_offer: Ints) -> Sparse:
    """What need and offer have in common, a row a pair: two pairs that share the same terms teach each other what these are worth."""
    own, both = offers.weighed[at_offer], needs.views[2][at_need]
    title = needs.views[0][at_need]
    parts = []
    for blocks, columns, match, cover in (
        (slice(0, 2), slice(0, STARTS[2]), _MATCH[0], _COVER[0]),
        (slice(3, 4), slice(STARTS[3], None), _MATCH[1], _COVER[1]),
    ):
        length = np.sqrt(offers.norms[at_offer, blocks].sum(axis=1)) + 1e-9
        title_length = np.sqrt(needs.norms[0][at_need, blocks].sum(axis=1)) + 1e-9
        scaled_own = sp.csr_matrix(sp.diags(1 / length) @ own[:, columns])
        matched = scaled_own.multiply(sp.diags(1 / title_length) @ title[:, columns]).sqrt()
        parts += [np.sqrt(match) * matched, np.sqrt(cover) * scaled_own.multiply(both[:, columns] > 0)]
    return sp.csr_matrix(sp.hstack(parts)).astype(np.float32)


@dataclass(slots=True)
class Rows:
    """Judged pairs by number: their features, their need, their offer, how sure the verdict is, and the terms they share."""

    features: Floats
    needs: Ints
    offers: Ints
    noise: Floats  # 1 for an expert's verdict, more for a click
    shared: Sparse

    def __len__(self) -> int:
        return len(self.needs)

    def part(self, chosen: Ints) -> "Rows":
        """Some of the rows."""
        return Rows(
            self.features[chosen],
            self.needs[chosen],
            self.offers[chosen],
            self.noise[chosen],
            self.shared[chosen],
        )


class Kernel:
    """Fills the table of all ways and degrees between judged pairs."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._likeness = need_likeness(
            ground.need_terms, ground.need_directions, ground.need_terms, ground.need_directions
        )

    def ways(self, here: Rows, there: Rows) -> dict[str, Floats]:
        """Every way in which pairs are alike."""
        line, wide, near = by_features(here.features, there.features)
        _, at_here, of_here = np.unique(here.offers, return_index=True, return_inverse=True)
        _, at_there, of_there = np.unique(there.offers, return_index=True, return_inverse=True)
        left, right = here.offers[at_here], there.offers[at_there]
        table = np.ix_(of_here, of_there)
        ground = self.ground
        cosine = np.asarray((ground.offer_terms[left] @ ground.offer_terms[right].T).todense(), np.float32)
        sense = ground.offer_directions[left] @ ground.offer_directions[right].T
        equal = (ground.offer_texts[left][:, None] == ground.offer_texts[right][None]).astype(np.float32)
        return {
            "flat": np.ones_like(line), "line": line, "wide": wide, "near": near, "terms": narrow(cosine)[table],
            "sense": narrow(sense)[table], "cosine": cosine[table], "equal": equal[table],
            "shared": np.asarray((here.shared @ there.shared.T).todense(), np.float32),
        }  # fmt: skip

    def degrees(self, here: Rows, there: Rows) -> dict[str, Floats]:
        """How near the needs are."""
        same = (here.needs[:, None] == there.needs[None]).astype(np.float32)
        return {"like": self._likeness[np.ix_(here.needs, there.needs)], "same": same}

    def single(self, rows: Rows) -> list[Floats]:
        """Each used kernel by itself: for learning the weights on a few rows."""
        ways, degrees = self.ways(rows, rows), self.degrees(rows, rows)
        return [ways[way] if degree == "any" else ways[way] * degrees[degree] for degree, way in USED]

    def whole(self, rows: Rows, weights: Floats, *, block: int = 1024) -> Floats:
        """The weighted sum between all rows, noise on the diagonal."""
        size = len(rows)
        total = np.zeros((size, size), np.float32)
        for begin in range(0, size, block):
            chosen = np.arange(begin, min(begin + block, size))
            total[chosen] = self.between(rows.part(chosen), rows, weights)
        total[np.diag_indices(size)] += np.float32(weights[-1]) * rows.noise
        return total

    def between(self, here: Rows, there: Rows, weights: Floats) -> Floats:
        """The weighted sum of all used kernels."""
        ways, degrees = self.ways(here, there), self.degrees(here, there)
        total = np.zeros((len(here), len(there)), np.float32)
        for degree in DEGREES:
            part = np.zeros_like(total)
            for (its, way), weight in zip(USED, weights, strict=False):
                if its == degree and weight > 0:
                    part += np.float32(weight) * ways[way]
            total += part if degree == "any" else part * degrees[degree]
        return total


__all__ = [
    "COMMON",
    "USED",
    "Ground",
    "Kernel",
    "Rows",
    "by_features",
    "narrow",
    "need_likeness",
    "shared_terms",
    "unit",
]
