"""Does the terminal bring a spreadsheet in only when every cell is right, and say where it is not?"""

import argparse
import json

import pytest

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.exchange import cli
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.sheets import Column, Sheet, StoreResult

KEPT: list[dict] = []


def keep(values, *, by, progress):
    KEPT.extend(values)
    return StoreResult(new=len(values))


COLUMNS = (Column("name", "名称", required=True), Column("count", "数量", kind="int"))
SHEET = Sheet("cli-things", "物品", COLUMNS, ("name",), keep, Permission.CONTRACT_IMPORT)


@pytest.fixture
def bring(monkeypatch, registrar, tmp_path):
    """Write rows as CSV and import them as the registrar."""
    KEPT.clear()
    monkeypatch.setattr(cli, "sheet_of", {SHEET.code: SHEET}.get)
    monkeypatch.setattr("zhuanhua.shared.exchange.actions.importing.runs.sheet_of", {SHEET.code: SHEET}.get)

    def act(text, *, dry_run=False):
        file = tmp_path / "things.csv"
        file.write_text(text, encoding="utf-8")
        return cli.bring_in(
            argparse.Namespace(
                sheet=SHEET.code, file=file, username=registrar.username, unit="", dry_run=dry_run, json=True
            )
        )

    return act


@pytest.mark.django_db
def test_import_stores_a_sheet_that_is_right(bring, capsys):
    code = bring("名称,数量\n甲,1\n乙,2\n")

    assert (code, [row["name"] for row in KEPT], json.loads(capsys.readouterr().out)["stored"]) == (
        0,
        ["甲", "乙"],
        True,
    )


@pytest.mark.django_db
def test_import_with_one_wrong_cell_stores_nothing_and_names_it(bring, capsys):
    code = bring("名称,数量\n甲,1\n乙,二\n")

    faults = json.loads(capsys.readouterr().out)["faults"]
    assert (code, KEPT, [(fault["row"], fault["column"]) for fault in faults]) == (1, [], [(3, "数量")])


@pytest.mark.django_db
def test_dry_run_stores_nothing_and_drops_the_file(bring):
    code = bring("名称,数量\n甲,1\n", dry_run=True)

    assert (code, KEPT, ImportRun.objects.get().state) == (0, [], "cancelled")


@pytest.mark.django_db
def test_import_as_nobody_is_refused(tmp_path):
    asked = argparse.Namespace(
        sheet="cli-things", file=tmp_path, username="nobody", unit="", dry_run=False, json=False
    )

    with pytest.raises(Refusal, match="没有账号“nobody”"):
        cli.bring_in(asked)
