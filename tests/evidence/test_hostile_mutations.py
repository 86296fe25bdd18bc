"""Does a file that was damaged on the way ever pass as something else? And does text that looks like a formula stay text on its way out?"""

import csv
import io
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.evidence.hostile_books import GOOD, comma
from tests.evidence.hostile_cells import FORMULAS
from tests.evidence.hostile_files import Hostile, every_table
from tests.evidence.test_hostile_files import send, spotless  # noqa: F401 - the fixture
from tests.support.cast import sign_in
from tests.support.evidence import Evidence, size
from zhuanhua.programmes.contracts.sheets import REGISTERED
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.reading import FileRefused, read_table
from zhuanhua.shared.exchange.writing import FORMULA_SIGNS

pytestmark = [pytest.mark.evidence, pytest.mark.proof("R10")]
GROUPS = 8
LONGEST = 200_000  # bytes of a file worth damaging: larger ones are one byte over and over


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """Change, cut, drop, double or insert some bytes."""
    place = chance.randrange(len(raw))
    length = chance.randrange(1, 40)
    some = chance.randbytes(length)
    return chance.choice((
        raw[:place] + bytes([raw[place] ^ (1 << chance.randrange(8))]) + raw[place + 1 :],
        raw[:place] + some + raw[place + length :],
        raw[:place],
        raw[:place] + raw[place + length :],
        raw[:place] + some + raw[place:],
        raw[: place + length] + raw[place:],
    ))  # fmt: skip


def rows_of(path: Path, hostile: Hostile, raw: bytes) -> list[Any] | None:
    """Read a table; None when it is refused, with a sentence."""
    path.write_bytes(raw)
    try:
        table = read_table(path, name=hostile.file_name, known=REGISTERED.known_titles)
    except FileRefused as refused:
        assert re.search("[\u4e00-\u9fff].*。$", str(refused))
        return None
    return [table.titles, table.rows]


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_damaged_archive_is_refused_or_reads_the_same(
    group: int,
    tmp_path: Path,
    spotless: Path,  # noqa: F811 - the fixture
    evidence: Evidence,
) -> None:
    wrong = []
    tried = 0
    for hostile in every_table()[group::GROUPS]:
        raw = hostile.make()
        if not raw or len(raw) > LONGEST:
            continue
        path = tmp_path / "damaged"
        whole = rows_of(path, hostile, raw)
        for number in range(size(1, 20)):
            chance = random.Random(f"{evidence.seed} {hostile.name} {number}")
            came = rows_of(path, hostile, damaged(raw, chance))
            tried += 1
            if raw.startswith(b"PK") and came is not None and came != whole:
                wrong.append((hostile.name, number))
        path.unlink()
    evidence.figure("damaged files", tried, "损坏的文件")
    assert tried
    assert wrong == []


def read_back(text: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from calculating."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA_SIGNS) else text


def no_formula(raw: bytes) -> bool:
    """Tell whether a workbook holds no formula and no link."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return not any(
            re.search(rb"<f[ >]|<hyperlink|TargetMode", archive.read(name)) for name in archive.namelist()
        )


@pytest.mark.django_db
def test_formulas_come_in_as_text_and_go_out_as_text(
    client: Client, registrar: Any, evidence: Evidence
) -> None:
    rows = [
        GOOD | {"登记编号": f"20182101110000{place}", "合同名称": text, "合同成交额（万元）": place}
        for place, text in enumerate(FORMULAS.values(), 10)
    ]
    faulty = GOOD | {"合同名称": FORMULAS["equals"], "卖方名称": FORMULAS["plus"], "签订日期": "@SUM(1)"}
    sign_in(client, registrar)
    upload = reverse("exchange:upload", args=["registered-contracts"])
    send(client, upload, "合同.csv", comma(*rows, faulty).encode())
    run = ImportRun.objects.get()
    mapping = {f"column_{place}": key for place, key in run.mapping.items()}
    client.post(reverse("exchange:map_columns", args=[run.pk]), mapping)
    wrong = client.get(reverse("exchange:errors", args=[run.pk])).content
    client.post(reverse("exchange:confirm", args=[run.pk]))

    address = reverse("exchange:export", args=["contracts-records"])
    book, text = (
        b"".join(client.post(address, {"format": form}).streaming_content) for form in ("xlsx", "csv")
    )

    cells = [row[0].value for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(min_row=2)]
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:]
    assert sorted(cells) == sorted(FORMULAS.values())
    assert sorted(read_back(line[0]) for line in lines) == sorted(FORMULAS.values())
    assert [cell for line in lines for cell in line if cell.startswith(FORMULA_SIGNS)] == []
    assert (no_formula(book), no_formula(wrong)) == (True, True)
    assert FORMULAS["plus"] in [
        cell.value for row in openpyxl.load_workbook(io.BytesIO(wrong)).active.iter_rows() for cell in row
    ]
    evidence.figure("formulas that came out as text", len(cells), "原样导出的公式样文字")
