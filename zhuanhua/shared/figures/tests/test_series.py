"""Is a table of published statistics read to the fen, is every fault of it named, and what is done with what was there before?"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.figures import cli, queries, series_queries
from zhuanhua.shared.figures.models import SeriesFault, SeriesFile, SeriesValue
from zhuanhua.shared.figures.series import FaultKind, read, spans
from zhuanhua.shared.figures.series_actions import Source, import_series, read_file
from zhuanhua.shared.journal.models import Entry

HEAD = "province,year,chn_block4,value,units,variables"
SOURCE = Source("中国科技统计年鉴", "国家统计局", date(2024, 12, 31), licence="MIT")
SOLD, COUNT = "v4_cg_jssc_je", "v4_cg_jssc_ht"
REAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "market_statistics"


def table(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def found(*rows: str) -> list[tuple[str, int | None, str, str]]:
    return [
        (fault.kind.value, fault.row, fault.found, fault.made)
        for fault in read_file(table("广东,2018,额,1,万元,z", *rows)).faults
    ]


def test_amounts_become_fen_and_counts_stay_whole() -> None:
    taken = read_file(
        table(f"辽宁,2018,金额,4744910.340889,万元,{SOLD}", f"辽宁,2018,数量,17362.0,项,{COUNT}")
    ).numbers

    assert [(each.unit, each.amount) for each in taken] == [("yuan", 4_744_910_340_889), ("count", 17_362)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("内蒙 古,2018,额,1,万元,x", ("spaced_place", 3, "内蒙 古", "内蒙古")),
        ("辽宁省,2018,额,1,万元,x", ("spaced_place", 3, "辽宁省", "辽宁")),
        ("火星,2018,额,1,万元,x", ("unknown_place", 3, "火星", "")),
        ("辽宁,2018,额,,万元,x", ("empty", 3, "", "")),
        ("辽宁,2018,额,很多,万元,x", ("not_number", 3, "很多", "")),
        ("辽宁,2018,额,NaN5,万元,x", ("not_number", 3, "NaN5", "")),
        ("辽宁,2018,额,-1,万元,x", ("negative", 3, "-1", "")),
        ("辽宁,2018,额,1e30,万元,x", ("too_large", 3, "1e30", "")),
        ("辽宁,前年,额,1,万元,x", ("bad_year", 3, "前年", "")),
        ("辽宁,2018,额,1,百万美元,x", ("unknown_unit", 3, "1 百万美元", "")),
        ("辽宁,2018,额,0.00000050,万元,x", ("too_fine", 3, "0.00000050 万元", "1")),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_row(row: str, fault: tuple[Any, ...]) -> None:
    assert found(row) == [fault]


def test_another_unit_in_one_year_is_left_out() -> None:
    rows = ("辽宁,2018,当量,5,人年,x", "辽宁,2019,当量,6,人年,x", "辽宁,2020,当量,7,万元,x")

    assert found(*rows) == [("other_unit", 5, "7 万元", "")]


def test_of_two_different_numbers_neither_is_taken() -> None:
    reading = read_file(
        table(
            "广东,2018,额,1,万元,z", "辽宁,2018,额,1,万元,x", "辽宁,2018,额,2,万元,x", "广东,2018,额,1,万元,z"
        )
    )

    assert [fault.kind for fault in reading.faults] == [FaultKind.REPEATED, FaultKind.CONTRADICTION]
    assert [(each.place, each.amount) for each in reading.numbers] == [("广东", 1_000_000)]


def test_missing_years_and_sums_that_differ_are_named() -> None:
    rows = ("全国,2010,额,10,项,x", "辽宁,2010,额,4,项,x", "全国,2012,额,4,项,x", "辽宁,2012,额,4,项,x")

    kinds = [(kind, words, made) for kind, _row, words, made in found(*rows) if kind != "places_missing"]
    assert kinds == [("years_missing", "2011", ""), ("total_differs", "4项 / 10项", "-60.00%")]


def test_spans_are_short() -> None:
    assert spans([2001, 2002, 2003, 2004, 2006, 2011]) == "2001–2004、2006、2011"


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", HEAD.encode(), b"\x00\x01", table("火星,2018,额,1,万元,x")]
)
def test_what_is_no_such_table_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        read_file(content)


def test_chinese_titles_are_read_too() -> None:
    lines = [
        (1, ["地区", "年份", "指标", "数值", "单位", "变量"]),
        (2, ["辽宁", "2018年", "额", "1,000", "元", "x"]),
    ]

    assert [each.amount for each in read(lines).numbers] == [100_000]


# --- stored -----------------------------------------------------------------------------------------------------------
def bring(by: Any, *rows: str, name: str = "one.csv") -> SeriesFile:
    return import_series(name=name, content=table(*rows), source=SOURCE, by=by)


@pytest.mark.django_db
def test_import_stores_numbers_faults_source_and_one_line(officer: Any) -> None:
    made = bring(officer, f"辽 宁,2018,数量,17362,项,{COUNT}", f"西藏,2018,数量,,项,{COUNT}")

    assert [(each.place, each.year, each.amount, each.row) for each in SeriesValue.objects.all()] == [
        ("辽宁", 2018, 17_362, 2)
    ]
    assert sorted(SeriesFault.objects.values_list("kind", "row")) == [("empty", 3), ("spaced_place", 2)]
    assert [
        (entry.event, entry.after["numbers"], entry.after["faults"]) for entry in Entry.objects.all()
    ] == [("series:import", 1, 2)]
    assert (made.document, made.licence, made.rows) == ("中国科技统计年鉴", "MIT", 2)


@pytest.mark.django_db
def test_the_same_file_comes_in_once(officer: Any) -> None:
    bring(officer, f"辽宁,2018,数量,17362,项,{COUNT}")

    with pytest.raises(Conflict, match="已经导入过"):
        bring(officer, f"辽宁,2018,数量,17362,项,{COUNT}", name="again.csv")
    assert (SeriesFile.objects.count(), SeriesValue.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_newer_number_stands_and_the_older_is_kept(officer: Any) -> None:
    bring(officer, f"辽宁,2018,数量,17362,项,{COUNT}", f"辽宁,2017,数量,14799,项,{COUNT}")
    bring(officer, f"辽宁,2018,数量,17400,项,{COUNT}")

    stand = SeriesValue.objects.order_by("id").values_list("year", "amount", "is_current")
    assert list(stand) == [(2018, 17_362, False), (2017, 14_799, True), (2018, 17_400, True)]
    assert [each.amount for each in series_queries.numbers({"ends_year": "2018"})] == [17_400]


@pytest.mark.django_db
def test_only_who_may_state_figures_imports(applicant: Any) -> None:
    with pytest.raises(Forbidden):
        bring(applicant, f"辽宁,2018,数量,1,项,{COUNT}")
    assert SeriesFile.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"amount": -1}, {"unit": "pound"}, {"variable": COUNT, "place": "辽宁", "year": 2018}]
)
def test_the_database_keeps_numbers_in_order(officer: Any, change: dict[str, Any]) -> None:
    bring(officer, f"辽宁,2018,数量,1,项,{COUNT}", f"北京,2017,数量,1,项,{COUNT}")

    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesValue.objects.filter(place="北京").update(**change)


@pytest.mark.django_db
def test_the_database_wants_a_document_and_a_known_fault(officer: Any) -> None:
    made = bring(officer, f"辽 宁,2018,数量,1,项,{COUNT}")

    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesFile.objects.filter(pk=made.pk).update(document="")
    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesFault.objects.update(kind="odd")


@pytest.mark.django_db
def test_catalogue_counts_provinces_apart_from_the_nation(officer: Any) -> None:
    bring(
        officer,
        *(
            f"{place},2018,金额,{amount},万元,{SOLD}"
            for place, amount in (("全国", 100), ("辽宁", 30), ("北京", 50))
        ),
    )

    assert queries.value("reference.market.national_amount", year=2018).value == 100_000_000
    assert queries.value("reference.market.sold_amount", year=2018).value == 80_000_000
    assert (
        queries.value("reference.market.sold_amount", year=2018, where={"place": "辽宁"}).text == "30.00万元"
    )


# --- the command ------------------------------------------------------------------------------------------------------
def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    told = (
        "--document",
        "中国科技统计年鉴",
        "--publisher",
        "国家统计局",
        "--as-of",
        "2024-12-31",
        "--as",
        "officer",
    )
    arguments = parser.parse_args(["figures", "import", *words, *told])
    return int(arguments.run(arguments))


@pytest.mark.django_db
def test_command_tells_every_fault_and_stores_nothing_in_a_dry_run(
    officer: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_bytes(table(f"辽 宁,2018,数量,1,项,{COUNT}"))

    assert run(str(tmp_path / "a.csv"), "--dry-run") == 0

    printed = capsys.readouterr().out
    assert "a.csv：1行，可采用1个数，没有存入。" in printed
    assert f"第2行  {COUNT}  辽宁  2018  地区名里有空格或后缀，已改正：辽 宁 → 辽宁" in printed
    assert SeriesFile.objects.count() == 0


@pytest.mark.django_db
def test_command_takes_a_folder_and_names_files_that_are_none(
    officer: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_bytes(table(f"辽宁,2018,数量,1,项,{COUNT}"))
    (tmp_path / "b.csv").write_text("x,y\n1,2\n")

    assert run(str(tmp_path), "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert [(each["file"], each["stored"], each["refused"]) for each in told] == [
        ("a.csv", True, ""),
        (
            "b.csv",
            False,
            "表里没有“province”一列。应有的列：province、year、chn_block4、value、units、variables。",
        ),
    ]


# --- the real table, where it lies beside the repository ----------------------------------------------------------------
@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    if not REAL.is_dir():
        pytest.skip(
            "the provincial statistics are not part of this repository (../shared/data/market_statistics)"
        )
    return {
        path.stem: read_file(path.read_bytes())
        for path in (REAL / "tech_market_push.csv", REAL / "rd_staff.csv", REAL / "hitech_industry_rd.csv")
    }


def test_known_faults_of_the_real_market_table_are_named(real: dict[str, Any]) -> None:
    market = real["tech_market_push"]

    assert (market.rows, len(market.numbers), market.counts["empty"]) == (960, 940, 20)
    gaps = {fault.found for fault in market.faults if fault.kind == FaultKind.YEARS_MISSING}
    assert gaps == {"2001–2004、2006–2009、2011"}
    sums = {
        (fault.variable, fault.year): fault.found
        for fault in market.faults
        if fault.kind == FaultKind.TOTAL_DIFFERS
    }
    assert sums[COUNT, 2023] == "940,630项 / 945,946项"


def test_real_places_and_units_are_mended_or_left_out(real: dict[str, Any]) -> None:
    assert real["rd_staff"].counts["spaced_place"] == 160
    wrong = [fault for fault in real["hitech_industry_rd"].faults if fault.kind == FaultKind.OTHER_UNIT]
    assert {(fault.variable, fault.year) for fault in wrong if fault.variable == "v4_cy_RDhd_qsdl"} == {
        ("v4_cy_RDhd_qsdl", 2020)
    }
