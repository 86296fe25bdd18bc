"""What the engine has learned: language, verdicts, weights; from texts and judged pairs, to a folder and back."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching import first_day, gaussian, keeping, neighbours
from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.judged import Judged, draw
from zhuanhua.engines.matching.kinship import (
    USED,
    Ground,
    Kernel,
    Rows,
    by_features,
    narrow,
    need_likeness,
    shared_terms,
)
from zhuanhua.engines.matching.portraits import Encoder, Language, Needs, Offers, scaled
from zhuanhua.engines.matching.records import Need, Offer, Verdict
from zhuanhua.engines.matching.terms import STARTS
from zhuanhua.engines.matching.trees import Trees
from zhuanhua.engines.matching.view import View


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
        self.second: Trees | None = None
        if judged is not None and len(judged.rows):
            self._learn(judged, weights)
        self.version = keeping.name_of(self)

    def _learn(self, judged: Judged, weights: Floats | None) -> None:
        ground, raw = Ground.of(judged.needs, judged.offers), judged.rows
        view = View.learn(raw.features)
        rows = Rows(view.of(raw.features), raw.needs, raw.offers, raw.noise, raw.shared)
        enough = len(rows) >= first_day.ENOUGH
        lesson = gaussian.learn(
            Kernel(ground), rows, judged.levels, seed=self.seed, weights=weights, keep=enough
        )
        self.remember(ground, rows, view, lesson, judged.needs.ids, judged.levels)
        self.read = judged.read
        if enough:
            process = gaussian.left_out_each(lesson, judged.levels)
            lesson.inverse = None
            seen = np.concatenate([raw.features, self._beside_each(), process], axis=1)
            self.second = Trees.grow(seen, judged.levels, seed=self.seed)

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

    def remember(
        self,
        ground: Ground,
        rows: Rows,
        view: View,
        lesson: gaussian.Lesson,
        need_ids: tuple[str, ...],
        levels: Ints,
    ) -> None:
        """Take up what was learned of verdicts, here or from a folder."""
        self.ground, self.rows, self.view, self.lesson = ground, rows, view, lesson
        self.need_ids, self.levels = need_ids, levels
        self._told = neighbours.Told.of(levels, rows.needs, len(need_ids))
        self._need_at = {key: at for at, key in enumerate(need_ids)}
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

    def _beside_each(self) -> Floats:
        """Of each judged pair: what all verdicts but its own say."""
        ground, rows = self.ground, self.rows
        found = np.zeros((len(rows), neighbours.WIDTH), np.float32)
        every = rows.offers
        likeness = need_likeness(
            ground.need_terms, ground.need_directions, ground.need_terms, ground.need_directions
        )
        for need in np.unique(rows.needs):
            own = np.flatnonzero(rows.needs == need)
            at = rows.offers[own]
            terms = np.asarray((ground.offer_terms[at] @ ground.offer_terms.T).todense(), np.float32)
            like = neighbours.Likeness(
                terms[:, every],
                (ground.offer_directions[at] @ ground.offer_directions.T)[:, every],
                (ground.offer_topics[at] @ ground.offer_topics.T)[:, every],
                likeness[need],
            )
            found[own] = neighbours.beside(self._told, like, int(need), own)
        return found

    def _second_look(self, need: int, features: Floats, like: neighbours.Likeness, process: Floats) -> Floats:
        """The chances of a need that has verdicts of its own: a third from the process, two thirds from the trees."""
        assert self.second is not None
        seen = neighbours.beside(self._told, like, need)
        found = process.copy()
        chances = self.second.chances(np.concatenate([features, seen, process], axis=1))
        found[:, 1:4] = (process[:, 1:4] + 2 * chances) / 3
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
        line, wide, near = by_features(self.view.of(features), rows.features)
        shared = shared_terms(needs, offers, np.full(len(at), need), at)
        total = line @ share["line"] + wide @ share["wide"] + near @ share["near"] + share["flat"].sum(axis=0)
        total += shared @ (rows.shared.T @ share["shared"])
        cosine = np.asarray(
            (scaled(offers.weighed[at][:, : STARTS[3]]) @ ground.offer_terms.T).todense(), np.float32
        )
        sense = offers.directions[at] @ ground.offer_directions.T
        by_offer = {way: self._by_offer @ share[way] for way in ("terms", "sense", "cosine", "equal")}
        total += narrow(cosine) @ by_offer["terms"] + narrow(sense) @ by_offer["sense"]
        total += cosine @ by_offer["cosine"] + (cosine > neighbours.EQUAL) @ by_offer["equal"]
        process = (total * lesson.scale + lesson.mean).astype(np.float32)
        known = self._need_at.get(needs.ids[need])
        if self.second is None or known is None or not self._told.judged[known]:
            return process
        topic, every = offers.topics[at] @ ground.offer_topics.T, rows.offers
        beside = neighbours.Likeness(cosine[:, every], sense[:, every], topic[:, every], like)
        return self._second_look(known, features, beside, process)

    def save(self, folder: str | Path) -> Path:
        """Write the model into a folder."""
        return keeping.save(self, folder)

    @classmethod
    def load(cls, folder: str | Path, *, encoder: Encoder | None = None) -> "Model":
        """Read a model that `save` wrote; nothing in it is executed."""
        return keeping.load(cls, folder, encoder)
