"""Which offers fit a need, and which needs an offer? The door of the engine for the product."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from zhuanhua.engines.matching import levels, reasons
from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.company import Company
from zhuanhua.engines.matching.features import Pairing
from zhuanhua.engines.matching.model import Model
from zhuanhua.engines.matching.portraits import Needs, Offers
from zhuanhua.engines.matching.records import Match, Need, Offer, Reason
from zhuanhua.engines.matching.retrieval import Finder

MOST_READ = 5_000  # needs and offers whose words are kept for their reasons
COMPANY = 50  # candidates of a need that are looked at more closely


class Index:
    """A catalogue of offers (and, for the way back, of needs), read once and asked many times.

    `Index.build(offers, needs, model=…)`; without a model the first day's is made from the catalogue's own texts.
    Reading is safe from many threads only one at a time: the work space of the features is shared.
    """

    def __init__(self, offers: Sequence[Offer], needs: Sequence[Need], model: Model) -> None:
        self.model = model
        self.offers = tuple(offers)
        self.needs = tuple(needs)
        self._offers = Offers.draw(offers, model.language)
        self._finder = Finder([_told(offer) for offer in offers])
        self._needs = Needs.draw(needs, model.language)
        self._need_finder = Finder([f"{need.title}\n{need.text}" for need in needs])
        self._pairing = Pairing(model.language, self._needs, self._offers)
        self._companies: dict[int, Company] = {}
        self._offered: dict[Offer, reasons.Offered] = {}
        self._asked: dict[Need, reasons.Asked] = {}
        self._offer_at = {offer.id: at for at, offer in enumerate(self.offers)}
        self._need_of = {need.id: need for need in self.needs}

    @classmethod
    def build(
        cls, offers: Iterable[Offer], needs: Iterable[Need] = (), *, model: Model | None = None, seed: int = 0
    ) -> "Index":
        """Read a catalogue."""
        offers, needs = list(offers), list(needs)
        return cls(offers, needs, model or Model.first_day(offers, needs, seed=seed))

    def rank(self, need: Need, top: int = 10, *, with_reasons: bool = True) -> list[Match]:
        """The offers that fit one need, best first."""
        return self.rank_many([need], top, with_reasons=with_reasons)[0]

    def rank_many(
        self, needs: Sequence[Need], top: int = 10, *, with_reasons: bool = True
    ) -> list[list[Match]]:
        """The same for many needs, in their order. What is ranked does not depend on which other needs are asked."""
        drawn = Needs.draw(needs, self.model.language)
        pairing = Pairing(self.model.language, drawn, self._offers)
        found = []
        for at, need in enumerate(needs):
            rows = self._finder.nearest(need.title, need.text, max(COMPANY, top))
            found.append(self._ranked(pairing, at, need, rows, top, with_reasons=with_reasons)[0])
        return found

    def rank_needs(self, offer: Offer | str, top: int = 10, *, with_reasons: bool = True) -> list[Match]:
        """The needs that an offer of this index fits, best first; each need judges it among its own candidates."""
        at = self._offer_at[offer if isinstance(offer, str) else offer.id]
        asked = self.offers[at]
        found: list[Match] = []
        text = " ".join((*asked.keywords, asked.text))
        for need_at in self._need_finder.nearest(asked.title, text, max(COMPANY, top)):
            number = int(need_at)
            company = self._company(number)
            features, _ = self._pairing.features(number, np.array([at], np.int64), company)
            found += self._matches(
                self._pairing, number, self.needs[number], np.array([at], np.int64), features
            )
        return self._best(found, top, with_reasons=with_reasons)

    def rank_all(
        self, top: int = 10, *, with_reasons: bool = True
    ) -> tuple[list[list[Match]], list[list[Match]]]:
        """Both ways at once: for every need of the index its offers, for every offer its needs."""
        told: dict[tuple[str, str], tuple[Reason, ...]] = {}
        forward: list[list[Match]] = []
        asked: dict[int, list[int]] = {}
        for at, offer in enumerate(self.offers):
            for need_at in self._need_finder.nearest(
                offer.title, " ".join((*offer.keywords, offer.text)), max(20, top)
            ):
                asked.setdefault(int(need_at), []).append(at)
        backward: list[list[Match]] = [[] for _ in self.offers]
        for at, need in enumerate(self.needs):
            rows = self._finder.nearest(need.title, need.text, max(COMPANY, top))
            best, every, company = self._ranked_all(at, need, rows, top, with_reasons=with_reasons)
            forward.append(best)
            known = set(rows.tolist())
            wanted = asked.get(at, [])
            extra = np.array([row for row in wanted if row not in known], np.int64)
            more = (
                self._matches(self._pairing, at, need, extra, self._pairing.features(at, extra, company)[0])
                if len(extra) and company
                else []
            )
            for match in [*every, *more]:
                backward[self._offer_at[match.offer_id]].append(match)
            # most of a need's best stand among the best of their offers, too
            told |= {(match.need_id, match.offer_id): match.reasons for match in best if match.reasons}
        return forward, [
            self._best(matches, top, with_reasons=with_reasons, told=told) for matches in backward
        ]

    def _ranked_all(
        self, at: int, need: Need, rows: Ints, top: int, *, with_reasons: bool
    ) -> tuple[list[Match], list[Match], Company | None]:
        if not len(rows):
            return [], [], None
        features, company = self._pairing.features(at, rows)
        every = self._matches(self._pairing, at, need, rows, features)
        return self._best(every, top, with_reasons=with_reasons, need=need), every, company

    def _ranked(
        self, pairing: Pairing, at: int, need: Need, rows: Ints, top: int, *, with_reasons: bool
    ) -> tuple[list[Match], Company | None]:
        if not len(rows):
            return [], None
        features, company = pairing.features(at, rows)
        matches = self._matches(pairing, at, need, rows, features)
        return self._best(matches, top, with_reasons=with_reasons, need=need), company

    def _company(self, need: int) -> Company:
        if need not in self._companies:
            asked = self.needs[need]
            rows = self._finder.nearest(asked.title, asked.text, COMPANY)
            rows = rows if len(rows) else np.arange(min(1, len(self.offers)))
            self._companies[need] = self._pairing.company(need, rows)
        return self._companies[need]

    def _matches(self, pairing: Pairing, at: int, need: Need, rows: Ints, features: Floats) -> list[Match]:
        foretold = self.model.foretell(pairing.needs, at, self._offers, rows, features)
        scores, chances, shown = levels.scores(foretold), levels.chances(foretold), levels.levels(foretold)
        found = []
        for place, row in enumerate(rows.tolist()):
            offer = self.offers[row]
            score = float(scores[place]) + reasons.weight_of_facts(need, offer)
            one, two, three, four = (float(chance) for chance in chances[place])
            found.append(
                Match(
                    need.id,
                    offer.id,
                    0,
                    round(score, 6),
                    int(shown[place]),
                    (one, two, three, four),
                    (),
                    self.model.version,
                )
            )
        return found

    def _best(
        self,
        matches: list[Match],
        top: int,
        *,
        with_reasons: bool,
        need: Need | None = None,
        told: Mapping[tuple[str, str], tuple[Reason, ...]] = MappingProxyType({}),
    ) -> list[Match]:
        """The best, numbered; equal scores by id, so that no order depends on chance."""
        ordered = sorted(matches, key=lambda match: (-match.score, match.need_id, match.offer_id))[:top]
        needs = {need.id: need} if need else self._need_of
        return [
            Match(
                match.need_id, match.offer_id, rank, match.score, match.level, match.probabilities,
                told.get((match.need_id, match.offer_id))
                or self.reasons(needs[match.need_id], self.offers[self._offer_at[match.offer_id]])
                if with_reasons
                else (),
                match.model,
            )
            for rank, match in enumerate(ordered, start=1)
        ]  # fmt: skip

    def reasons(self, need: Need, offer: Offer) -> tuple[Reason, ...]:
        """Why, and what speaks against it: heaviest first, what speaks against it last."""
        for kept in (self._asked, self._offered):
            if len(kept) >= MOST_READ:
                kept.clear()
        if need not in self._asked:
            self._asked[need] = reasons.Asked.of(need, self.model.language)
        if offer not in self._offered:
            self._offered[offer] = reasons.Offered.of(offer, self.model.language)
        pair = self._asked[need], self._offered[offer]
        found = [*reasons.by_words(*pair), *reasons.by_figures(*pair), *reasons.by_facts(need, offer)]
        return tuple(sorted(found, key=lambda reason: -reason.weight))


def _told(offer: Offer) -> str:
    return "\n".join((offer.title, *offer.keywords, offer.text))
