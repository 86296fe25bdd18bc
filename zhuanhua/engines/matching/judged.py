"""What do judged pairs look like to the engine? Portraits of their texts, their features, and how sure each verdict is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.features import NAMES, Pairing
from zhuanhua.engines.matching.kinship import Rows, shared_terms
from zhuanhua.engines.matching.portraits import Language, Needs, Offers
from zhuanhua.engines.matching.records import Need, Offer, Verdict

NOISE = {"expert": 1.0, "use": 2.0}  # a click in passing is worth half an expert's verdict


@dataclass(slots=True)
class Judged:
    """Verdicts as rows beside the texts they speak of."""

    needs: Needs
    offers: Offers
    rows: Rows
    levels: Ints
    read: tuple[Offer, ...] = ()  # the offers' texts, as long as the offers

    def part(self, chosen: Ints) -> "Judged":
        """Some of the verdicts."""
        return Judged(self.needs, self.offers, self.rows.part(chosen), self.levels[chosen], self.read)


def draw(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    verdicts: Sequence[Verdict],
    language: Language,
) -> Judged:
    """Portraits of what was judged, and the raw features of every judged pair among the need's other judged candidates."""
    asked, offered = {verdict.need_id for verdict in verdicts}, {verdict.offer_id for verdict in verdicts}
    needs = [need for need in needs if need.id in asked]
    offers = [offer for offer in offers if offer.id in offered]
    drawn_needs, drawn_offers = Needs.draw(needs, language), Offers.draw(offers, language)
    need_at = {key: at for at, key in enumerate(drawn_needs.ids)}
    offer_at = {key: at for at, key in enumerate(drawn_offers.ids)}
    known = [verdict for verdict in verdicts if verdict.need_id in need_at and verdict.offer_id in offer_at]
    at_need = np.array([need_at[verdict.need_id] for verdict in known], np.int64)
    at_offer = np.array([offer_at[verdict.offer_id] for verdict in known], np.int64)
    noise = np.array([NOISE[verdict.source] for verdict in known], np.float32)
    levels = np.array([verdict.level for verdict in known], np.int64)
    features = lists(Pairing(language, drawn_needs, drawn_offers), at_need, at_offer)
    shared = shared_terms(drawn_needs, drawn_offers, at_need, at_offer)
    rows = Rows(features, at_need, at_offer, noise, shared)
    return Judged(drawn_needs, drawn_offers, rows, levels, tuple(offers))


def lists(pairing: Pairing, needs: Ints, offers: Ints) -> Floats:
    """Features of pairs; all pairs of one need here are each other's company."""
    found = np.zeros((len(needs), len(NAMES)), np.float32)
    order = np.argsort(needs, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(needs[order])) + 1):
        if len(group):
            found[group], _ = pairing.features(int(needs[group[0]]), offers[group])
    return found
