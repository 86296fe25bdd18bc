"""How near is an offer to a need? About forty numbers of one pair, each computed from texts alone."""

from dataclasses import dataclass

import numpy as np

from zhuanhua.engines.matching import terms
from zhuanhua.engines.matching.arrays import Floats, Ints, ranges, sums
from zhuanhua.engines.matching.portraits import Language, Needs, Offers
from zhuanhua.engines.matching.sense import rows_of

_ALONE = (  # of the pair itself: characters (c1, c12, c13), words, core words, coverage, topics, senses, soft alignment, lengths
    "c1_title c1_both c12_title c12_text c12_both c13_title c13_both word_title word_both core_title core_both "
    "cover2_title cover2_both cover3_both cover_word_both back2 mass2 topic_title topic_both sense_title sense_both "
    "soft_title soft_both soft_back offer_length offer_mass title_length text_length"
)
ALONE = _ALONE.split()
STANDING = (
    "c1_both",
    "c12_both",
    "core_title",
    "topic_both",
    "soft_title",
)  # compared with the need's other candidates
AMONG = [f"z_{name}" for name in STANDING] + ["centre", "likely", "z_centre", "z_likely", "likely_topic"]
NAMES = ALONE + AMONG
PLACE = {name: at for at, name in enumerate(NAMES)}
_STANDING_AT = np.array([PLACE[name] for name in STANDING])
_SHARPNESS = 0.7  # how much more a near candidate counts in "likely" than a far one


@dataclass(slots=True)
class Company:
    """The other candidates of one need: the mean and spread of their nearness, and what they speak of on the whole."""

    rows: Ints
    mean: Floats
    spread: Floats
    weights: Floats  # of each member in "likely"
    columns: Ints  # where the two centres are not 0
    centres: Floats  # one row a column: even, likely
    topic: Floats
    z: Floats  # mean and spread of centre and likely


class Pairing:
    """Computes the features of pairs of one need after another; holds the work space."""

    def __init__(self, language: Language, needs: Needs, offers: Offers) -> None:
        self.language = language
        self.needs = needs
        self.offers = offers
        self._space = np.zeros(
            (terms.COLUMNS, 4), np.float32
        )  # weights of title, text, both, core of the need at hand
        self._centres = np.zeros((terms.COLUMNS, 2), np.float32)

    def alone(self, need: int, rows: Ints) -> Floats:
        """The features of the pair itself, one row an offer."""
        views = [*self.needs.views, self.needs.core]
        touched = []
        for at, view in enumerate(views):
            begin, end = view.indptr[need], view.indptr[need + 1]
            touched.append(view.indices[begin:end])
            self._space[touched[-1], at] = view.data[begin:end]
        found = np.empty((len(rows), len(ALONE)), np.float32)
        self._by_terms(need, rows, found)
        self._by_core(need, rows, found)
        for columns in touched:
            self._space[columns] = 0
        self._by_meaning(need, rows, found)
        return found

    def _by_terms(self, need: int, rows: Ints, found: Floats) -> None:
        weighed = self.offers.weighed
        begin, end = weighed.indptr[rows].astype(np.int64), weighed.indptr[rows + 1].astype(np.int64)
        entries = ranges(begin, end)
        columns, weights = weighed.indices[entries], weighed.data[entries]
        idf = self.language.idf[columns]
        theirs = self._space[columns, :3]
        present = (theirs > 0) * idf[:, None]
        blocks = np.searchsorted(np.array(terms.STARTS[1:]), columns, side="right")
        owner = np.repeat(np.arange(len(rows)), end - begin) * 4 + blocks
        lengths = np.bincount(owner, minlength=4 * len(rows)).astype(np.int64)
        every = sums(np.concatenate([theirs * weights[:, None], present, idf[:, None]], axis=1), lengths)
        every = every.reshape(len(rows), 4, 7)
        dots, mass, whole = every[:, :, :3], every[:, :, 3:6], every[:, :, 6]
        own = self.offers.norms[rows]
        norms = [view[need] for view in self.needs.norms]

        def cosine(view: int, blocks_used: tuple[int, ...]) -> Floats:
            chosen = list(blocks_used)
            scale = np.sqrt(own[:, chosen].sum(axis=1) * norms[view][chosen].sum()) + 1e-9
            return np.asarray(dots[:, chosen, view].sum(axis=1) / scale, np.float32)

        one, two, three, word = (0,), (0, 1), (0, 1, 2), (3,)
        values = {
            "c1_title": cosine(0, one), "c1_both": cosine(2, one), "c12_title": cosine(0, two), "c12_text": cosine(1, two),
            "c12_both": cosine(2, two), "c13_title": cosine(0, three), "c13_both": cosine(2, three),
            "word_title": cosine(0, word), "word_both": cosine(2, word),
            "cover2_title": mass[:, 1, 0] / (whole[:, 1] + 1e-9), "cover2_both": mass[:, 1, 2] / (whole[:, 1] + 1e-9),
            "cover3_both": mass[:, 2, 2] / (whole[:, 2] + 1e-9), "cover_word_both": mass[:, 3, 2] / (whole[:, 3] + 1e-9),
            "back2": mass[:, 1, 0] / (self._mass_of_title(need) + 1e-9), "mass2": np.log1p(mass[:, 1, 2]),
        }  # fmt: skip
        for name, value in values.items():
            found[:, PLACE[name]] = value

    def _mass_of_title(self, need: int) -> float:
        title = self.needs.views[0]
        columns = title.indices[title.indptr[need] : title.indptr[need + 1]]
        pairs = columns[(columns >= terms.STARTS[1]) & (columns < terms.STARTS[2])]
        return float(self.language.idf[pairs].sum())

    def _by_core(self, need: int, rows: Ints, found: Floats) -> None:
        core = self.offers.core
        begin, end = core.indptr[rows].astype(np.int64), core.indptr[rows + 1].astype(np.int64)
        entries = ranges(begin, end)
        theirs = self._space[core.indices[entries]][:, (2, 3)] * core.data[entries][:, None]
        dots = sums(theirs, end - begin)
        own = self.offers.core_norms[rows].sum(axis=1)
        both = self.needs.norms[2][need, :2].sum()
        title = self.needs.core_norms[need].sum()
        found[:, PLACE["core_title"]] = dots[:, 1] / (np.sqrt(own * title) + 1e-9)
        found[:, PLACE["core_both"]] = dots[:, 0] / (np.sqrt(own * both) + 1e-9)

    def _by_meaning(self, need: int, rows: Ints, found: Floats) -> None:
        offers, needs, senses = self.offers, self.needs, self.language.senses
        for at, name in enumerate(("title", "both")):
            found[:, PLACE[f"topic_{name}"]] = offers.topics[rows] @ needs.topics[at][need]
            found[:, PLACE[f"sense_{name}"]] = offers.senses[rows] @ needs.senses[at][need]
        flat, lengths = rows_of(offers.places, offers.starts, rows)
        title, both = needs.title_places[need], needs.places[need]
        idf = senses.idf[flat]
        whole = sums(idf[:, None], lengths)[:, 0] + 1e-9
        back = np.zeros(len(rows), np.float32)
        for name, theirs in (("title", title), ("both", both)):
            if not len(theirs) or not len(flat):
                found[:, PLACE[f"soft_{name}"]] = 0
                continue
            near = np.maximum(senses.vectors[flat] @ senses.vectors[theirs].T, 0)
            near[flat[:, None] == theirs[None]] = 1
            found[:, PLACE[f"soft_{name}"]] = (
                sums((idf * near.max(axis=1) ** 2)[:, None], lengths)[:, 0] / whole
            )
            if name == "title":
                filled = np.flatnonzero(lengths)
                starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))[filled]
                weight = senses.idf[theirs]
                back[filled] = np.maximum.reduceat(near, starts, axis=0) ** 2 @ weight / weight.sum()
        found[:, PLACE["soft_back"]] = back
        found[:, PLACE["offer_length"] : PLACE["offer_mass"] + 1] = offers.size[rows]
        found[:, PLACE["title_length"] : PLACE["text_length"] + 1] = needs.size[need]

    def company(self, rows: Ints, alone: Floats) -> Company:
        """What the candidates of one need have in common. The same text counts once."""
        _, once = np.unique(self.offers.texts[rows], return_index=True)
        members = rows[np.sort(once)]
        near = alone[np.sort(once)][:, _STANDING_AT]
        mean, spread = near.mean(axis=0), near.std(axis=0) + 1e-6
        weights = np.exp(_SHARPNESS * (near[:, 1] - mean[1]) / spread[1]).astype(np.float32)
        columns, centres = self._centre(members, weights)
        topic = weights @ self.offers.topics[members]
        company = Company(
            members, mean, spread, weights, columns, centres, topic, np.zeros((2, 2), np.float32)
        )
        central = self._central(company, members)
        company.z = np.stack([central[:, :2].mean(axis=0), central[:, :2].std(axis=0) + 1e-6]).astype(
            np.float32
        )
        return company

    def _centre(self, members: Ints, weights: Floats) -> tuple[Ints, Floats]:
        """The sum of the members' characters and pairs, evenly and by weight, at the columns where it is not 0."""
        weighed = self.offers.weighed
        begin, end = weighed.indptr[members].astype(np.int64), weighed.indptr[members + 1].astype(np.int64)
        entries = ranges(begin, end)
        owner = np.repeat(np.arange(len(members)), end - begin)
        used = weighed.indices[entries] < terms.STARTS[2]
        entries, owner = entries[used], owner[used]
        scale = 1 / (np.sqrt(self.offers.norms[members, :2].sum(axis=1)) + 1e-9)
        values = weighed.data[entries] * scale[owner]
        columns, place = np.unique(weighed.indices[entries], return_inverse=True)
        even = np.bincount(place, values, minlength=len(columns))
        likely = np.bincount(place, values * weights[owner], minlength=len(columns))
        return columns.astype(np.int64), np.stack([even, likely], axis=1).astype(np.float32)

    def _central(self, company: Company, rows: Ints) -> Floats:
        """How much an offer is like the company, itself left out: evenly, by likelihood, and by topics."""
        self._centres[company.columns] = company.centres
        weighed = self.offers.weighed
        begin, end = weighed.indptr[rows].astype(np.int64), weighed.indptr[rows + 1].astype(np.int64)
        entries = ranges(begin, end)
        dots = sums(self._centres[weighed.indices[entries]] * weighed.data[entries][:, None], end - begin)
        self._centres[company.columns] = 0
        dots /= np.sqrt(self.offers.norms[rows, :2].sum(axis=1))[:, None] + 1e-9
        same = self.offers.texts[rows][:, None] == self.offers.texts[company.rows][None]
        own = same.any(axis=1)
        own_weight = same @ company.weights
        topical = self.offers.topics[rows] @ company.topic - own_weight
        others = np.maximum(len(company.rows) - own, 1)
        weight = np.maximum(company.weights.sum() - own_weight, 0.05)  # nothing to compare with: 0, not noise
        told = np.stack(
            [(dots[:, 0] - own) / others, (dots[:, 1] - own_weight) / weight, topical / weight], axis=1
        )
        return np.clip(told, -1, 1).astype(np.float32)

    def among(self, company: Company, rows: Ints, alone: Floats) -> Floats:
        """The features of the pair in its company."""
        standing = (alone[:, _STANDING_AT] - company.mean) / company.spread
        central = self._central(company, rows)
        z = (central[:, :2] - company.z[0]) / company.z[1]
        return np.concatenate([standing, central[:, :2], z, central[:, 2:]], axis=1).astype(np.float32)

    def features(self, need: int, rows: Ints, company: Company | None = None) -> tuple[Floats, Company]:
        """All features of the pairs of a need with the offers at these rows; its company, where not given, is these offers."""
        alone = self.alone(need, rows)
        company = company or self.company(rows, alone)
        return np.concatenate([alone, self.among(company, rows, alone)], axis=1), company
