"""Can an officer bring a file in, and does everybody see its source, its faults and where each number stands?"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.accountability.statistics.tests.test_pages import page, words
from zhuanhua.shared.figures.models import SeriesFile

pytestmark = pytest.mark.django_db
TABLE = "province,year,chn_block4,value,units,variables\n辽 宁,2018,金额,4744910.340889,万元,v4_cg_jssc_je\n西藏,2018,金额,,万元,v4_cg_jssc_je\n"
FACTS = {"document": "中国科技统计年鉴", "publisher": "国家统计局", "as_of": "2024-12-31", "licence": "MIT"}


def bring(client: Client, person: Any, text: str = TABLE, **facts: str) -> Any:
    upload = SimpleUploadedFile("push.csv", text.encode(), "text/csv")
    return sign_in(client, person).post("/statistics/series/import/", {**FACTS, "file": upload, **facts})


@pytest.fixture
def file(client: Client, officer: Any) -> SeriesFile:
    assert bring(client, officer).status_code == 302
    return SeriesFile.objects.get()


def test_officer_brings_a_file_in_and_reads_its_faults(file: SeriesFile, client: Client) -> None:
    shown = words(page(client, f"/statistics/series/{file.pk}/"))

    assert "2行，采用1个数，问题2处" in shown
    assert "地区名里有空格或后缀，已改正" in shown
    assert "没有数值，不当作零" in shown
    assert (
        "空格"
        not in words(page(client, f"/statistics/series/{file.pk}/?kind=empty")).partition("问题和处理")[2]
    )


def test_everybody_sees_the_numbers_with_their_row(file: SeriesFile) -> None:
    shown = words(
        page(Client(), "/statistics/series/values/?variable=v4_cg_jssc_je&place=辽宁&ends_year=2018")
    )

    assert "474.49亿元" in shown
    assert "push.csv，第2行" in shown
    assert "中国科技统计年鉴" in words(page(Client(), "/statistics/series/"))


def test_what_is_measured_is_said_in_words_of_its_own(file: SeriesFile, client: Client) -> None:
    assert "输出技术合同成交额v4_cg_jssc_je" in words(page(Client(), "/statistics/series/"))
    client.cookies["django_language"] = "en"
    assert "Amountoftechnologycontractssoldv4_cg_jssc_je" in words(page(client, "/statistics/series/"))


def test_the_figure_of_the_catalogue_opens_these_numbers(file: SeriesFile) -> None:
    html = page(Client(), "/statistics/reference.market.sold_amount/?year=2018")

    assert "474.49" in words(html)
    assert "/statistics/series/values/?variable=v4_cg_jssc_je&amp;not_place=" in html


def test_before_a_file_came_in_the_catalogue_has_no_reference_figures(client: Client) -> None:
    assert "reference.market" not in page(client, "/statistics/")
    assert "还没有参考数据" in words(page(client, "/statistics/series/"))


def test_a_file_that_is_none_is_said_at_the_field(client: Client, officer: Any) -> None:
    answer = bring(client, officer, "x,y\n1,2\n")

    assert (answer.status_code, SeriesFile.objects.count()) == (400, 0)
    assert "表里没有“province”一列" in words(answer.content.decode())


def test_a_rival_imports_nothing(client: Client, rival: Any) -> None:
    assert (bring(client, rival).status_code, SeriesFile.objects.count()) == (403, 0)
