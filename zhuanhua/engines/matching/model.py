"""What the engine has learned: language, verdicts, weights; from texts and judged pairs, to a folder and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching import first_day, gaussian, keeping, neighbours
from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.features import NAMES, Pairing
from zhuanhua.engines.matching.kinship import USED, Ground, Kernel, Rows, by_features, narrow, need_likeness
from zhuanhua.engines.matching.portraits import Encoder, Language, Needs, Offers, scaled
from zhuanhua.engines.matching.records import Need, Offer, Verdict
from zhuanhua.engines.matching.terms import STARTS

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
    return Judged(drawn_needs, drawn_offers, Rows(features, at_need, at_offer, noise), levels, tuple(offers))


def lists(pairing: Pairing, needs: Ints, offers: Ints) -> Floats:
    """Features of pairs; all pairs of one need here are each other's company."""
    found = np.zeros((len(needs), len(NAMES)), np.float32)
    order = np.argsort(needs, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(needs[order])) + 1):
        if len(group):
            found[group], _ = pairing.features(int(needs[group[0]]), offers[group])
    return found


class Model:
    """Foretells levels. Without verdicts it is the first day's model; `version` tells two models apart."""

    def __init__(
        self,
        language: Language,
        judged: Judged | None = None,
        *,
        seed: int = 0,
        weights: Floats | None = None,
    ) -> None:
        self.language = language
        self.seed = seed
        self.lesson: gaussian.Lesson | None = None
        self.read: tuple[Offer, ...] = ()
        self.levels: Ints = np.zeros(0, np.int64)
        self.second: neighbours.Second | None = None
        if judged is not None and len(judged.rows):
            ground = Ground.of(judged.needs, judged.offers)
            raw = judged.rows.features
            centre, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-6
            rows = Rows(
                self.standard(raw, centre, spread), judged.rows.needs, judged.rows.offers, judged.rows.noise
            )
            enough = len(rows) >= first_day.ENOUGH
            lesson = gaussian.learn(
                Kernel(ground), rows, judged.levels, seed=seed, weights=weights, keep=enough
            )
            self.remember(ground, rows, centre, spread, lesson, judged.needs.ids)
            self.levels = judged.levels
            if enough and lesson.inverse is not None:
                process = gaussian.left_out_each(lesson, judged.levels)
                self.second = neighbours.Second.learn(self._seen_beside(process), judged.levels)
                lesson.inverse = None
            self.read = judged.read
        self.version = keeping.name_of(self)

    @classmethod
    def first_day(
        cls,
        offers: Sequence[Offer],
        needs: Sequence[Need] = (),
        *,
        seed: int = 0,
        encoder: Encoder | None = None,
    ) -> "Model":
        """From the texts of the catalogue alone."""
        return cls(Language.learn(needs, offers, seed=seed, encoder=encoder), seed=seed)

    @classmethod
    def train(
        cls,
        needs: Sequence[Need],
        offers: Sequence[Offer],
        verdicts: Sequence[Verdict],
        *,
        seed: int = 0,
        encoder: Encoder | None = None,
    ) -> "Model":
        """From texts and verdicts. The same input and seed give the same model."""
        language = Language.learn(needs, offers, seed=seed, encoder=encoder)
        return cls(language, draw(needs, offers, verdicts, language), seed=seed)

    @staticmethod
    def standard(features: Floats, centre: Floats, spread: Floats) -> Floats:
        return np.clip((features - centre) / spread, -4, 4).astype(np.float32)

    def remember(
        self,
        ground: Ground,
        rows: Rows,
        centre: Floats,
        spread: Floats,
        lesson: gaussian.Lesson,
        need_ids: tuple[str, ...],
    ) -> None:
        """Take up what was learned of verdicts, here or from a folder."""
        self.ground, self.rows, self.centre, self.spread, self.lesson = ground, rows, centre, spread, lesson
        self.need_ids = need_ids
        self._by_offer = sp.csr_matrix(
            (np.ones(len(rows), np.float32), (rows.offers, np.arange(len(rows)))),
            shape=(ground.offer_terms.shape[0], len(rows)),
        )

    @property
    def verdicts(self) -> int:
        """How many verdicts it has learned from."""
        return len(self.rows) if self.lesson is not None else 0

    def judged_beside(self, need_id: str) -> list[int]:
        """Where in `read` the offers stand that were judged for a need."""
        if self.lesson is None or not self.read or need_id not in self.need_ids:
            return []
        at = self.need_ids.index(need_id)
        return np.unique(self.rows.offers[self.rows.needs == at]).tolist()

    def foretell(self, needs: Needs, need: int, offers: Offers, rows: Ints, features: Floats) -> Floats:
        """For each offer: level, chance of at least 2, 3, 4, and gain."""
        early = first_day.foretell(features)
        if self.lesson is None:
            return early
        share = first_day.share_of_verdicts(self.verdicts)
        learned = self._learned(needs, need, offers, rows, features)
        return (share * learned + (1 - share) * early).astype(np.float32) if share < 1 else learned

    def _seen_beside(self, process: Floats) -> Floats:
        """Of each judged pair: what the process foretells without it, and what the need's other verdicts say."""
        seen = np.zeros((len(self.rows), 9), np.float32)
        mean = float(self.levels.mean())
        for need in np.unique(self.rows.needs):
            rows = np.flatnonzero(self.rows.needs == need)
            at = self.rows.offers[rows]
            there = self.ground.offer_terms[at]
            near = np.asarray((there @ there.T).todense(), np.float32)
            sense = self.ground.offer_directions[at] @ self.ground.offer_directions[at].T
            seen[rows] = neighbours.of_need(self.levels[rows], near, sense, mean, itself=True)
        return np.concatenate([process, seen], axis=1)

    def _with_neighbours(self, need_id: str, offers: Offers, at: Ints, process: Floats) -> Floats:
        """The chances of a need that has verdicts of its own, half from the process, half from the second look."""
        if self.second is None or need_id not in self.need_ids:
            return process
        rows = np.flatnonzero(self.rows.needs == self.need_ids.index(need_id))
        if not len(rows):
            return process
        judged = self.rows.offers[rows]
        here = scaled(offers.weighed[at][:, : STARTS[3]])
        near = np.asarray((here @ self.ground.offer_terms[judged].T).todense(), np.float32)
        sense = offers.directions[at] @ self.ground.offer_directions[judged].T
        seen = neighbours.of_need(self.levels[rows], near, sense, self.second.mean, itself=False)
        found = process.copy()
        found[:, 1:4] = (process[:, 1:4] + self.second.chances(np.concatenate([process, seen], axis=1))) / 2
        return found

    def _learned(self, needs: Needs, need: int, offers: Offers, at: Ints, features: Floats) -> Floats:
        ground, rows, lesson = self.ground, self.rows, self.lesson
        assert lesson is not None
        view = scaled(needs.views[2][need][:, : STARTS[3]])
        like = need_likeness(
            ground.need_terms, ground.need_directions, view, needs.directions[0][need][None]
        )[0]
        same = np.array([key == needs.ids[need] for key in self.need_ids], np.float32)
        degree = {"any": np.ones(len(rows), np.float32), "like": like[rows.needs], "same": same[rows.needs]}
        share: dict[str, Floats] = {}
        for (name, way), weight in zip(USED, lesson.weights, strict=False):
            part = (weight * degree[name])[:, None] * lesson.alphas
            share[way] = share[way] + part if way in share else part
        line, wide, near = by_features(self.standard(features, self.centre, self.spread), rows.features)
        total = line @ share["line"] + wide @ share["wide"] + near @ share["near"] + share["flat"].sum(axis=0)
        cosine = np.asarray(
            (scaled(offers.weighed[at][:, : STARTS[3]]) @ ground.offer_terms.T).todense(), np.float32
        )
        sense = narrow(offers.directions[at] @ ground.offer_directions.T)
        total += narrow(cosine) @ (self._by_offer @ share["terms"]) + sense @ (
            self._by_offer @ share["sense"]
        )
        total += cosine @ (self._by_offer @ share["cosine"]) + (cosine > 0.9999) @ (
            self._by_offer @ share["equal"]
        )
        process = (total * lesson.scale + lesson.mean).astype(np.float32)
        return self._with_neighbours(needs.ids[need], offers, at, process)

    def save(self, folder: str | Path) -> Path:
        """Write the model into a folder."""
        return keeping.save(self, folder)

    @classmethod
    def load(cls, folder: str | Path, *, encoder: Encoder | None = None) -> "Model":
        """Read a model that `save` wrote; nothing in it is executed."""
        return keeping.load(cls, folder, encoder)
