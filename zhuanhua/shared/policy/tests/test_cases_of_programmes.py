"""Every case of every programme's policy_cases.yaml, as one test each."""

import pytest

from zhuanhua.shared.policy import cases, library, testing


@pytest.mark.parametrize(("shelf", "case"), testing.every_case(), ids=testing.case_name)
def test_case_of_programme_gives_what_the_document_says(shelf: library.Shelf, case: cases.Case) -> None:
    testing.check(shelf, case)
