"""Does the stand-alone verifier find every tampering, and name the right line (R11)?"""

import copy
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.support.evidence import Evidence
from zhuanhua.shared.journal.chain import Fault
from zhuanhua.shared.journal.tests.chains import AGAINST_HEAD, IN_PLACE, Lines, chain
from zhuanhua.shared.journal.verifier import main, read_lines, signed_bytes, tell, verify

pytestmark = pytest.mark.proof("R11")
KEY = Ed25519PrivateKey.generate()
LENGTH = 40
WHOLE = chain(LENGTH)
FULL = bool(os.environ.get("ZHUANHUA_EVIDENCE"))
ROUNDS = 100_000 if FULL else 2_000
ROOT = Path(__file__).resolve().parents[4]


def head_of(lines: Lines, at: int, key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    """Sign a line of a chain."""
    head = {"seq": at, "hash": lines[at - 1]["hash"], "at": "2026-04-08T09:00:00+08:00"}
    return head | {"signature": key.sign(signed_bytes(head)).hex()}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows as an export does."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_whole_chain_with_heads_is_whole() -> None:
    report = verify(WHOLE, [head_of(WHOLE, 7), head_of(WHOLE, LENGTH)], KEY.public_key())

    assert (report.faults, report.lines, report.heads) == ([], LENGTH, 2)


@pytest.mark.parametrize("way", sorted(IN_PLACE))
def test_tampering_in_place_is_found_at_its_line(way: str, evidence: Evidence) -> None:
    chance, rounds = random.Random(f"{way} {evidence.seed}"), ROUNDS // len(IN_PLACE) + 1

    for _round in range(rounds):
        lines = copy.deepcopy(WHOLE)
        first = IN_PLACE[way](lines, chance.randrange(LENGTH - 1), chance)
        found = verify(lines).first

        assert found is not None
        assert found.seq == first, (way, found)
    evidence.figure("tamperings in place found", rounds, zh="就地篡改，全部指出首处")


@pytest.mark.parametrize("way", sorted(AGAINST_HEAD))
def test_tampering_that_hashes_again_is_found_by_a_head(way: str, evidence: Evidence) -> None:
    chance, heads = random.Random(f"{way} {evidence.seed}"), [head_of(WHOLE, LENGTH)]

    for _round in range(ROUNDS // 20):
        lines = copy.deepcopy(WHOLE)
        first = AGAINST_HEAD[way](lines, chance.randrange(LENGTH), chance)
        report = verify(lines, heads, KEY.public_key())

        assert [(each.seq, each.kind) for each in report.faults] == [
            (first, "rewritten" if way == "rewrite" else "cut")
        ]
    evidence.figure("rehashed tamperings found", ROUNDS // 20, zh="重算指纹的篡改，由签名首发现")


def test_full_rewrite_without_heads_is_not_found_and_the_report_says_so() -> None:
    forged = chain(LENGTH - 5)

    assert tell(verify(forged))[-1] == "没有签名首，截尾和整体重写查不出来。"


def test_heads_that_contradict_each_other_are_found() -> None:
    other = copy.deepcopy(WHOLE)
    AGAINST_HEAD["rewrite"](other, 3, random.Random(1))

    report = verify(WHOLE, [head_of(WHOLE, 9), head_of(other, 9)], KEY.public_key())

    assert report.faults == [Fault(9, "rewritten")]


def test_head_signed_with_another_key_is_forged() -> None:
    head = head_of(WHOLE, 9, Ed25519PrivateKey.generate())

    assert verify(WHOLE, [head], KEY.public_key()).faults == [Fault(9, "forged")]


@pytest.mark.parametrize("name", ["seq", "hash", "at", "signature"])
def test_head_changed_after_signing_is_forged(name: str) -> None:
    head = head_of(WHOLE, 9)
    head[name] = 8 if name == "seq" else "00" * 32

    assert [each.kind for each in verify(WHOLE, [head], KEY.public_key()).faults] == ["forged"]


def test_empty_log_is_not_whole() -> None:
    assert verify([]).faults == [Fault(1, "empty")]
    assert verify([], [head_of(WHOLE, 9)], KEY.public_key()).faults == [Fault(1, "cut", 9)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row[:-3],
        lambda row: "[]",
        lambda row: row.replace('"reason": "甲"', '"reason": "乙", "reason": "甲"'),
        lambda row: row.replace('"reason": "甲"', '"reason": "\\ud800"'),
        lambda row: row.replace('{"total_fen": 5}', '{"total_fen": NaN}'),
        lambda row: row.replace('"seq": 5', '"seq": true'),
        lambda row: row.replace('"seq": 5', '"seq": 5.0'),
        lambda row: "[" * 100_000,
    ],
)
def test_line_that_cannot_be_read_is_named(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    path = write(tmp_path / "journal.jsonl", WHOLE)
    rows = path.read_text(encoding="utf-8").splitlines()
    rows[4] = spoil(rows[4])
    path.write_text("\n".join(rows), encoding="utf-8")

    found = verify(read_lines(path)).first

    assert found is not None
    assert (found.seq, found.kind) == (5, "shape")


def test_every_byte_of_a_file_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "journal.jsonl", WHOLE[:3])
    whole = path.read_bytes()
    chance, missed = random.Random(11), []

    for place in chance.sample(range(len(whole)), 300):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        path.write_bytes(spoilt)
        if verify(read_lines(path)).is_whole and list(read_lines(path)) != WHOLE[:3]:
            missed.append(place)

    assert missed == []


def test_main_tells_and_leaves_with_the_right_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key").write_bytes(pem)
    heads = write(tmp_path / "heads.jsonl", [head_of(WHOLE, LENGTH)])
    whole, short = write(tmp_path / "a.jsonl", WHOLE), write(tmp_path / "b.jsonl", WHOLE[:-1])
    more = ["--heads", str(heads), "--key", str(tmp_path / "key")]

    codes = [
        main([str(whole), *more]),
        main([str(short), *more, "--json"]),
        main([str(tmp_path / "no"), *more]),
    ]

    said = capsys.readouterr()
    assert codes == [0, 1, 2]
    assert said.out.splitlines()[0] == "日志完整：40行，1个签名首相符。"
    assert json.loads(said.out.splitlines()[1])["first_fault"] == LENGTH
    assert str(tmp_path / "no") in said.err


def test_verifier_loads_no_django(tmp_path: Path) -> None:
    path = write(tmp_path / "journal.jsonl", WHOLE)
    code = (
        "import sys; from zhuanhua.shared.journal.verifier import main; code = main([sys.argv[1]]); "
        "sys.exit(code or 'django' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False, capture_output=True)

    assert done.returncode == 0
