"""Are rules open to everyone, dated, and marked where nobody has verified them? And does the command line say the same?"""

import argparse
import json

import pytest
from django.test import Client

from zhuanhua.shared.policy import cli, library

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["policy", *words])
    return int(arguments.run(arguments))


def test_list_shows_the_values_of_a_day(client: Client) -> None:
    old = client.get("/policy/?on=2019-01-01").content.decode()
    new = client.get("/policy/?on=2026-03-01").content.decode()

    assert "legacy2000" in old
    assert "miit2026" not in old
    assert "miit2026" in new
    assert "未核对" in new


def test_list_of_a_day_that_is_none_says_so(client: Client) -> None:
    answer = client.get("/policy/?on=soon")

    assert answer.status_code == 400
    assert "“soon”不是日期。请写成2026-03-01。" in answer.content.decode()


def test_detail_shows_every_span_with_its_document(client: Client) -> None:
    shown = client.get("/policy/contracts.regime/").content.decode()

    assert shown.index("2026-03-01") < shown.index("2000-02-16")
    assert "国科发政字〔2000〕063号" in shown


def test_detail_in_english_names_the_document_by_a_title_of_ours_and_by_its_own(client: Client) -> None:
    own, ours = "国科发政字〔2000〕063号 技术合同认定登记管理办法", "Measures on recognising and registering technology contracts (国科发政字〔2000〕063号)"  # fmt: skip
    english = client.get("/policy/contracts.regime/", headers={"accept-language": "en"}).content.decode()
    chinese = client.get("/policy/contracts.regime/").content.decode()

    assert (ours in english, own in english, "short names of ours" in english) == (True, True, True)
    assert (ours in chinese, own in chinese, "不是官方译名" in chinese) == (False, True, False)


def test_detail_of_unknown_value_is_not_found(client: Client) -> None:
    assert client.get("/policy/contracts.nothing/").status_code == 404


@pytest.mark.parametrize("identifier", [each for shelf in library.shelves() for each in shelf.book.ids()])
def test_every_value_has_its_page(client: Client, identifier: str) -> None:
    assert client.get(f"/policy/{identifier}/").status_code == 200


def test_cli_lists_the_values_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--on", "2026-03-01", "--json") == 0

    values = {each["id"]: each for each in json.loads(capsys.readouterr().out)}
    assert values["contracts.regime"]["value"] == "miit2026"
    assert values["contracts.regime"]["version"].startswith("contracts@2026-03-01#")


def test_cli_shows_one_value_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "contracts.regime", "--on", "2019-01-01") == 0

    assert "legacy2000" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "contracts.nothing"), 2),
        (("show", "contracts.regime", "--on", "1999-01-01"), 1),
        (("cases", "nobody"), 2),
        (("cases",), 0),
        (("list",), 0),
    ],
)
def test_cli_leaves_with_the_code_that_says_it(words: tuple[str, ...], code: int) -> None:
    assert run(*words) == code
