"""Has every policy value its source and date, and every rule its cases?"""

import re

import pytest

from zhuanhua.shared.policy import library

CJK = re.compile(r"[一-鿿]")


@pytest.mark.parametrize("shelf", library.shelves(), ids=lambda shelf: shelf.label)
def test_every_rule_has_cases(shelf):
    tested = {case.rule for case in shelf.examples()}

    assert set(shelf.rules()) - tested == set()


@pytest.mark.parametrize("shelf", library.shelves(), ids=lambda shelf: shelf.label)
def test_every_rule_names_its_article(shelf):
    unnamed = [
        name
        for name, rule in shelf.rules().items()
        if not rule.__doc__ or not any(mark in rule.__doc__ for mark in ("条", "号"))
    ]

    assert unnamed == []


@pytest.mark.parametrize("shelf", library.shelves(), ids=lambda shelf: shelf.label)
def test_every_source_reads_in_english(shelf):
    """A document by a short title of ours, an article as it is counted there; only the number stays as it stands."""
    sources = {entry.source for entry in shelf.book.entries}
    unread = [each.doc for each in sources if not each.doc_en or (each.article and not each.article_en)]
    odd = [each.doc_en for each in sources if CJK.search(each.doc_en + each.article_en)]

    assert (unread, odd) == ([], [])
