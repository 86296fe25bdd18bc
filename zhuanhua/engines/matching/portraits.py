"""How does the engine see a need and an offer? Their terms, topics and senses as arrays, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching import terms
from zhuanhua.engines.matching.arrays import Floats, Ints, Sparse
from zhuanhua.engines.matching.records import Need, Offer
from zhuanhua.engines.matching.sense import MOST_TEXTS, Senses, Topics

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of the terms of one body of texts, learned without labels: rarity, topics, senses."""

    idf: Floats
    topics: Topics
    senses: Senses

    @classmethod
    def learn(cls, needs: Sequence[Need], offers: Sequence[Offer], *, seed: int = 0) -> "Language":
        """From the catalogue's own texts; of very many a seeded part."""
        offers = _part(offers, seed)
        needs = _part(needs, seed)
        cut = [_offer_words(offer) for offer in offers]
        titles = [terms.words(need.title) for need in needs]
        texts = [terms.words(need.text) for need in needs]
        counted = terms.count(["".join(found) for found in cut], cut)
        titled = terms.count([terms.clauses(need.title) for need in needs], titles)
        told = terms.count([terms.clauses(need.text) for need in needs], texts)
        seen = terms.frequencies(counted) + terms.frequencies(titled)
        idf = terms.rarity(seen, len(offers) + len(needs))
        once = sorted({tuple(found): at for at, found in reversed(list(enumerate(cut)))}.values())
        parts = (counted[once], titled, told)
        rows = sp.vstack([terms.weigh(part, idf)[:, : terms.STARTS[3]] for part in parts]).tocsr()
        topics = Topics.learn(scaled(rows), seed=seed)
        senses = Senses.learn(
            [*(cut[at] for at in once), *titles, *texts], [cut[at] for at in once], seed=seed
        )
        return cls(idf, topics, senses)


@dataclass(frozen=True, slots=True)
class Offers:
    """All offers of a catalogue."""

    ids: tuple[str, ...]
    weighed: Sparse
    norms: Floats  # squared, by block
    core: Sparse
    core_norms: Floats
    topics: Floats
    senses: Floats
    places: Ints  # known words, all rows after one another
    starts: Ints
    texts: Ints  # a number of the text: equal for equal words
    size: Floats  # log length, log mass of rarity

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def draw(cls, offers: Sequence[Offer], language: Language) -> "Offers":
        """Read the offers' texts."""
        cut = [_offer_words(offer) for offer in offers]
        strings = ["".join(found) for found in cut]
        weighed = terms.weigh(terms.count(strings, cut), language.idf)
        bare = [terms.core(found) for found in cut]
        core = terms.weigh(terms.count(["".join(found) for found in bare], [()] * len(bare)), language.idf)
        core = core[:, : terms.STARTS[2]].tocsr()
        core.resize(core.shape[0], terms.COLUMNS)
        places = [language.senses.places(found) for found in cut]
        numbers: dict[str, int] = {}
        presence = weighed.copy()
        presence.data = language.idf[presence.indices] * (
            (presence.indices >= terms.STARTS[1]) & (presence.indices < terms.STARTS[2])
        )
        mass = np.asarray(presence.sum(axis=1)).ravel()
        return cls(
            ids=tuple(offer.id for offer in offers),
            weighed=weighed,
            norms=terms.block_norms(weighed),
            core=core,
            core_norms=terms.block_norms(core),
            topics=language.topics.of(scaled(weighed[:, : terms.STARTS[3]])),
            senses=language.senses.of(places),
            places=np.concatenate([*places, np.zeros(0, np.int64)]),
            starts=np.concatenate(([0], np.cumsum([len(found) for found in places]))).astype(np.int64),
            texts=np.array([numbers.setdefault(string, len(numbers)) for string in strings], np.int64),
            size=np.stack([np.log1p([len(string) for string in strings]), np.log1p(mass)], axis=1).astype(
                np.float32
            ),
        )


@dataclass(frozen=True, slots=True)
class Needs:
    """All needs at hand: title, text, and both with the title counted twice."""

    ids: tuple[str, ...]
    views: tuple[Sparse, Sparse, Sparse]  # title, text, both
    norms: tuple[Floats, Floats, Floats]
    core: Sparse
    core_norms: Floats
    topics: tuple[Floats, Floats]  # title, both
    senses: tuple[Floats, Floats]
    title_places: tuple[Ints, ...]
    places: tuple[Ints, ...]
    size: Floats  # log length of title, of text

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def draw(cls, needs: Sequence[Need], language: Language) -> "Needs":
        """Read the needs' texts."""
        titles = [terms.clauses(need.title) for need in needs]
        texts = [terms.clauses(need.text) for need in needs]
        cut = [terms.words(need.title) for need in needs]
        told = [terms.words(need.text) for need in needs]
        both = [terms.BREAK.join((title, title, text)) for title, text in zip(titles, texts, strict=True)]
        cut_both = [title + title + text for title, text in zip(cut, told, strict=True)]
        views = [
            terms.weigh(terms.count(strings, found), language.idf)
            for strings, found in ((titles, cut), (texts, told), (both, cut_both))
        ]
        bare = [terms.core(found) for found in cut]
        core = terms.weigh(
            terms.count([terms.BREAK.join(found) for found in bare], [()] * len(bare)), language.idf
        )
        core = core[:, : terms.STARTS[2]].tocsr()
        core.resize(core.shape[0], terms.COLUMNS)
        title_places = tuple(_once(language.senses.places(found)) for found in cut)
        places = [language.senses.places(found) for found in cut_both]
        topical = [language.topics.of(scaled(view[:, : terms.STARTS[3]])) for view in (views[0], views[2])]
        return cls(
            ids=tuple(need.id for need in needs),
            views=(views[0], views[1], views[2]),
            norms=(terms.block_norms(views[0]), terms.block_norms(views[1]), terms.block_norms(views[2])),
            core=core,
            core_norms=terms.block_norms(core),
            topics=(topical[0], topical[1]),
            senses=(language.senses.of(title_places), language.senses.of(places)),
            title_places=title_places,
            places=tuple(_once(found) for found in places),
            size=np.stack(
                [np.log1p([len(text) for text in part]) for part in (titles, texts)], axis=1
            ).astype(np.float32),
        )


def scaled(weighed: Sparse) -> Sparse:
    """Rows of a sparse matrix scaled to length one."""
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sp.csr_matrix(sp.diags(1 / lengths) @ weighed).astype(np.float32)


def _offer_words(offer: Offer) -> list[str]:
    """Title and key words twice, the text once: the way a need is read, too."""
    title = terms.titled(" ".join((offer.title, *offer.keywords)))
    return title if not offer.text else title + title + terms.words(offer.text)


def _once(places: Ints) -> Ints:
    return np.unique(places)


def _part(rows: Sequence[Kind], seed: int) -> Sequence[Kind]:
    if len(rows) <= MOST_TEXTS:
        return rows
    chosen = np.sort(np.random.default_rng(seed).choice(len(rows), MOST_TEXTS, replace=False))
    return [rows[at] for at in chosen]
