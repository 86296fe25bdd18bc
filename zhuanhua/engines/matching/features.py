"""How near is an offer to a need? The numbers of one pair, each computed from texts alone."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhuanhua.engines.matching import terms
from zhuanhua.engines.matching.arrays import Floats, Ints, ranges, sums
from zhuanhua.engines.matching.company import CENTRAL, Company
from zhuanhua.engines.matching.lexicon import Read
from zhuanhua.engines.matching.portraits import Language, Needs, Offers
from zhuanhua.engines.matching.topics import rows_of

VIEWS = ("title", "text", "both")  # of a need
# runs of characters and words, and the blocks of columns they stand in
RUNS = {
    "c1": (0,),
    "c2": (1,),
    "c3": (2,),
    "c12": (0, 1),
    "c13": (0, 1, 2),
    "word": (3,),
    "all": (0, 1, 2, 3),
}
BLOCKS = {"c1": 0, "c2": 1, "c3": 2, "word": 3}
ALONE = [  # of the pair itself
    *(f"{run}_{view}" for run in RUNS for view in VIEWS),
    *(f"cover_{block}_{view}" for block in BLOCKS for view in VIEWS),
    *(f"back_{block}_{view}" for block in BLOCKS for view in ("title", "both")),
    *("mass_c2", "mass_word"),
    *(f"core_{run}_{view}" for run in ("c1", "c2", "c12") for view in ("core", *VIEWS)),
    *(f"topic_{view}" for view in VIEWS),
    *("sense_title", "sense_both", "soft_title", "soft_both", "soft_back"),
    *("offer_length", "offer_mass", "offer_words", "offer_core", "title_length", "text_length"),
]
# compared with the need's other candidates
STANDING = (
    *("c1_both", "c12_title", "c12_both", "core_c12_core", "core_c12_both", "core_c1_both"),
    *("word_both", "topic_title", "topic_both", "sense_title", "soft_title", "soft_both"),
)
NAMES = [*ALONE, *(f"{what}_{name}" for what in ("z", "rank", "share") for name in STANDING), *CENTRAL]
PLACE = {name: at for at, name in enumerate(NAMES)}
_STANDING_AT = np.array([PLACE[name] for name in STANDING])
_LIKELY_AT = np.array([PLACE[name] for name in ("core_c12_both", "c1_both", "c12_both")])


@dataclass(slots=True)
class _Sums:
    """Of each pair, by block and view: products of weights, rarity shared; and the rarity of the offer by block."""

    dots: Floats
    shared: Floats
    whole: Floats


class Pairing:
    """Computes the features of pairs of one need after another; holds the work space."""

    def __init__(self, language: Language, needs: Needs, offers: Offers) -> None:
        self.language = language
        self.needs = needs
        self.offers = offers
        # weights of title, text, both, core of the need at hand
        self._space = np.zeros((terms.COLUMNS, 4), np.float32)

    def features(self, need: int, rows: Ints, company: Company | None = None) -> tuple[Floats, Company]:
        """All features of the pairs of a need with the offers at these rows; its company, where not given, is these offers."""
        alone = self.alone(need, rows)
        if company is None:
            company, among = self._company(rows, alone)
        else:
            among = company.among(self.offers, rows, alone[:, _STANDING_AT])
        return np.concatenate([alone, among], axis=1), company

    def company(self, need: int, rows: Ints) -> Company:
        """What the candidates of one need have in common."""
        return self._company(rows, self.alone(need, rows))[0]

    def _company(self, rows: Ints, alone: Floats) -> tuple[Company, Floats]:
        return Company.of(self.offers, rows, alone[:, _STANDING_AT], alone[:, _LIKELY_AT])

    def alone(self, need: int, rows: Ints) -> Floats:
        """The features of the pair itself, one row an offer."""
        touched = []
        for at, view in enumerate((*self.needs.views, self.needs.core)):
            begin, end = view.indptr[need], view.indptr[need + 1]
            touched.append(view.indices[begin:end])
            self._space[touched[-1], at] = view.data[begin:end]
        parts = [*self._by_terms(need, rows), *self._by_core(need, rows)]
        for columns in touched:
            self._space[columns] = 0
        parts += self._by_meaning(need, rows)
        parts += [self.offers.size[rows], np.broadcast_to(self.needs.size[need], (len(rows), 2))]
        return np.concatenate(parts, axis=1).astype(np.float32)

    def _by_terms(self, need: int, rows: Ints) -> list[Any]:
        found = self._sums(rows)
        own = self.offers.norms[rows]
        norms = np.stack([view[need] for view in self.needs.norms])
        masses = np.stack([view[need] for view in self.needs.masses])
        cosines = []
        for blocks in RUNS.values():
            chosen = list(blocks)
            length = np.sqrt(own[:, chosen].sum(axis=1)[:, None] * norms[:, chosen].sum(axis=1)[None])
            cosines.append(found.dots[:, chosen].sum(axis=1) / (length + 1e-9))
        cover = found.shared / (found.whole[:, :, None] + 1e-9)
        back = found.shared[:, :, (0, 2)] / (masses.T[None][:, :, (0, 2)] + 1e-9)
        size = len(rows)
        return [
            *cosines,
            cover.reshape(size, -1),
            back.reshape(size, -1),
            np.log1p(found.shared[:, (1, 3), 2]),
        ]

    def _sums(self, rows: Ints) -> _Sums:
        weighed = self.offers.weighed
        begin, end = weighed.indptr[rows].astype(np.int64), weighed.indptr[rows + 1].astype(np.int64)
        entries = ranges(begin, end)
        columns, weights = weighed.indices[entries], weighed.data[entries]
        idf = self.language.idf[columns, None]
        theirs = self._space[columns, :3]
        owner = np.repeat(np.arange(len(rows)) * 4, end - begin)
        owner += np.searchsorted(np.array(terms.STARTS[1:]), columns, side="right")
        lengths = np.bincount(owner, minlength=4 * len(rows)).astype(np.int64)
        values = np.concatenate([theirs * weights[:, None], (theirs > 0) * idf, idf], axis=1)
        every = sums(values, lengths).reshape(len(rows), 4, 7)
        return _Sums(every[:, :, :3], every[:, :, 3:6], every[:, :, 6])

    def _by_core(self, need: int, rows: Ints) -> list[Any]:
        """The words that name the offer's subject: against those of the need, its title, its text, both."""
        core = self.offers.core
        begin, end = core.indptr[rows].astype(np.int64), core.indptr[rows + 1].astype(np.int64)
        entries = ranges(begin, end)
        columns = core.indices[entries]
        owner = np.repeat(np.arange(len(rows)) * 2, end - begin) + (columns >= terms.STARTS[1])
        lengths = np.bincount(owner, minlength=2 * len(rows)).astype(np.int64)
        values = self._space[columns][:, (3, 0, 1, 2)] * core.data[entries][:, None]
        dots = sums(values, lengths).reshape(len(rows), 2, 4)
        own = self.offers.core_norms[rows, :2]
        norms = np.stack([self.needs.core_norms[need], *(view[need] for view in self.needs.norms)])[:, :2]
        found = []
        for chosen in ([0], [1], [0, 1]):
            length = np.sqrt(own[:, chosen].sum(axis=1)[:, None] * norms[:, chosen].sum(axis=1)[None])
            found.append(dots[:, chosen].sum(axis=1) / (length + 1e-9))
        return found

    def _by_meaning(self, need: int, rows: Ints) -> list[Any]:
        offers, needs = self.offers, self.needs
        topics = offers.topics[rows] @ np.stack([view[need] for view in needs.topics], axis=1)
        directions = offers.directions[rows] @ np.stack([view[need] for view in needs.directions], axis=1)
        return [topics, directions, self._soft(need, rows)]

    def _soft(self, need: int, rows: Ints) -> Floats:
        """How much of the offer's words has a word of like meaning in the need's title, in all of it; and the way back."""
        read = self.offers.read
        flat, lengths = rows_of(read.places, read.starts, rows)
        found = np.zeros((len(rows), 3), np.float32)
        if not len(flat):
            return found
        different, place = np.unique(flat, return_inverse=True)
        vectors, rarity = read.vectors[different], read.rarity[flat]
        whole = sums(rarity[:, None], lengths)[:, 0] + 1e-9
        filled = np.flatnonzero(lengths)
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))[filled]
        for at, theirs in enumerate(
            (needs_words(self.needs.read_title, need), needs_words(self.needs.read, need))
        ):
            asked, weight = theirs
            if not len(asked):
                continue
            near = np.maximum(vectors @ asked.T, 0)
            best = (near.max(axis=1) ** 2)[place] * rarity
            found[:, at] = sums(best[:, None], lengths)[:, 0] / whole
            if at == 0:
                closest = np.maximum.reduceat(near[place], starts, axis=0)
                found[filled, 2] = closest**2 @ weight / weight.sum()
        return found


def needs_words(read: Read, need: int) -> tuple[Floats, Floats]:
    """The directions and rarity of a need's words, each once."""
    places = np.unique(read.places[read.starts[need] : read.starts[need + 1]])
    return read.vectors[places], read.rarity[places]
