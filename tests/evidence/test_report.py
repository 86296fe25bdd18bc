"""Does the report of the proofs say what happened, and nothing better?"""

from typing import Any

from tests.support.evidence_report import carried, page, proof
from tests.support.promises import PROMISES


def round_of(**tests: dict[str, Any]) -> dict[str, Any]:
    """Give a round on SQLite with tests of R9."""
    plain = {"proofs": ["R9"], "outcome": "passed", "seconds": 1.0, "reason": "", "told": []}
    return {
        "database": "SQLite 3",
        "whole": True,
        "tests": {name: plain | test for name, test in tests.items()},
    }


def status(*rounds: dict[str, Any]) -> str:
    return str(proof("R9", list(rounds))["status"])


def test_number_is_proven_only_when_all_of_it_ran_and_passed() -> None:
    left = [["not_run", ["漏洞", "holes", "pip-audit"]]]

    assert status(round_of(a={})) == "proven"
    assert status(round_of(a={}, b={"outcome": "failed"})) == "failed"
    assert status(round_of(a={}, b={"outcome": "skipped"})) == "partly"
    assert status(round_of(b={"outcome": "skipped", "reason": "no browser"})) == "open"
    assert status(round_of(a={"told": left})) == "partly"
    assert status(round_of(a={}) | {"whole": False}) == "partly"
    assert status(round_of()) == "open"


def test_what_is_skipped_on_one_database_counts_when_it_passed_on_the_other() -> None:
    assert status(round_of(a={}, b={"outcome": "skipped"}), round_of(b={})) == "proven"


def test_figures_of_one_name_are_added_up_and_words_replaced() -> None:
    told = [["figure", ["cells", 2, "格子"]], ["figure", ["page", "a", "页"]]]
    more = [["figure", ["cells", 3, "格子"]], ["figure", ["page", "b", "页"]]]

    assert proof("R9", [round_of(a={"told": told}, b={"told": more})])["rounds"][0]["figures"] == [
        {"name": "cells", "zh": "格子", "value": 5},
        {"name": "page", "zh": "页", "value": "b"},
    ]


def test_open_number_says_why() -> None:
    assert "R11" in carried()
    assert proof("R11", [round_of()])["reason"]["zh"] == "本次没有运行它的测试。"
    assert "R13" not in carried()
    assert proof("R13", [round_of()])["reason"]["zh"] == "还没有测试带这个编号。"


def test_page_lists_every_number_and_escapes_reasons() -> None:
    skipped = round_of(a={"outcome": "skipped", "reason": "<script>alert(1)</script>"})
    report = {
        "date": "2026-11-23T21:45:18+08:00",
        "versions": {},
        "machine": {},
        "rounds": [],
        "proofs": [proof(number, [skipped]) for number in PROMISES],
    }

    drawn = page(report)

    assert [number for number in PROMISES if f'id="{number}"' not in drawn] == []
    assert "<script" not in drawn
