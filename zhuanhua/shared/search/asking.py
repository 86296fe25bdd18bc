"""How is a question answered? Every word must stand in a layer that the reader may see; counts come from the same query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zhuanhua.shared.search import index
from zhuanhua.shared.search.keeping import follow_soon
from zhuanhua.shared.search.sources import LAYERS, Source, all_sources, marks_of, source_named
from zhuanhua.shared.search.words import asked, is_latin, runs, synonyms
from zhuanhua.ui.search import MOST_PER_GROUP, Group

if TYPE_CHECKING:
    import tantivy

PAGE = 20
MOST_FACETS = 200
EXACT, PART, ALIKE, SOUND, TYPO = 6.0, 2.0, 1.5, 1.0, 0.6


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with what it would show."""

    name: str
    value: str
    label: Any
    count: int
    chosen: bool


@dataclass
class Answer:
    """What was found: groups of hits, the number in each source, and the filters of the source that is looked at."""

    groups: list[Group] = field(default_factory=list)
    counts: list[Choice] = field(default_factory=list)
    filters: list[tuple[Any, list[Choice]]] = field(default_factory=list)
    total: int = 0
    pages: int = 1


def ready() -> bool:
    """Whether there is an index to ask."""
    return index.current() is not None


def ask(person: Any, text: str, *, source: str = "", chosen: Sequence[str] = (), page: int = 1) -> Answer:
    """Answer a question for a person: all sources with their first hits, or one source page by page, narrowed by what was chosen."""
    follow_soon()
    place = index.current()
    words = asked(text)
    if place is None or not words:
        return Answer()
    opened = index.reader(place)
    searcher, narrowed = opened.searcher(), source_named(source)
    query = _question(opened.schema, words, marks_of(person))
    by_source = _counted(searcher, query, "source")
    answer = Answer(total=sum(by_source.values()))
    answer.counts = [
        Choice("source", each.name, each.title, by_source[each.name], each is narrowed)
        for each in all_sources()
        if by_source.get(each.name)
    ]
    shown = [narrowed] if narrowed else [each for each in all_sources() if by_source.get(each.name)]
    for each in shown:
        inside = _all(_term(opened.schema, "source", each.name), query)
        if narrowed:
            answer.filters = _filters(searcher, inside, each, chosen)
            for mark in chosen:
                inside = _all(inside, _term(opened.schema, "facet", f"{each.name}:{mark}"))
        size = PAGE if narrowed else MOST_PER_GROUP
        found = searcher.search(inside, size, count=True, offset=(page - 1) * size if narrowed else 0)
        numbers = [searcher.doc(address)["key"][0].partition(":")[2] for _score, address in found.hits]
        known = each.hits(person, numbers)
        hits = [known[number] for number in numbers if number in known]
        if narrowed:
            answer.total, answer.pages = found.count or 0, max(-(-(found.count or 0) // PAGE), 1)
        if hits:
            answer.groups.append(Group(each.title, hits, f"?source={each.name}"))
    return answer


def found_numbers(
    person: Any, text: str, source: Source, *, chosen: Sequence[str] = (), most: int = 200
) -> list[str]:
    """Give the numbers that a question finds in one source, best first; what the person may not see is not among them."""
    follow_soon()
    place = index.current()
    words = asked(text)
    if place is None or not words:
        return []
    opened = index.reader(place)
    query = _all(
        _term(opened.schema, "source", source.name), _question(opened.schema, words, marks_of(person))
    )
    for mark in chosen:
        query = _all(query, _term(opened.schema, "facet", f"{source.name}:{mark}"))
    searcher = opened.searcher()
    numbers = [
        searcher.doc(address)["key"][0].partition(":")[2]
        for _score, address in searcher.search(query, most).hits
    ]
    known = source.hits(person, numbers)
    return [number for number in numbers if number in known]


def plain(person: Any, text: str) -> list[Group]:
    """Answer without an index, while the first is being built: by names and numbers in the records."""
    groups = [
        Group(source.title, found[:MOST_PER_GROUP])
        for source in all_sources()
        if (found := source.plain(person, text))
    ]
    return groups


def _question(schema: "tantivy.Schema", words: list[str], marks: list[str]) -> "tantivy.Query":
    """Every word, in whichever layer the reader may see."""
    import tantivy

    seen = [tantivy.Query.term_set_query(schema, f"seen{layer}", marks) for layer in range(LAYERS)]
    return _all(
        *(
            _any(*(_all(seen[layer], _stands(schema, word, layer)) for layer in range(LAYERS)))
            for word in words
        )
    )


def _stands(schema: "tantivy.Schema", word: str, layer: int) -> "tantivy.Query":
    """The word itself, a part of a word, a synonym; in letters also a beginning, a slip of typing, and for titles pinyin or initials."""
    import tantivy

    boost = tantivy.Query.boost_query
    ways = [boost(_term(schema, f"word{layer}", word), EXACT)]
    if is_latin(word):
        if len(word) > 1:
            ways.append(boost(tantivy.Query.regex_query(schema, f"word{layer}", f"{_quoted(word)}.*"), PART))
        if len(word) > 3 and not word.isdecimal():
            slips = 2 if len(word) > 7 else 1
            ways.append(
                boost(tantivy.Query.fuzzy_term_query(schema, f"word{layer}", word, distance=slips), TYPO)
            )
        if layer == 0 and word.isalpha():
            ways.append(boost(_term(schema, "sound", word), SOUND))
            if len(word) > 3:
                ways.append(boost(tantivy.Query.regex_query(schema, "sound", f"{_quoted(word)}.*"), SOUND))
    else:
        ways.append(boost(_all(*(_term(schema, f"pair{layer}", run) for run in runs(word))), PART))
    for other in synonyms(word):
        same = _term(schema, f"word{layer}", other)
        ways.append(
            boost(
                same
                if is_latin(other)
                else _any(same, _all(*(_term(schema, f"pair{layer}", run) for run in runs(other)))),
                ALIKE,
            )
        )
    return _any(*ways)


def _filters(
    searcher: Any, query: "tantivy.Query", source: Source, chosen: Sequence[str]
) -> list[tuple[Any, list[Choice]]]:
    counted = _counted(searcher, query, "facet")
    found = []
    for name, (title, words) in source.facets.items():
        choices = [
            Choice(name, value, label, number, f"{name}={value}" in chosen)
            for value, label in words.items()
            if (number := counted.get(f"{source.name}:{name}={value}", 0)) or f"{name}={value}" in chosen
        ]
        if choices:
            found.append((title, choices))
    return found


def _counted(searcher: Any, query: "tantivy.Query", column: str) -> dict[str, int]:
    answer = searcher.aggregate(query, {"by": {"terms": {"field": column, "size": MOST_FACETS}}})
    told = json.loads(answer) if isinstance(answer, str) else answer
    return {bucket["key"]: bucket["doc_count"] for bucket in told["by"]["buckets"]}


def _term(schema: "tantivy.Schema", column: str, text: str) -> "tantivy.Query":
    import tantivy

    return tantivy.Query.term_query(
        schema,
        column,
        text,
        "basic" if column.startswith(("key", "source", "facet", "sound", "pair", "seen")) else "freq",
    )


def _all(*queries: "tantivy.Query") -> "tantivy.Query":
    import tantivy

    return (
        queries[0]
        if len(queries) == 1
        else tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
    )


def _any(*queries: "tantivy.Query") -> "tantivy.Query":
    import tantivy

    return (
        queries[0]
        if len(queries) == 1
        else tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
    )


def _quoted(word: str) -> str:
    return "".join(f"\\{sign}" if sign in "+#" else sign for sign in word)
