"""Which field and which IPC class do the words of an item speak of? By the trained classifier, else by the word list of the 高新技术领域."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhuanhua.engines.suggesting import Model, Suggestion, load, save, suggest, teach
from zhuanhua.shared.catalogue import fields

HERE = Path(__file__).parent
SURE = 0.35  # from here a suggestion is filled in for rows of a spreadsheet that name no field
SHOWN = 0.05
LEAST_PATENTS = 8


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion as the form shows it: for which field of the form, value, words, certainty in per cent, deciding words."""

    target: str
    label: Any
    value: str
    name: str
    percent: int
    words: tuple[str, ...]


def model_file() -> Path:
    """Where the trained classifier is kept on this site."""
    return Path(settings.DATA_DIR) / "models" / "fields.json.gz"


def suggestions(text: str, *, with_ipc: bool) -> list[Suggested]:
    """Suggest fields, and IPC classes where a classifier was taught them, each with its certainty and the words that decided."""
    found = [
        _shown("field", _("技术领域"), each, " · ".join(fields.path_of(each.label)))
        for each in field_of(text)
    ]
    if with_ipc and "ipc" in _models(_stamp()):
        found += [
            _shown("ipc", _("IPC分类"), each, each.label)
            for each in suggest(_models(_stamp())["ipc"], text, most=2)
        ]
    return [each for each in found if each.percent >= SHOWN * 100]


def field_of(text: str, *, most: int = 3) -> list[Suggestion]:
    """Suggest fields of high technology for a text."""
    return suggest(_models(_stamp()).get("field") or word_list(), text, most=most)


def sure_field(text: str) -> str:
    """Give the field that is sure enough to be filled in, or nothing."""
    found = field_of(text, most=1)
    return found[0].label if found and found[0].confidence >= SURE else ""


def train(patents: Path) -> dict[str, Model]:
    """Teach IPC classes by patents with their classes (columns patent_title, ipc_subclasses), and fields by the same through the map of classes."""
    with patents.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (row["patent_title"], [code for code in row["ipc_subclasses"].split("|") if code])
            for row in csv.DictReader(file)
        ]
    mapped = [
        (title, sorted({field for code in codes if (field := field_of_ipc(code))})) for title, codes in rows
    ]
    models = {
        "ipc": teach(rows, least=LEAST_PATENTS),
        "field": teach([*_word_examples() * 2, *((title, found) for title, found in mapped if found)]),
    }
    save(models, model_file())
    return models


def field_of_ipc(code: str) -> str:
    """Give the field to which an IPC class mostly belongs; the longest known beginning counts."""
    known = _ipc_fields()
    return next((known[code[:size]] for size in (4, 3, 1) if code[:size] in known), "")


def classes_of(field: str) -> list[str]:
    """Give the IPC subclasses that belong to a field, as far as the map of classes names them."""
    return sorted(code for code, known in _ipc_fields().items() if known == field and len(code) == 4)


@lru_cache(maxsize=1)
def word_list() -> Model:
    """The classifier that the names of the annex's third level teach: what serves where nobody has trained another."""
    return teach(_word_examples(), fit=False)


@lru_cache(maxsize=1)
def _word_examples() -> list[tuple[str, list[str]]]:
    with (HERE / "hitech_words.csv").open(encoding="utf-8", newline="") as file:
        listed = [(row["words"], [row["field"]]) for row in csv.DictReader(file)]
    with (HERE / "field_words.csv").open(encoding="utf-8", newline="") as file:
        listed += [(word, [row["field"]]) for row in csv.DictReader(file) for word in row["words"].split()]
    return listed


@lru_cache(maxsize=1)
def _ipc_fields() -> dict[str, str]:
    with (HERE / "ipc_fields.csv").open(encoding="utf-8", newline="") as file:
        return {code: row["field"] for row in csv.DictReader(file) for code in row["ipc"].split()}


def _stamp() -> int:
    path = model_file()
    return path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=2)
def _models(stamp: int) -> dict[str, Model]:
    return load(model_file()) if stamp else {}


def _shown(target: str, label: Any, found: Suggestion, name: str) -> Suggested:
    return Suggested(target, label, found.label, name, round(found.confidence * 100), found.words)
