"""Are rules, worked cases and confirmations open to whom they should be, and a replay to the bureau alone?"""

import argparse
import json
import re

import pytest
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.programmes.contracts.tests.test_subsidy import sold  # noqa: F401 - a fixture
from zhuanhua.shared.exchange.exports import export_of
from zhuanhua.shared.policy import cli, rules
from zhuanhua.shared.policy.models import LocalConfirmation
from zhuanhua.shared.policy.pages.ruling import examples

pytestmark = pytest.mark.django_db
CJK = re.compile(r"[一-鿿]+")
NUMBER = re.compile(r"[一-鿿]+〔[0-9]{4}〕[0-9]+号")  # of a document, which is found by nothing else
SELLER = "contracts.subsidy.seller"
CAP = f"{SELLER}.contract_cap_fen"
REPLAY = f"/policy/rules/{SELLER}/replay/"
CONFIRM = f"/policy/confirmations/{CAP}/2014-01-01/confirm/"
TRIED = {"rule": SELLER, "on": "2018-12-31", f"v.{CAP}": "9.5万元"}


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["policy", *words])
    return int(arguments.run(arguments))


def read(answer) -> str:
    return answer.content.decode()


def test_list_names_every_rule_and_what_is_open(client: Client):
    shown = read(client.get("/policy/rules/"))

    assert [rule.code for rule in rules.rules() if rule.code not in shown] == []
    assert "10个值待确认" in shown


def test_rule_shows_conditions_values_and_cases_of_a_day(client: Client):
    new, old = (read(client.get(f"/policy/rules/{SELLER}/?on={day}")) for day in ("2018-12-31", "2015-06-01"))

    assert ("技术在本市转化" in new, "10%" in new, "五百万元的合同，单项上限十万元" in new) == (
        True,
        True,
        True,
    )
    assert ("1%" in old, "试算别的数值" in new) == (True, False)


@pytest.mark.parametrize("code", [rule.code for rule in rules.rules()])
def test_every_worked_case_has_its_sheet(client: Client, code: str):
    rule = rules.find(code)

    for place, case in enumerate(examples(rule), 1):
        shown = read(client.get(f"/policy/rules/{code}/examples/{place}/"))
        assert (case.title in shown, "判定日" in shown) == (True, True)


@pytest.mark.parametrize("code", [rule.code for rule in rules.rules()])
def test_english_sheets_name_their_documents_in_english(client: Client, code: str):
    for place in range(1, 1 + len(examples(rules.find(code)))):
        shown = read(client.get(f"/policy/rules/{code}/examples/{place}/", headers={"accept-language": "en"}))
        sheet = shown[shown.index('<table class="ledger verdict">') : shown.index("Judged on")]

        assert CJK.findall(NUMBER.sub("", sheet)) == []
        assert "short names of ours" in sheet


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/policy/rules/nothing/", 404),
        (f"/policy/rules/{SELLER}/examples/0/", 404),
        (f"/policy/rules/{SELLER}/examples/999/", 404),
        (f"/policy/rules/{SELLER}/?on=soon", 400),
        (f"/policy/rules/{SELLER}/?on=1999-01-01", 400),
    ],
)
def test_odd_address_is_told(client: Client, address: str, status: int):
    assert client.get(address).status_code == status


def test_replay_shows_who_loses_and_by_how_much(client: Client, officer, sold, firm):  # noqa: F811
    answer = sign_in(client, officer).get(REPLAY, TRIED)

    assert answer.status_code == 200
    assert "0家多得，1家少得" in read(answer)
    assert (firm.name in read(answer), "−5,000.00" in read(answer)) == (True, True)


def test_replay_opens_the_cases_of_one_party(client: Client, officer, sold, firm):  # noqa: F811
    shown = read(sign_in(client, officer).get(REPLAY, TRIED | {"party": str(firm.pk)}))

    assert [contract.number in shown for contract in sold] == [True, True, True]


def test_replay_exports_what_the_screen_shows(officer, sold, firm):  # noqa: F811
    from django.http import QueryDict

    params = QueryDict(mutable=True)
    params.update(TRIED)
    export = export_of("policy-replay")

    rows = list(export.rows(officer, params))

    assert [[column.of(row) for column in export.columns] for row in rows] == [
        [firm.name, 3, 3, 3, 28_000_000, 27_500_000, -500_000]
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({f"v.{CAP}": "many"}, "不是"),
        ({"on": "soon"}, "“soon”不是日期"),
        ({"on": "1999-01-01"}, "还没有这条规则的数值"),
    ],
)
def test_replay_tells_what_it_cannot_read(client: Client, officer, change, message):
    answer = sign_in(client, officer).get(REPLAY, TRIED | change)

    assert (answer.status_code, message in read(answer)) == (400, True)


@pytest.mark.parametrize("address", [REPLAY, CONFIRM])
def test_rival_neither_replays_nor_confirms(client: Client, rival, address: str):
    assert sign_in(client, rival).get(address).status_code == 403
    assert sign_in(client, rival).post(address, {"ground": "我要", "document": "我写"}).status_code == 403
    assert LocalConfirmation.objects.count() == 0


def test_rival_reads_confirmations_and_finds_no_button(client: Client, rival):
    shown = read(sign_in(client, rival).get("/policy/confirmations/"))

    assert (CAP in shown, CONFIRM in shown) == (True, False)


def test_leader_confirms_and_withdraws(client: Client, leader):
    sign_in(client, leader)
    assert CONFIRM in read(client.get("/policy/confirmations/"))

    client.post(CONFIRM, {"ground": "局党组会议定", "document": "会议纪要〔2018〕3号"})
    kept = LocalConfirmation.objects.get()
    public = read(Client().get(f"/policy/{CAP}/"))
    client.post(f"/policy/confirmations/{kept.pk}/withdraw/", {"reason": "另定"})

    assert (kept.value_id, "会议纪要〔2018〕3号" in public) == (CAP, True)
    assert LocalConfirmation.objects.get().withdrawn_reason == "另定"
    assert "另定" in read(client.get("/policy/confirmations/"))


@pytest.mark.parametrize("typed", [{"ground": "", "document": "纪要"}, {"ground": "定", "document": " "}])
def test_confirmation_without_ground_or_document_is_told(client: Client, leader, typed):
    answer = sign_in(client, leader).post(CONFIRM, typed)

    assert (answer.status_code, 'role="alert"' in read(answer)) == (200, True)
    assert LocalConfirmation.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    ["/policy/confirmations/no.value/2014-01-01/confirm/", f"/policy/confirmations/{CAP}/soon/confirm/"],
)
def test_confirmation_of_no_value_is_not_found(client: Client, leader, address: str):
    assert sign_in(client, leader).get(address).status_code == 404


def test_cli_verdict_prints_the_sheet(sold, capsys):  # noqa: F811
    assert run("verdict", SELLER, "--contract", sold[0].number, "--on", "2018-12-31") == 0

    shown = capsys.readouterr().out
    assert ("✓ 技术在本市转化" in shown, "= 补贴  90,000.00" in shown, "不得付款" in shown) == (
        True,
        True,
        True,
    )


def test_cli_verdict_takes_the_number_on_the_certificate(sold, capsys):  # noqa: F811
    number = sold[0].registration_number
    assert run("verdict", SELLER, "--contract", number, "--on", "2018-12-31") == 0
    shown = capsys.readouterr().out
    assert (
        number != sold[0].number,
        f"· {sold[0].number} ·" in shown,
        "技术开发；规定：技术开发、技术转让" in shown,
    ) == (
        True,
        True,
        True,
    )


def test_cli_verdict_json_is_the_sheet_with_its_digest(sold, capsys):  # noqa: F811
    case = f"contract:{sold[0].number}"
    assert run("verdict", SELLER, "--case", case, "--on", "2018-12-31", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["amount_fen"], told["payable"], len(told["digest"])) == (9_000_000, False, 64)


def test_cli_replay_says_what_it_costs(sold, capsys):  # noqa: F811
    assert run("replay", SELLER, "--on", "2018-12-31", "--set", f"{CAP}=9.5万元", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["before_fen"], told["difference_fen"], told["paid_parties"]) == (
        28_000_000,
        -500_000,
        [1, 1],
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("verdict", "nothing", "--contract", "1"), 2),
        (("verdict", SELLER, "--contract", "1", "--on", "2018-12-31"), 1),
        (("verdict", SELLER, "--case", "letter:1"), 2),
        (("replay", SELLER, "--on", "2018-12-31"), 0),
        (("replay", SELLER, "--set", "no.value=5"), 2),
        (("replay", SELLER, "--set", CAP), 2),
        (("replay", SELLER, "--on", "2018-12-31", "--set", f"{CAP}=9.5万元"), 0),
        (("replay", SELLER, "--with", "/nowhere.yaml"), 2),
    ],
)
def test_cli_leaves_with_the_code_that_says_it(words, code):
    assert run(*words) == code
