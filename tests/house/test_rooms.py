"""Does every programme have the rooms, opened by a sentence, in names that the house allows?"""

import ast

import pytest

from tests.house.architecture import PRODUCT, PROGRAMMES, python_files

ROOMS = {
    "__init__", "actions", "api", "apps", "attention", "certificate_pdf", "codes", "contract_papers", "describing", "figures", "exports", "figures_conversion", "forms", "forms_subsidy", "jobs", "keeping", "learning", "models", "notices", "offerings",
    "pages", "permissions", "policy", "policy_sheets", "policy_subsidy", "queries", "ranking", "searching", "sentences", "sheets", "states", "states_project", "states_subsidy", "urls", "verify_urls", "cli", "wording",
}  # fmt: skip
NEEDED = (
    "README.md",
    "states.py",
    "policy_values.yaml",
    "policy.py",
    "policy_cases.yaml",
    "permissions.py",
    "urls.py",
    "figures.py",
)
FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "handler", "helper", "util"}


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda folder: folder.name)
def test_programme_has_its_rooms_and_no_strange_ones(programme):
    present = {
        path.stem for path in programme.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert [name for name in NEEDED if not (programme / name).exists()] == []
    assert present - ROOMS - {"tests", "migrations"} == set()


def test_no_room_is_called_by_a_name_that_says_nothing():
    names = {part for path in python_files() for part in (*path.relative_to(PRODUCT).parts[:-1], path.stem)}

    assert names & FORBIDDEN == set()


def test_every_file_opens_with_a_sentence():
    silent = [
        str(path.relative_to(PRODUCT))
        for path in python_files()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        and path.read_text(encoding="utf-8").strip()
    ]

    assert silent == []
