"""Which label does a text deserve, how sure is that, and which words decided? A small classifier, taught by examples or by a word list."""

from zhuanhua.engines.suggesting.classifier import Model, Suggestion, suggest, teach
from zhuanhua.engines.suggesting.keeping import load, save

__all__ = ["Model", "Suggestion", "load", "save", "suggest", "teach"]
