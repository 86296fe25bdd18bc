"""Does the command line tell value, definition, records and day, and refuse with a way out?"""

import argparse
import json
from datetime import date
from typing import Any

import pytest

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.figures import cli
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.models import Organisation

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
    assert "2018年  252.04亿元 = 25,204,000,000.00元" in printed
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

    assert "test.growth  单位额增长率 [%]  比上年" in capsys.readouterr().out


def test_show_unknown_figure_is_refused_with_the_known_ones(six: None) -> None:
    with pytest.raises(Refusal, match=r"可用的编号：.*test\.count"):
        run("show", "test.nothing")


def test_a_slip_of_the_pen_is_answered_with_the_nearest_code(six: None) -> None:
    with pytest.raises(Refusal, match=r"可用的编号：test\.count\b") as said:
        run("show", "test.counts")

    assert "contracts.amount" not in str(said.value)


def test_a_year_that_is_none_is_refused_in_plain_words(six: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("show", "test.count", "--year", "abc")

    assert "请填四位数字，例如2018" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("show", "test.count", "--since", "soon"), ("show", "test.count", "--where", "kind")]
)
def test_wrong_use_leaves_with_two(six: None, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as leaving:
        run(*words)

    assert leaving.value.code == 2


# --- frozen versions --------------------------------------------------------------------------------------------------
@pytest.fixture
def frozen(six: None, officer: Any, capsys: pytest.CaptureFixture[str]) -> str:
    assert (
        run("freeze", "test.count", "test.amount", "--year", "2018", "--title", "公报", "--as", "officer")
        == 0
    )
    return capsys.readouterr().out


def test_freeze_tells_number_values_and_leaves_one_line(frozen: str) -> None:
    assert "已冻结为2018-01" in frozen
    assert "单位额  252.04亿元  test.amount" in frozen
    assert [entry.event for entry in Entry.objects.all()] == ["figure:freeze"]


def test_freeze_by_nobody_is_refused(six: None) -> None:
    with pytest.raises(Refusal, match="没有账号"):
        run("freeze", "test.count", "--year", "2018", "--title", "公报", "--as", "nobody")


def test_drift_of_what_stands_still_leaves_with_zero(frozen: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("drift") == 0

    assert "冻结的数2个，与今天不同的0个。" in capsys.readouterr().out


def test_drift_names_the_records_that_moved_each_figure(
    frozen: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Organisation.objects.create(id=100_000_000, name="迟到", kind="agency", registered_on=date(2018, 5, 1))
    Organisation.objects.filter(id=400_000_000).update(registered_on=date(2019, 5, 1))

    assert run("drift", "2018-01") == 1

    printed = capsys.readouterr().out
    assert "2018-01 “公报”：单位额，冻结时252.04亿元，现在252.01亿元。" in printed
    assert "迟到登记1条，共100.00万元：100000000。" in printed
    assert "不再计入1条，共400.00万元：400000000。" in printed


def test_drift_json_has_every_record(frozen: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    Organisation.objects.create(id=100_000_000, name="迟到", kind="agency", registered_on=date(2018, 5, 1))

    assert run("drift", "2018-01", "--json") == 1

    amount, count = json.loads(capsys.readouterr().out)
    assert (amount["then"], amount["now"], amount["added"]) == (
        "2520400000000",
        "2520500000000",
        {"100000000": 100_000_000},
    )
    assert (count["then"], count["now"], count["is_intact"]) == ("2", "3", True)


def test_drift_of_an_unknown_set_names_those_that_exist(frozen: str) -> None:
    with pytest.raises(Refusal, match="2018-01"):
        run("drift", "2017-09")
