"""Which texts are nearly the same? MinHash over pieces of three characters: alike texts share a band, and the share of pieces says how alike."""

from zhuanhua.engines.likeness.minhash import bands_of, likeness, pieces_of

__all__ = ["bands_of", "likeness", "pieces_of"]
