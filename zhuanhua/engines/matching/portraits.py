"""How does the engine see a need and an offer? Their terms, topics and directions as arrays, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching import terms
from zhuanhua.engines.matching.arrays import Floats, Ints, Sparse, unit
from zhuanhua.engines.matching.lexicon import Bearing, Read
from zhuanhua.engines.matching.records import Need, Offer
from zhuanhua.engines.matching.topics import MOST_TEXTS, Topics

Kind = TypeVar("Kind")


class Encoder(Protocol):
    """The socket for an outside embedding service. None by default; nothing depends on one.

    Where one is given, its vectors of whole texts stand in the place of those that the lexicon makes of their words.
    """

    name: str

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text, of any width that stays the same for one `name`."""
        ...


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of the terms of one body of texts, learned without labels: rarity, topics, what all texts share."""

    idf: Floats
    topics: Topics
    bearing: Bearing
    encoder: Encoder | None = None

    @classmethod
    def learn(
        cls,
        needs: Sequence[Need],
        offers: Sequence[Offer],
        *,
        seed: int = 0,
        encoder: Encoder | None = None,
    ) -> "Language":
        """From the catalogue's own texts; of very many a seeded part."""
        offers = _part(offers, seed)
        needs = _part(needs, seed)
        cut = [_offer_words(offer) for offer in offers]
        counted = terms.count(["".join(found) for found in cut], cut)
        titled = terms.count(
            [terms.clauses(need.title) for need in needs], [terms.words(need.title) for need in needs]
        )
        told = terms.count([terms.clauses(need.text) for need in needs], [()] * len(needs))
        seen = terms.frequencies(counted) + terms.frequencies(titled)
        idf = terms.rarity(seen, len(offers) + len(needs))
        once = sorted({tuple(found): at for at, found in reversed(list(enumerate(cut)))}.values())
        parts = (counted[once], titled, told)
        rows = sp.vstack([terms.weigh(part, idf)[:, : terms.STARTS[3]] for part in parts]).tocsr()
        topics = Topics.learn(scaled(rows), seed=seed)
        if encoder is not None:
            directions = unit(encoder.encode([_told(offers[at]) for at in once]))
        else:
            directions = Read.of([cut[at] for at in once], idf).texts()
        return cls(idf, topics, Bearing.learn(directions), encoder)

    def directions(self, read: Read, texts: Sequence[str]) -> Floats:
        """Where whole texts point, by the encoder if there is one, else by their words."""
        if self.encoder is None:
            return self.bearing.of(read.texts())
        if not texts:
            return np.zeros((0, len(self.bearing.mean)), np.float32)
        return self.bearing.of(unit(self.encoder.encode(texts)))


@dataclass(frozen=True, slots=True)
class Offers:
    """All offers of a catalogue."""

    ids: tuple[str, ...]
    weighed: Sparse
    norms: Floats  # squared, by block
    core: Sparse
    core_norms: Floats
    topics: Floats
    read: Read
    directions: Floats
    texts: Ints  # a number of the text: equal for equal words
    size: Floats  # log length, log mass of rarity, words, words that name the subject

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def draw(cls, offers: Sequence[Offer], language: Language) -> "Offers":
        """Read the offers' texts."""
        cut = [_offer_words(offer) for offer in offers]
        strings = ["".join(found) for found in cut]
        weighed = terms.weigh(terms.count(strings, cut), language.idf)
        bare = [terms.core(found) for found in cut]
        core = _core(["".join(found) for found in bare], language.idf)
        numbers: dict[str, int] = {}
        sizes = [
            np.log1p([len(string) for string in strings]),
            np.log1p(terms.masses(weighed, language.idf)[:, 1]),
            np.log1p([len(found) for found in cut]),
            np.log1p([len(found) for found in bare]),
        ]
        read = Read.of(cut, language.idf)
        return cls(
            ids=tuple(offer.id for offer in offers),
            weighed=weighed,
            norms=terms.block_norms(weighed),
            core=core,
            core_norms=terms.block_norms(core),
            topics=language.topics.of(scaled(weighed[:, : terms.STARTS[3]])),
            read=read,
            directions=language.directions(read, [_told(offer) for offer in offers]),
            texts=np.array([numbers.setdefault(string, len(numbers)) for string in strings], np.int64),
            size=np.stack(sizes, axis=1).astype(np.float32),
        )


@dataclass(frozen=True, slots=True)
class Needs:
    """All needs at hand: title, text, and both with the title counted twice."""

    ids: tuple[str, ...]
    views: tuple[Sparse, Sparse, Sparse]  # title, text, both
    norms: tuple[Floats, Floats, Floats]  # squared, by block
    masses: tuple[Floats, Floats, Floats]  # of rarity, by block
    core: Sparse
    core_norms: Floats
    topics: tuple[Floats, Floats, Floats]
    read_title: Read
    read: Read  # title and text, each word once
    directions: tuple[Floats, Floats]  # title, both
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
        title, text, whole = (
            terms.weigh(terms.count(strings, found), language.idf)
            for strings, found in ((titles, cut), (texts, told), (both, cut_both))
        )
        core = _core([terms.BREAK.join(terms.core(found)) for found in cut], language.idf)
        spoken = (title, text, whole)
        first, second, third = (language.topics.of(scaled(view[:, : terms.STARTS[3]])) for view in spoken)
        by_title, by_both = Read.of(cut, language.idf), Read.of(cut_both, language.idf)
        return cls(
            ids=tuple(need.id for need in needs),
            views=spoken,
            norms=(terms.block_norms(title), terms.block_norms(text), terms.block_norms(whole)),
            masses=(
                terms.masses(title, language.idf),
                terms.masses(text, language.idf),
                terms.masses(whole, language.idf),
            ),
            core=core,
            core_norms=terms.block_norms(core),
            topics=(first, second, third),
            read_title=by_title,
            read=Read.of([sorted(set(found)) for found in cut_both], language.idf),
            directions=(
                language.directions(by_title, [need.title for need in needs]),
                language.directions(by_both, [f"{need.title}\n{need.text}" for need in needs]),
            ),
            size=np.log1p([[len(part) for part in pair] for pair in zip(titles, texts, strict=True)])
            .reshape(-1, 2)
            .astype(np.float32),
        )


def scaled(weighed: Sparse) -> Sparse:
    """Rows of a sparse matrix scaled to length one."""
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sp.csr_matrix(sp.diags(1 / lengths) @ weighed).astype(np.float32)


def _core(strings: Sequence[str], idf: Floats) -> Sparse:
    """Characters and pairs of the words that name the subject."""
    core = terms.weigh(terms.count(strings, [()] * len(strings)), idf)[:, : terms.STARTS[2]].tocsr()
    core.resize(core.shape[0], terms.COLUMNS)
    return core


def _offer_words(offer: Offer) -> list[str]:
    """Title and key words twice, the text once: the way a need is read, too."""
    title = terms.titled(" ".join((offer.title, *offer.keywords)))
    return title if not offer.text else title + title + terms.words(offer.text)


def _told(offer: Offer) -> str:
    return "\n".join((offer.title, *offer.keywords, offer.text))


def _part(rows: Sequence[Kind], seed: int) -> Sequence[Kind]:
    if len(rows) <= MOST_TEXTS:
        return rows
    chosen = np.sort(np.random.default_rng(seed).choice(len(rows), MOST_TEXTS, replace=False))
    return [rows[at] for at in chosen]
