"""How do the cases of all programmes reach pytest? Each case becomes one test, named after its sentence."""

from typing import Any

from zhuanhua.shared.policy import cases, library


def every_case() -> list[tuple[library.Shelf, cases.Case]]:
    """List each case of each programme with its shelf."""
    return [(shelf, case) for shelf in library.shelves() if shelf.has_cases for case in shelf.examples()]


def case_name(given: Any) -> str:
    """Name a test after programme and case."""
    return f"{given.label}" if isinstance(given, library.Shelf) else given.title


def check(shelf: library.Shelf, case: cases.Case) -> None:
    """Fail with the case's own sentence."""
    outcome = cases.run_case(case, shelf.rules(), shelf.book)
    assert outcome.passed, f"{outcome.sentence()}（{case.source}）"
