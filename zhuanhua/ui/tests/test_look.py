"""Do the tags and filters write what the look prescribes?"""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace as Thing

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from zhuanhua.ui import marks
from zhuanhua.ui.templatetags import look


def rendered(text, **context):
    return Template("{% load look %}" + text).render(Context(context))


def test_amounts_are_written_in_their_unit():
    assert [look.yuan(386000000), look.wan(386000000), look.yi(2520400000000)] == [
        "3,860,000.00",
        "386.00",
        "252.04",
    ]


def test_a_missing_amount_is_a_dash():
    assert [look.yuan(None), look.wan(None), look.number(None), look.day(None)] == ["—", "—", "—", "—"]


def test_capital_numerals_become_yuan_on_english_pages():
    assert look.capital(386000000) == "人民币叁佰捌拾陆万元整"
    with translation.override("en"):
        assert look.capital(386000000) == "¥3,860,000.00"


def test_an_amount_in_a_head_carries_its_unit():
    assert marks.amount(386000000) == '<span class="amt">386.00<small>万元</small></span>'
    with translation.override("en"):
        assert marks.amount(386000000) == '<span class="amt">¥3,860,000</span>'


def test_percent_drops_trailing_zeros_unless_places_are_asked():
    assert [look.percent(1585), look.percent(1000), look.percent(-250), look.percent(1000, 2)] == [
        "15.85%",
        "10%",
        "−2.5%",
        "10.00%",
    ]


def test_the_year_is_left_out_within_the_present_year(monkeypatch):
    monkeypatch.setenv("ZHUANHUA_TODAY", "2019-04-23")

    assert [look.day(date(2019, 4, 2)), look.day(date(2018, 4, 2)), look.full_day(date(2019, 4, 2))] == [
        "4月2日",
        "2018年4月2日",
        "2019年4月2日",
    ]


def test_a_moment_is_written_on_the_clock_of_the_city(monkeypatch):
    monkeypatch.setenv("ZHUANHUA_TODAY", "2019-04-23")

    assert look.moment(datetime(2019, 4, 23, 6, 3, tzinfo=UTC)) == "4月23日 14:03"


def test_days_are_british_on_english_pages():
    with translation.override("en"):
        assert [look.full_day(date(2019, 4, 23)), look.weekday(date(2019, 4, 23))] == [
            "23 April 2019",
            "Tuesday",
        ]


def test_initials_are_the_family_name_or_two_letters():
    assert [look.initials("林知远"), look.initials("Lin Zhiyuan")] == ["林", "LZ"]


def test_state_carries_shape_and_tone():
    assert rendered('{% state "审核中" "ours" %}') == '<span class="state state-ours"><i></i>审核中</span>'
    assert rendered('{% state "草稿" "quiet" %}') == '<span class="state"><i></i>草稿</span>'


def test_state_escapes_its_label():
    assert "<b>" not in rendered('{% state label "done" %}', label="<b>")


def test_state_refuses_an_unknown_tone():
    with pytest.raises(TemplateSyntaxError):
        rendered('{% state "x" "green" %}')


def test_clock_draws_ticks_in_fives_and_marks_the_present_day():
    html = rendered(
        "{% clock face %}", face=Thing(status="ok", used=7, left=3, over=0, words="还剩3个工作日")
    )

    assert html.count('class="used"') == 6
    assert html.count('class="now" x="45"') == 1
    assert html.count('class="left"') == 3
    assert 'viewBox="0 0 76 8"' in html


def test_a_late_clock_shows_the_days_over():
    html = rendered(
        "{% clock face %}", face=Thing(status="late", used=10, left=0, over=2, words="逾期2个工作日")
    )

    assert (html.count('class="used"'), html.count('class="over"')) == (10, 2)
    assert 'width="90"' in html


def test_a_long_clock_is_told_in_words_alone():
    html = rendered("{% clock face %}", face=Thing(status="ok", used=5, left=60, over=0, words="还剩60天"))

    assert html == '<span class="clock clock-ok"><span>还剩60天</span></span>'


def test_without_a_clock_nothing_is_shown():
    assert rendered("{% clock face %}", face=Thing(status="none", used=0, left=0, over=0, words="")) == ""


def test_only_a_number_that_opens_carries_the_dotted_line():
    assert rendered('{% fig "612" "/x/" %}') == '<a class="fig" href="/x/">612</a>'
    assert rendered('{% fig "612" "" %}') == "612"


def test_money_bar_is_as_long_as_its_parts():
    html = rendered("{% money_bar 100 100 100 0 'x' %}")

    assert html.count("<rect") == 3
    assert 'class="free"' not in html


def test_query_string_keeps_filters_and_drops_the_page():
    request = RequestFactory().get("/x/?kind=a&kind=b&page=3")

    assert rendered('{% query_string sort="-due" %}', request=request) == "?kind=a&amp;kind=b&amp;sort=-due"


def test_sort_link_turns_around():
    request = RequestFactory().get("/x/?sort=amount")
    html = rendered('{% sort_link "amount" "合同额" css="num" %}', request=request)

    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-amount"' in html


def test_pager_counts_rows_and_marks_the_page():
    request = RequestFactory().get("/x/?kind=a&page=2")
    html = rendered("{% pager page %}", request=request, page=Paginator(range(37), 12).page(2))

    assert "第13–24项，共37项" in html
    assert 'href="?kind=a&amp;page=2" aria-current="page"' in html


def test_chart_puts_its_numbers_into_json_and_asks_for_scripts():
    request = RequestFactory().get("/")
    html = rendered(
        '{% chart "c" option "说明" %}{% chart_scripts %}', request=request, option={"a": "</script>"}
    )

    assert 'role="img" aria-label="说明"' in html
    assert "\\u003C/script\\u003E" in html
    assert "echarts" in html


def test_a_column_of_amounts_keeps_its_decimals_in_english():
    fen = [1_800_000_000, 1_157_803_014]
    assert [look.wan_cell(each) for each in fen] == ["1,800.00", "1,157.80"]
    with translation.override("en"):
        assert [look.wan_cell(each) for each in fen] == ["18,000,000.00", "11,578,030.14"]


def test_every_shade_of_note_that_a_page_uses_is_painted():
    root = Path(look.__file__).parents[2]
    used = {name for page in root.rglob("*.html") for name in re.findall(r"\bnote-[a-z]+", page.read_text())}
    painted = {
        name
        for sheet in root.rglob("static/ui/css/*.css")
        for name in re.findall(r"\.(note-[a-z]+)", sheet.read_text())
    }
    assert (used - painted, "note-wait" in used) == (set(), True)
