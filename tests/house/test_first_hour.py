"""Does the reading list of MAP.md fit into its hour, and does it lead to files that are there?"""

import re

from tests.house.architecture import ROOT

LINES_IN_AN_HOUR = 1_400


def _list():
    text = (ROOT / "MAP.md").read_text(encoding="utf-8")
    return re.findall(r"^\d+\. `([^`]+)`", text, flags=re.MULTILINE)


def test_the_list_names_files_that_exist():
    assert _list()
    assert [name for name in _list() if not (ROOT / name).is_file()] == []


def test_the_list_fits_into_an_hour():
    assert (
        sum(len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in _list())
        <= LINES_IN_AN_HOUR
    )
