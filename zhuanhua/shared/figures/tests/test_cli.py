"""Does the command line tell value, definition, records and day, and refuse with a way out?"""

import argparse
import json
from typing import Any

import pytest

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.figures import cli

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["figures", *words])
    return int(arguments.run(arguments))


def test_show_prints_value_exact_definition_and_records(
    six: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", "test.amount", "--year", "2018", "--by", "kind") == 0

    printed = capsys.readouterr().out
    assert "2018年  252.04亿元（25,204,000,000.00元）" in printed
    assert "定义  编号之和" in printed
    assert "记录  2家" in printed
    assert "252.00亿元  1家" in printed


def test_show_json_gives_exact_text(six: None, capsys: pytest.CaptureFixture[str]) -> None:
    run("show", "test.amount", "--year", "2018", "--where", "kind=university", "--json")

    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (said["value"], said["value_fen"], said["records"]) == ("4000000.00", 400_000_000, 1)
    assert said["filters"] == {"kind": ["university"]}


def test_list_names_every_figure(six: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0

    assert "test.growth  单位额增长率（%）  比上年" in capsys.readouterr().out


def test_show_unknown_figure_is_refused_with_the_known_ones(six: None) -> None:
    with pytest.raises(Refusal, match=r"可用的编号：.*test\.count"):
        run("show", "test.nothing")


@pytest.mark.parametrize(
    "words", [("show", "test.count", "--since", "soon"), ("show", "test.count", "--where", "kind")]
)
def test_wrong_use_leaves_with_two(six: None, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as leaving:
        run(*words)

    assert leaving.value.code == 2
