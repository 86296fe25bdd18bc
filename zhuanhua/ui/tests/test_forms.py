"""Does a form say what is wrong, what was understood, and what may stay empty?"""

from datetime import date

import pytest
from django import forms
from django.contrib.sessions.models import Session
from django.utils import translation

from zhuanhua.core.fields import AmountField
from zhuanhua.ui.forms import LookForm


class Sample(LookForm):
    total = AmountField(label="合同额", help_text="含税。", unit="wan")
    signed_on = forms.DateField(label="签订日期")
    terms = forms.CharField(label="付款条件", required=False, max_length=500, widget=forms.Textarea)
    kind = forms.ChoiceField(label="结论", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)


def test_label_stands_above_help_above_the_input():
    html = str(Sample()["total"].as_field_group())

    assert html.index("<label") < html.index('class="help"') < html.index("<input")


def test_help_and_error_are_tied_to_the_input():
    html = str(Sample({"total": "x"})["total"].as_field_group())

    assert 'aria-describedby="id_total_helptext id_total_error"' in html
    assert 'id="id_total_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_error_stands_between_help_and_input():
    html = str(Sample({"total": "x"})["total"].as_field_group())

    assert html.index('class="help"') < html.index('class="error"') < html.index("<input")


def test_only_what_may_stay_empty_is_marked():
    form = Sample()

    assert [field.is_optional for field in form] == [False, False, True, False]
    assert "选填" in form["terms"].as_field_group()


def test_an_amount_is_echoed_in_yuan_and_capitals():
    assert Sample({"total": "386"})["total"].echo == "即3,860,000.00元，人民币叁佰捌拾陆万元整"


def test_an_amount_given_in_fen_is_shown_in_its_unit_and_echoed():
    form = Sample(initial={"total": 386000000})

    assert 'value="386.00"' in str(form["total"])
    assert form["total"].echo == "即3,860,000.00元，人民币叁佰捌拾陆万元整"


def test_a_date_is_echoed_with_its_weekday():
    assert Sample({"signed_on": "2019-04-02"})["signed_on"].echo == "2019年4月2日，星期二"


@pytest.mark.parametrize("typed", ["2019-04-02", "2019/4/2", "2019.4.2", "2019年4月2日", "20190402"])
def test_a_date_is_read_as_people_write_it(typed):
    form = Sample({"total": "1", "signed_on": typed, "kind": "a"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["signed_on"] == date(2019, 4, 2)


def test_a_returned_field_shows_the_remark_beside_an_error():
    form = Sample({"total": ""}, remarks={"total": "请核对。"}, remark_head="登记员4月9日批注：")
    html = str(form["total"].as_field_group())

    assert 'class="field field-error field-returned"' in html
    assert "<b>登记员4月9日批注：</b>请核对。" in html


def test_the_summary_leads_to_each_field():
    form = Sample({"signed_on": "x"})

    assert [(fault.label, fault.target) for fault in form.faults] == [
        ("合同额", "id_total"),
        ("签订日期", "id_signed_on"),
        ("结论", "id_kind"),
    ]


def test_choices_of_a_group_have_their_labels():
    html = str(Sample()["kind"].as_field_group())

    assert '<label for="id_kind_0">' in html
    assert 'role="group" aria-labelledby="id_kind_label"' in html


def test_an_amount_is_refused_in_the_language_of_the_page():
    with translation.override("en"):
        form = Sample({"total": "x", "signed_on": "2019-04-02", "kind": "a"})

        assert form.errors["total"] == ["This is not an amount. Enter digits only, for example 386.00."]


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "金额不能小于0.01元。"), ("en", "The amount cannot be less than ¥0.01.")],
)
def test_the_least_amount_is_said_in_yuan(language, said):
    class Price(LookForm):
        price = AmountField(unit="wan", least_fen=1)

    with translation.override(language):
        assert Price({"price": "0"}).errors["price"] == [said]


@pytest.mark.django_db
def test_an_open_choice_asks_for_it_in_words():
    class Pick(LookForm):
        one = forms.ModelChoiceField(queryset=Session.objects.none())
        other = forms.ModelChoiceField(queryset=Session.objects.none(), empty_label="交回财政")

    html = Pick().as_div()
    assert "请选择" in html
    assert "交回财政" in html
    assert "-----" not in html
