"""Letters in a terminal: listed, shown, exported, their drift named; exit codes that scripts can trust."""

import argparse
import json

import pytest

from zhuanhua.accountability.replies import cli
from zhuanhua.accountability.replies.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(register_one, officer, reviewer):
    return factories.again(factories.frozen(by=officer, signers=[reviewer]))


def run(*words):
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    options = parser.parse_args(["letters", *words])
    return options.run(options)


def test_letters_are_listed_and_shown_for_programs(letter, capsys):
    code = run("list", "--json")
    rows = json.loads(capsys.readouterr().out)
    shown = run("show", letter.number, "--json")

    told = json.loads(capsys.readouterr().out)
    assert (code, [row["number"] for row in rows], shown) == (0, [letter.number], 0)
    assert ([row["text"] for row in told["figures"]], told["untraced"]) == (["1项", "140.1亿元"], [])


def test_a_number_without_origin_gives_one(register_one, officer):
    letter = factories.draft(by=officer, body="共41家。")

    assert run("show", letter.number) == 1


def test_a_late_contract_is_named(letter, register, capsys):
    before = run("drift", letter.number)
    late = register("乙", 9)

    assert (before, run("drift", letter.number)) == (0, 1)
    assert late.number in capsys.readouterr().out


def test_papers_are_written_by_their_suffix(letter, tmp_path):
    codes = [
        run("export", letter.number, "--to", str(tmp_path / name)) for name in ("a.docx", "a.pdf", "a.odt")
    ]

    assert codes == [0, 0, 2]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.pdf"]


@pytest.mark.parametrize("part", ["show", "drift"])
def test_an_unknown_letter_is_said(db, part, capsys):
    assert run(part, "2026-DF-99999") == 2
    assert "2026-DF-99999" in capsys.readouterr().err
