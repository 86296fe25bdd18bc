"""Does a workbook come in through the pages: previewed, faults named, imported once, never twice?"""

import io
import re
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.exchange.cells import suggest_mapping
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.sheets import sheet_of

pytestmark = pytest.mark.django_db
TITLES = (
    "合同名称", "卖方信用代码", "买方信用代码", "买方名称", "合同细类", "技术领域", "支付方式", "合同成交额（万元）", "签订日期", "履行起始日期", "履行截止日期", "技术内容和目标",
)  # fmt: skip


def _row(seller, buyer, name="缺陷检测装置开发", **changes):
    day = city_today()
    row = {
        "合同名称": name, "卖方信用代码": seller.uscc, "买方信用代码": buyer.uscc, "买方名称": buyer.name, "合同细类": "委托开发", "技术领域": "先进制造",
        "支付方式": "一次总算、一次总付", "合同成交额（万元）": 386, "签订日期": day, "履行起始日期": day, "履行截止日期": date(day.year + 1, 6, 30), "技术内容和目标": "研究开发装置",
    }  # fmt: skip
    return row | changes


def _upload(rows, titles=TITLES):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page, day = book.add_worksheet("合同"), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, title in enumerate(titles):
        page.write(0, place, title)
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row[title] if title in row else row.get(title) for title in titles):
            if isinstance(value, date):
                page.write_datetime(line, place, value, day)
            elif value is not None:
                page.write(line, place, value)
    book.close()
    return SimpleUploadedFile("合同.xlsx", out.getvalue())


def _preview(client, rows, titles=TITLES, **more):
    client.post(reverse("exchange:upload", args=["contracts"]), {"file": _upload(rows, titles)})
    run = ImportRun.objects.latest("made_at")
    mapping = {f"column_{place}": key for place, key in run.mapping.items()}
    answer = client.post(reverse("exchange:map_columns", args=[run.pk]), mapping | more)
    run.refresh_from_db()
    return run, answer


def test_good_rows_are_previewed_and_nothing_is_stored_before_a_yes(client, applicant, firm, rival_firm):
    sign_in(client, applicant)

    run, _answer = _preview(client, [_row(firm, rival_firm), _row(firm, rival_firm, "另一份合同")])

    assert (run.state, run.counts["new"], run.counts["bad"], run.counts["amount_fen"]) == (
        "checked",
        2,
        0,
        772_000_000,
    )
    assert Contract.objects.count() == 0


def test_first_rows_show_the_amount_and_a_date_and_no_empty_column(client, applicant, firm, rival_firm):
    sign_in(client, applicant)

    run, _answer = _preview(client, [_row(firm, rival_firm)])
    page = client.get(reverse("exchange:run", args=[run.pk])).content.decode().split("前几行会变成这样")[1]

    heads = re.findall(r"<th[^>]*>([^<]*)</th>", page.split("</thead>")[0])
    assert heads == [
        "行",
        "合同名称",
        "买方名称",
        "合同细类",
        "技术领域",
        "合同成交额",
        "签订日期",
        "与已有相比",
    ]
    assert "386.00" in page


def test_empty_form_marks_what_is_required_and_heads_its_lists(client, applicant):
    sign_in(client, applicant)
    book = load_workbook(io.BytesIO(client.get(reverse("exchange:template", args=["contracts"])).content))
    page, lists = book.worksheets
    titles = [cell.value for cell in page[1]]

    assert [title for title in titles if title.startswith("*")][:2] == ["*合同名称", "*卖方信用代码"]
    assert len(suggest_mapping(titles, sheet_of("contracts").columns)) == len(titles)
    assert [cell.value for cell in lists[1]][:3] == ["卖方性质", "买方性质", "合同类型"]
    assert lists["C2"].value == "技术开发"


def test_confirmed_rows_become_contracts_once(client, applicant, firm, rival_firm):
    sign_in(client, applicant)
    rows = [_row(firm, rival_firm), _row(firm, rival_firm, "另一份合同")]
    run, _answer = _preview(client, rows)
    client.post(reverse("exchange:confirm", args=[run.pk]))
    assert sorted(Contract.objects.values_list("state", "total_fen")) == [("submitted", 386_000_000)] * 2

    again, _answer = _preview(client, rows)

    assert (again.counts["new"], again.counts["same"]) == (0, 2)
    assert Contract.objects.count() == 2


def test_second_yes_is_a_clear_sentence_and_no_second_effect(client, applicant, firm, rival_firm):
    sign_in(client, applicant)
    run, _answer = _preview(client, [_row(firm, rival_firm)])
    client.post(reverse("exchange:confirm", args=[run.pk]))

    answer = client.post(reverse("exchange:confirm", args=[run.pk]), follow=True)

    assert "已导入" in answer.content.decode()
    assert Contract.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"合同成交额（万元）": "三百万"}, "合同成交额", "不是数字"),
        ({"签订日期": "2019-02-30"}, "签订日期", "没有这一天"),
        ({"合同细类": "技术合作"}, "合同细类", "不在可选"),
        ({"买方信用代码": "91210112MA0000O01X"}, "买方信用代码", "字母O"),
        ({"合同名称": None}, "合同名称", "没有填"),
        ({"合同成交额（万元）": 0.0000001}, "合同成交额", "细于1分"),
        ({"履行截止日期": date(2015, 1, 1)}, "履行截止日期", ""),
    ],
)
def test_each_fault_is_named_by_row_and_column(client, applicant, firm, rival_firm, changes, column, words):
    sign_in(client, applicant)

    run, _answer = _preview(client, [_row(firm, rival_firm), _row(firm, rival_firm, "错的一行") | changes])

    fault = next(fault for fault in run.errors if fault["column"] == column)
    assert (run.counts["new"], run.counts["bad"], fault["row"]) == (1, 1, 3)
    assert words in fault["message"]


def test_faulty_rows_come_back_marked_and_the_good_ones_go_in(client, applicant, firm, rival_firm):
    sign_in(client, applicant)
    run, _answer = _preview(
        client, [_row(firm, rival_firm), _row(firm, rival_firm, "错的一行", 签订日期="2019-02-30")]
    )

    workbook = client.get(reverse("exchange:errors", args=[run.pk]))
    client.post(reverse("exchange:confirm", args=[run.pk]))

    assert workbook.content.startswith(b"PK")
    assert Contract.objects.count() == 1


def test_unit_is_never_guessed(client, applicant, firm, rival_firm):
    titles = tuple("合同成交额" if title.startswith("合同成交额") else title for title in TITLES)
    row = _row(firm, rival_firm)
    row["合同成交额"] = row.pop("合同成交额（万元）")
    sign_in(client, applicant)

    run, answer = _preview(client, [row], titles)
    assert "没有写明单位" in answer.content.decode()
    assert run.state == "uploaded"

    run, _answer = _preview(client, [row], titles, unit="wan")
    assert run.counts["amount_fen"] == 386_000_000


def test_same_contract_twice_in_a_file_names_the_other_row(client, applicant, firm, rival_firm):
    sign_in(client, applicant)

    run, _answer = _preview(client, [_row(firm, rival_firm), _row(firm, rival_firm)])

    assert any("2" in fault["message"] or "3" in fault["message"] for fault in run.errors)
    assert run.counts["bad"] >= 1


def test_failure_while_storing_leaves_nothing(client, applicant, firm, rival_firm, monkeypatch):
    from zhuanhua.programmes.contracts.actions.importing import storing

    sign_in(client, applicant)
    run, _answer = _preview(client, [_row(firm, rival_firm)])
    monkeypatch.setattr(storing, "record_all", lambda _lines: 1 / 0)

    answer = client.post(reverse("exchange:confirm", args=[run.pk]), follow=True)

    run.refresh_from_db()
    assert (run.state, Contract.objects.count()) == ("failed", 0)
    assert "一行也没有存" in answer.content.decode()


def test_rival_does_not_find_the_import(client, applicant, rival, firm, rival_firm):
    sign_in(client, applicant)
    run, _answer = _preview(client, [_row(firm, rival_firm)])
    sign_in(client, rival)

    answers = [
        client.get(reverse("exchange:run", args=[run.pk])),
        client.post(reverse("exchange:confirm", args=[run.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Contract.objects.count() == 0


def test_seller_of_another_firm_is_refused_by_row(client, applicant, rival_firm, university):
    sign_in(client, applicant)

    run, _answer = _preview(client, [_row(rival_firm, university)])

    assert (run.counts["new"], run.counts["bad"]) == (0, 1)


def test_sheet_is_closed_to_those_without_the_permission(client, auditor):
    sign_in(client, auditor)

    assert client.get(reverse("exchange:upload", args=["contracts"])).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"column_0": "no_such_column"}, {"column_٣": "seller"}, {"unit": "pounds"}]
)
def test_column_or_unit_that_does_not_exist_is_refused(client, applicant, firm, rival_firm, wrong):
    sign_in(client, applicant)

    run, answer = _preview(client, [_row(firm, rival_firm)], **wrong)

    assert (answer.status_code, run.state) == (400, "uploaded")
    assert "没有这样的列或单位" in answer.content.decode()
