"""Where does the index lie, and how is it written and read? In generations: a new one is built beside the old and takes its place in one step."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from zhuanhua.shared.search.sources import LAYERS, Document, Source
from zhuanhua.shared.search.words import pairs, sounds, words

if TYPE_CHECKING:
    import tantivy

HEAP = 60_000_000
VERSION = "1"  # of the schema: an index of another version is built anew
KEPT = 2


def home() -> Path:
    """The folder of the index; it holds nothing that the records do not."""
    return Path(settings.DATA_DIR) / "search"


def current() -> Path | None:
    """The generation that is read now; None before the first was built."""
    try:
        name = (home() / "current").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    place = home() / name
    return place if name.startswith(f"v{VERSION}-") and (place / "meta.json").exists() else None


def followed(place: Path) -> int:
    """The last line of the journal that a generation knows."""
    try:
        return int((place / "journal").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


@contextmanager
def the_writer(*, wait: bool) -> Iterator[bool]:
    """Hold the one right to write; gives whether it was got. Without waiting a busy writer is left alone."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def build(documents: Iterable[tuple[Source, Document]], *, journal: int) -> int:
    """Write a new generation and let it take the place of the old; readers go on with the old until then. Gives the number of documents."""
    import tantivy

    place = home() / f"v{VERSION}-{time.time_ns()}"
    place.mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(place))
    writer = index.writer(heap_size=HEAP, num_threads=1)
    count = 0
    for source, document in documents:
        writer.add_document(_stored(source, document))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    _follow(place, journal)
    part = home() / "current.part"
    part.write_text(place.name, encoding="utf-8")
    part.replace(home() / "current")
    for old in sorted(path for path in home().glob("v*-*") if path.is_dir())[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return count


def change(
    place: Path,
    gone: Iterable[tuple[Source, str]],
    documents: Iterable[tuple[Source, Document]],
    *,
    journal: int,
) -> None:
    """Take records out of a generation and put them in as they are now, in one commit."""
    import tantivy

    index = tantivy.Index.open(str(place))
    writer = index.writer(heap_size=HEAP, num_threads=1)
    for source, number in gone:
        writer.delete_documents_by_term("key", f"{source.name}:{number}")
    for source, document in documents:
        writer.add_document(_stored(source, document))
    writer.commit()
    writer.wait_merging_threads()
    _follow(place, journal)


def reader(place: Path) -> Any:
    """Open a generation as it stands after its last commit."""
    return _searcher(str(place), os.stat(place / "meta.json").st_mtime_ns)


@lru_cache(maxsize=2)
def _searcher(place: str, _stamp: int) -> Any:
    import tantivy

    return tantivy.Index.open(place)


@lru_cache(maxsize=1)
def schema() -> "tantivy.Schema":
    """Three layers of words and of pairs, each with its seers; sounds of the first; facets."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("source", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("facet", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("sound", tokenizer_name="whitespace", index_option="basic")
    for layer in range(LAYERS):
        builder.add_text_field(f"word{layer}", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(f"pair{layer}", tokenizer_name="whitespace", index_option="basic")
        builder.add_text_field(f"seen{layer}", tokenizer_name="raw", index_option="basic")
    return builder.build()


def _stored(source: Source, document: Document) -> "tantivy.Document":
    import tantivy

    stored = tantivy.Document()
    stored.add_text("key", f"{source.name}:{document.number}")
    stored.add_text("source", source.name)
    for facet in document.facets:
        stored.add_text("facet", f"{source.name}:{facet}")
    for place, layer in enumerate(document.layers):
        stored.add_text(f"word{place}", words(layer.text))
        stored.add_text(f"pair{place}", pairs(layer.text))
        for mark in layer.seers:
            stored.add_text(f"seen{place}", mark)
    if document.layers:
        stored.add_text("sound", sounds(document.layers[0].text))
    return stored


def _follow(place: Path, journal: int) -> None:
    part = place / "journal.part"
    part.write_text(str(journal), encoding="utf-8")
    part.replace(place / "journal")
