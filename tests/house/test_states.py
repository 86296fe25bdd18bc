"""Do the tables of moves hold together, and do the pictures in the READMEs match them?"""

import importlib
from pathlib import Path

import pytest

from tests.house.architecture import case_classes
from zhuanhua.shared.workflow.moves import faults_of, picture


@pytest.mark.parametrize("case_class", case_classes(), ids=lambda each: each.case_kind)
def test_moves_join_known_states_and_leave_no_dead_end(case_class):
    assert faults_of(case_class) == []


@pytest.mark.parametrize("case_class", case_classes(), ids=lambda each: each.case_kind)
def test_readme_shows_the_present_picture(case_class):
    package = importlib.import_module(case_class.__module__.rsplit(".models", 1)[0])
    readme = Path(package.__file__).parent / "README.md"

    assert f"```mermaid\n{picture(case_class)}\n```" in readme.read_text(encoding="utf-8")


@pytest.mark.parametrize("case_class", case_classes(), ids=lambda each: each.case_kind)
def test_every_state_has_a_tone_and_every_event_a_sentence(case_class):
    from zhuanhua.shared.journal import sentences

    assert set(case_class.TONES) == set(case_class.States.values)
    unworded = [
        move.verb
        for move in case_class.MOVES
        if f"{case_class.case_kind}:{move.verb}" not in sentences._SENTENCES
    ]
    assert unworded == []
