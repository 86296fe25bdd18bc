"""Does the end of the journal leave the house signed, and does the key stay inside?"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from zhuanhua.cli.door import run
from zhuanhua.shared.journal import heads
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.signing import sign_present_head
from zhuanhua.shared.journal.triggers import REMOVE
from zhuanhua.shared.journal.verifier import main

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R11")]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUANHUA_JOURNAL_DIR", str(tmp_path / "journal"))
    monkeypatch.setenv("ZHUANHUA_LANG", "zh")


def fill() -> None:
    """Write three lines."""
    for number in range(3):
        with transaction.atomic():
            record("contract:start", by=None, case_kind="contract", case_number=str(number))


def test_key_is_made_once_and_read_by_its_owner_alone() -> None:
    first, second = heads.public_pem(), heads.public_pem()

    assert first == second
    assert (heads.folder() / "journal.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in heads.folder().iterdir()] == ["journal.key"]


def test_empty_journal_has_no_head() -> None:
    assert heads.sign_head() is None
    assert heads.kept_heads() == []


def test_present_head_is_signed_once_for_each_change() -> None:
    sign_present_head()
    fill()
    sign_present_head()
    sign_present_head()
    fill()
    sign_present_head()

    assert [head["seq"] for head in heads.kept_heads()] == [3, 6]


def test_exports_are_checked_by_the_stand_alone_verifier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill()
    names = {name: str(tmp_path / f"{name}.out") for name in ("journal", "heads", "key")}
    for name, path in names.items():
        assert run(["export", name, "--out", path]) == 0

    code = main([names["journal"], "--heads", names["heads"], "--key", names["key"]])

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == "日志完整：3行，1个签名首相符。"


def test_verify_journal_names_the_first_bad_line(
    django_db_blocker: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.db import connection  # noqa: PLC0415 - used to tamper

    fill()
    with connection.cursor() as cursor:
        for statement in REMOVE[connection.vendor]:
            cursor.execute(statement)
    Entry.objects.filter(seq=2).update(case_number="9")

    code = run(["verify", "journal", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (code, told["is_whole"], told["first_fault"]) == (1, False, 2)
    assert told["faults"][0]["words"] == "第2行的内容被改过。"


def test_verify_journal_takes_heads_from_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill()
    elsewhere = tmp_path / "heads"
    run(["export", "heads", "--out", str(elsewhere)])
    elsewhere.write_text(elsewhere.read_text().replace('"seq": 3', '"seq": 4'))

    codes = [run(["verify", "journal"]), run(["verify", "journal", "--heads", str(elsewhere)])]

    assert codes == [0, 1]
    assert "不是本站签的" in capsys.readouterr().out


def test_verify_journal_with_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    assert run(["verify", "journal", "--heads", str(tmp_path / "nothing")]) == 2
