"""Is a hostile file ever taken by mistake, imported by half, or able to bring the system down? Every kind goes through the real pages."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.evidence.hostile_books import GOOD
from tests.evidence.hostile_files import Faulty, Hostile, Refused, Taken, every_table
from tests.support.cast import sign_in
from tests.support.evidence import Evidence
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.evidence, pytest.mark.proof("R10")]
TABLES = every_table()
FEWEST = 80
LINE = "----hostile"
GOOD_FIELDS = {
    "registration_number": GOOD["登记编号"],
    "project_name": GOOD["合同名称"],
    "total_fen": 386_000_000,
    "signed_on": GOOD["签订日期"],
    "ends_on": GOOD["履行截止日期"],
}
SECOND_FIELDS = GOOD_FIELDS | {
    "registration_number": "2018210111000002",
    "project_name": "膜组件在线监测装置开发",
}


@dataclass
class Outcome:
    """What became of a file: the sentence that refused it and where, or its faults and the contracts that were kept."""

    refused: str = ""
    step: str = ""
    faults: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)


def body(name: str, content: bytes, **fields: str) -> bytes:
    """Write a form by hand, so that the name of the file arrives as the sender wrote it."""
    told = "".join(
        f'--{LINE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    )
    written = f'filename="{name}"' if name.isprintable() else f"filename*=UTF-8''{quote(name, safe='')}"
    head = f'--{LINE}\r\nContent-Disposition: form-data; name="file"; {written}\r\n\r\n'
    return (told + head).encode() + content + f"\r\n--{LINE}--\r\n".encode()


def send(client: Client, address: str, name: str, content: bytes, **fields: str) -> Any:
    """Post a file as a browser would."""
    return client.generic(
        "POST", address, body(name, content, **fields), f"multipart/form-data; boundary={LINE}"
    )


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def children() -> list[str]:
    """Name the processes that this one has started and that still live."""
    return [each for path in Path("/proc/self/task").glob("*/children") for each in path.read_text().split()]


@pytest.fixture
def spotless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Give temporary files a folder of their own and look behind: none may stay, nor any process."""
    before = children()
    for name in ("uploads", "temp"):
        (tmp_path / name).mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    yield tmp_path
    assert files_in(tmp_path) == set()
    assert [child for child in children() if child not in before] == []


def bring(client: Client, hostile: Hostile, afterwards: Any) -> Outcome:
    """Walk a file through upload, mapping, check and confirmation, as far as it comes."""
    upload = reverse("exchange:upload", args=["registered-contracts"])
    answer = send(client, upload, hostile.file_name, hostile.make())
    if answer.status_code != 302:
        sentence = "".join(answer.context["form"].errors["file"])
        return Outcome(refused=sentence, step="file")
    run = ImportRun.objects.get()
    client.get(answer["Location"])
    mapping = {f"column_{place}": key for place, key in run.mapping.items()}
    answer = client.post(reverse("exchange:map_columns", args=[run.pk]), mapping)
    if answer.status_code != 302:
        with afterwards(execute=True):
            client.post(reverse("exchange:cancel", args=[run.pk]))
        return Outcome(refused=answer.context["fault"], step="columns")
    assert client.get(answer["Location"]).status_code == 200
    run.refresh_from_db()
    assert Contract.objects.count() == 0
    client.post(reverse("exchange:confirm", args=[run.pk]))
    kept = Contract.objects.order_by("registration_number").values(*GOOD_FIELDS)
    return Outcome(faults=run.errors, counts=run.counts, notes=run.notes, kept=list(kept))


def is_half(outcome: Outcome) -> bool:
    """Whether a row was lost without a word, or kept although it has a fault."""
    if outcome.refused:
        return bool(outcome.kept)
    bad = {fault["row"] for fault in outcome.faults}
    return len(outcome.kept) != outcome.counts["rows"] - len(bad) or outcome.counts["bad"] != len(bad)


def is_right(outcome: Outcome, expected: Refused | Faulty | Taken) -> bool:
    """Whether exactly the expected thing happened."""
    if isinstance(expected, Refused):
        return outcome.step == expected.step and all(word in outcome.refused for word in expected.says)
    if outcome.refused:
        return False
    if isinstance(expected, Faulty):
        named = [fault for fault in outcome.faults if fault["column"] == expected.column]
        says = any(expected.says in fault["message"] + fault["way_out"] for fault in named)
        rows = {fault["row"] for fault in outcome.faults}
        kept = [GOOD_FIELDS] if expected.row == 3 else [GOOD_FIELDS, SECOND_FIELDS]
        whole = all(fault["message"].endswith("。") for fault in outcome.faults)
        return says and whole and rows == {expected.row} and outcome.kept == kept
    told = not expected.note or any(expected.note in note for note in outcome.notes)
    return told and outcome.faults == [] and outcome.kept == [GOOD_FIELDS, SECOND_FIELDS | expected.second]


@pytest.mark.parametrize("hostile", TABLES, ids=[hostile.name for hostile in TABLES])
def test_table_is_refused_or_named_or_read_exactly(
    hostile: Hostile,
    client: Client,
    registrar: Any,
    spotless: Path,
    evidence: Evidence,
    django_capture_on_commit_callbacks: Any,
) -> None:
    sign_in(client, registrar)
    folder = Path(ImportRun._meta.get_field("content").storage.location)
    before = (files_in(folder), Organisation.objects.count(), Entry.objects.count())

    outcome = bring(client, hostile, django_capture_on_commit_callbacks)

    right, half = is_right(outcome, hostile.expected), is_half(outcome)
    evidence.figure("kinds of hostile tables", 1, "恶意表格的种类")
    evidence.figure("wrongly judged", 0 if right else 1, "误判")
    evidence.figure("half imported", int(half), "只导入一半")
    assert (right, half) == (True, False), (hostile.reason, outcome)
    if outcome.refused:
        assert Contract.objects.count() == 0
        assert (files_in(folder), Organisation.objects.count()) == before[:2]
    if outcome.step == "file":
        assert (ImportRun.objects.count(), Entry.objects.count()) == (0, before[2])


def test_corpus_is_large_and_no_two_kinds_are_the_same() -> None:
    names = [hostile.name for hostile in TABLES]

    assert len(set(names)) == len(names)
    assert len(names) >= FEWEST
