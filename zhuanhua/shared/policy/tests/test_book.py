"""Does the book choose values by day and refuse every fault by name?"""

from datetime import date
from pathlib import Path

import pytest

from zhuanhua.shared.policy.book import Book, MissingValue, PolicyError, load

RATE = """
- id: city.subsidy.rate
  name: 补助比例
  value: "0.05"
  unit: ratio
  effective_from: 2018-01-01
  effective_to: 2019-12-31
  source: {doc: 某科发〔2018〕1号, article: 第三条, url: "https://example.org/1", doc_en: City rules, article_en: Article 3}
  evidence: READ
  status: unverified
- id: city.subsidy.rate
  value: "0.08"
  unit: ratio
  effective_from: 2020-01-01
  source: {doc: 某科发〔2020〕2号, article: 第三条}
  evidence: 2ND
  status: unverified
- id: city.subsidy.cap_fen
  value: "200"
  unit: wan
  effective_from: 2018-01-01
  source: {doc: 某科发〔2018〕1号}
  evidence: ASSUME
  status: local
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "policy_values.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return load(write(tmp_path, RATE), programme="city")


@pytest.mark.parametrize(
    ("day", "rate_bp"),
    [(date(2018, 1, 1), 500), (date(2019, 12, 31), 500), (date(2020, 1, 1), 800), (date(2030, 1, 1), 800)],
)
def test_on_day_chooses_the_value_in_force_and_includes_the_last_day(
    book: Book, day: date, rate_bp: int
) -> None:
    assert book.on(day).rate_bp == rate_bp
    assert book.on(day).subsidy_rate_bp == rate_bp


def test_on_day_before_first_value_names_what_holds(book: Book) -> None:
    with pytest.raises(MissingValue, match="rate_bp：2017-12-31没有这个值。当日有效的是：无。"):
        _ = book.on(date(2017, 12, 31)).rate_bp


def test_values_with_two_fitting_ids_ask_for_the_whole_name(tmp_path: Path) -> None:
    other = RATE.replace("city.subsidy.cap_fen", "city.prize.cap_fen").split("- id: ")[-1]
    book = load(write(tmp_path, f"{RATE}- id: {other}"))

    with pytest.raises(MissingValue, match="有2个值都以此结尾"):
        _ = book.on(date(2018, 1, 1)).cap_fen
    assert book.on(date(2018, 1, 1)).prize_cap_fen == 200_000_000


def test_version_changes_only_when_a_value_does(book: Book) -> None:
    early, late = book.on(date(2018, 1, 1)), book.on(date(2020, 1, 1))

    assert early.version == book.on(date(2019, 6, 1)).version
    assert early.version != late.version
    assert early.version.startswith("city@2018-01-01#")
    assert late.version.startswith("city@2020-01-01#")


def test_value_gives_source_evidence_and_status(book: Book) -> None:
    value = book.on(date(2018, 1, 1)).value("city.subsidy.rate")

    assert (value.source.doc, value.source.article, value.evidence, value.status) == (
        "某科发〔2018〕1号",
        "第三条",
        "READ",
        "unverified",
    )
    assert (value.text, value.is_verified, value.name) == ("5%", False, "补助比例")


def test_english_of_a_document_and_an_article_stands_once_for_the_whole_file(book: Book) -> None:
    found = {(each.source.doc, each.source.doc_en, each.source.article_en) for each in book.entries}

    assert found == {
        ("某科发〔2018〕1号", "City rules", "Article 3"),
        ("某科发〔2018〕1号", "City rules", ""),
        ("某科发〔2020〕2号", "", "Article 3"),
    }


def test_history_lists_spans_oldest_first(book: Book) -> None:
    assert [entry.effective_from.year for entry in book.history("city.subsidy.rate")] == [2018, 2020]
    assert book.ids() == ["city.subsidy.rate", "city.subsidy.cap_fen"]


FAULTS = [
    ('"0.05"', "0.05", "value：“0.05”带小数点而没有引号"),
    ('"0.05"', '"1.5"', "value：“1.5”大于1"),
    ('"0.05"', '"0.00005"', "value：“0.00005”细于万分之一"),
    ('"0.05"', '"five"', "value：“five”不是比例"),
    ('"0.05"', '"-0.05"', "value：“-0.05”不是比例"),
    ("unit: ratio", "unit: shares", "unit：不认识“shares”"),
    ('value: "200"\n  unit: wan', "value: 5\n  unit: days", "unit：编号以_fen结尾，单位却是days"),
    ('value: "200"', 'value: "2,00"', "value：“2,00”不是数字"),
    ("2019-12-31", "2020-01-01", "effective_to：2018-01-01起的值与2020-01-01起的值在时间上重叠"),
    ("  effective_to: 2019-12-31\n", "", "effective_to：2018-01-01起的值与2020-01-01起的值在时间上重叠"),
    ("effective_to: 2019-12-31", "effective_to: 2017-12-31", "effective_to：2017-12-31早于生效日2018-01-01"),
    ("effective_from: 2020-01-01", 'effective_from: "2020"', "effective_from：“2020”不是日期"),
    ("evidence: 2ND", "evidence: HEARD", "evidence：不认识“HEARD”"),
    (
        "evidence: 2ND\n  status: unverified",
        "evidence: 2ND\n  status: verified",
        "status：证据为2ND的值不能标为verified",
    ),
    ("status: local", "status: unverified", "status：没有来源的设定只能是local"),
    ("{doc: 某科发〔2018〕1号}", "{article: 第三条}", "source：没有写明文件"),
    ("{doc: 某科发〔2018〕1号}", "{doc: 甲, page: 3}", "source.page：不认识这一项"),
    (
        "{doc: 某科发〔2020〕2号, article: 第三条}",
        "{doc: 某科发〔2018〕1号, article: 第三条, doc_en: Other}",
        "source.doc_en：“某科发〔2018〕1号”在这个文件里有两个英文名",
    ),
    ("https://example.org/1", "javascript:alert(1)", "source.url：“javascript:alert(1)”不是网址"),
    ("  name: 补助比例", "  colour: red", "colour：不认识这一项"),
    ("  name: 补助比例", "  precision: week", "precision：不认识“week”"),
    ("  name: 补助比例", "  unit: bp", "不是合格的YAML：“unit”写了两次"),
    ("city.subsidy.cap_fen", "City-cap", "id：编号只用小写英文"),
    ("  unit: wan\n", "", "unit：没有填"),
]


@pytest.mark.parametrize(("good", "bad", "message"), FAULTS, ids=[message for _, _, message in FAULTS])
def test_load_refuses_fault_by_name(tmp_path: Path, good: str, bad: str, message: str) -> None:
    path = write(tmp_path, RATE.replace(good, bad, 1))

    with pytest.raises(PolicyError) as refusal:
        load(path)

    assert message in str(refusal.value)
    assert str(refusal.value).startswith("policy_values.yaml")


@pytest.mark.parametrize("text", ["", "a: 1", "- 5", "- [", "just words"])
def test_load_refuses_what_is_no_list_of_values(tmp_path: Path, text: str) -> None:
    with pytest.raises(PolicyError):
        load(write(tmp_path, text))


def test_load_missing_file_names_it(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="没有这个文件"):
        load(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("value", "unit", "kept", "text"),
    [
        ("500000000", "fen", 500_000_000, "500万元（5,000,000.00元）"),
        ('"12.34"', "yuan", 1234, "12.34元"),
        ('"3"', "yi", 30_000_000_000, "3亿元（300,000,000.00元）"),
        ("1225", "bp", 1225, "12.25%"),
        ("15", "working_days", 15, "15个工作日"),
        ("60", "days", 60, "60天"),
        ("6", "months", 6, "6个月"),
        ("3", "years", 3, "3年"),
        ("12", "count", 12, "12"),
        ("2026-03-01", "date", date(2026, 3, 1), "2026年3月1日"),
        ("true", "flag", True, "是"),
        ("甲", "text", "甲", "甲"),
        ("[甲, 乙]", "list", ("甲", "乙"), "甲、乙"),
    ],
)
def test_unit_reads_and_writes(tmp_path: Path, value: str, unit: str, kept: object, text: str) -> None:
    entry = (
        RATE.rsplit("- id: ", maxsplit=1)[-1]
        .replace('"200"', value)
        .replace("wan", unit)
        .replace("city.subsidy.cap_fen", "city.point")
    )
    book = load(write(tmp_path, f"- id: {entry}"))

    assert (book.entries[0].value, book.entries[0].text) == (kept, text)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("1.5", "days"),
        ("-1", "days"),
        ("10001", "bp"),
        ("yes please", "flag"),
        ("5", "text"),
        ("[]", "list"),
        ("5", "date"),
        ("1.5", "yuan"),
        ("true", "count"),
    ],
)
def test_unit_refuses_what_does_not_fit(tmp_path: Path, value: str, unit: str) -> None:
    entry = (
        RATE.rsplit("- id: ", maxsplit=1)[-1]
        .replace('"200"', value)
        .replace("wan", unit)
        .replace("city.subsidy.cap_fen", "city.point")
    )

    with pytest.raises(PolicyError, match=r"city\.point，value"):
        load(write(tmp_path, f"- id: {entry}"))
