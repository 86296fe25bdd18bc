"""Has every policy value its source and date, and every rule its cases?"""

import pytest

from zhuanhua.shared.policy import library


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
