"""Does every form take whatever is typed, and say in Chinese at the field what is wrong (R9)?"""

import re
from collections import Counter
from typing import Any

import pytest
from django import forms
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evidence.form_makers import World, exact_fen, name_of, product_forms, typed_into
from tests.support.evidence import Evidence, size
from zhuanhua.core.fields import AmountField
from zhuanhua.core.money import MAX_FEN
from zhuanhua.programmes.contracts.forms import ItemFormSet
from zhuanhua.ui.forms import LookForm

pytestmark = [pytest.mark.django_db, pytest.mark.evidence, pytest.mark.proof("R9")]
FORMS = product_forms()
CJK = re.compile(r"[一-鿿]")
SENTENCE = re.compile(r"[一-鿿].*[。！？]$", re.DOTALL)
# What belongs to no single field: account and password are wrong together.
OF_THE_WHOLE = {"shared.people.signin_forms.SignInForm"}
FILLED: Counter[tuple[str, bool]] = Counter()  # by form, and by whether it was valid
ROUNDS = size(8, 120)
HASTE = settings(
    max_examples=ROUNDS,
    deadline=2_000,  # milliseconds: a form that takes longer is a fault
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@pytest.fixture
def world(applicant: Any, firm: Any, rival_firm: Any) -> World:
    return World(applicant, (firm, rival_firm))


def test_every_form_of_the_product_has_the_look() -> None:
    assert len(FORMS) > 30
    assert [name_of(each) for each in FORMS if not issubclass(each, LookForm)] == []


@pytest.mark.parametrize("form_class", FORMS, ids=name_of)
@given(data=st.data())
@HASTE
def test_form_takes_anything(form_class: Any, data: st.DataObject, world: World) -> None:
    with world.asking():
        typed, files = data.draw(typed_into(world.form(form_class)))
        form = world.form(form_class, typed, files)
        is_valid = form.is_valid()
        FILLED[name_of(form_class), is_valid] += 1
        shown = form.render()

    assert is_valid == (not form.errors)
    assert [(name, text) for name, text in faults(form) if not is_told_well(form, name, text)] == []
    assert wrong_amounts(form) == []
    assert "<script" not in shown


def test_forms_are_counted(evidence: Evidence, request: pytest.FixtureRequest) -> None:
    chosen = forms_before(request.node)
    if not chosen:
        pytest.skip("no form was to be filled before this test: its neighbours were not chosen")

    filled = Counter(name for name, _valid in FILLED.elements())
    evidence.figure("forms", len(FORMS), zh="表单")
    evidence.figure("filled forms", filled.total(), zh="填过的表单")
    evidence.figure(
        "filled forms that were valid",
        sum(count for (_name, valid), count in FILLED.items() if valid),
        zh="其中合格的",
    )

    assert {name for name in chosen if not filled[name]} == set()
    assert filled.total() > 0


@pytest.mark.parametrize("form_class", FORMS, ids=name_of)
@given(data=st.data())
@settings(HASTE, max_examples=size(3, 40))
def test_form_speaks_english_on_english_pages(form_class: Any, data: st.DataObject, world: World) -> None:
    with translation.override("en"), world.asking():
        form = world.form(form_class)
        ascii_only = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=60)
        typed = data.draw(st.fixed_dictionaries(dict.fromkeys(form.fields, ascii_only)))
        told = [text for _name, text in faults(world.form(form_class, typed))]

    assert [text for text in told if CJK.search(text)] == []


def forms_before(node: pytest.Item) -> set[str]:
    """Name the forms that this run was to fill before it came to a test."""
    items = node.session.items
    return {
        name_of(each.callspec.params["form_class"])
        for each in items[: items.index(node)]
        if isinstance(each, pytest.Function) and each.function is test_form_takes_anything
    }


def faults(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Give every fault with its field."""
    return [(name, str(text)) for name, texts in form.errors.items() for text in texts]


def is_told_well(form: forms.BaseForm, name: str, text: str) -> bool:
    """Is it a Chinese sentence, at a field that is there?"""
    has_place = name in form.fields or name_of(type(form)) in OF_THE_WHOLE
    return has_place and bool(SENTENCE.search(text))


def wrong_amounts(form: forms.BaseForm) -> list[str]:
    """Give the accepted amounts that are not whole fen within their limits, or not what was typed."""
    wrong = []
    for name, field in form.fields.items():
        value = getattr(form, "cleaned_data", {}).get(name)
        if not isinstance(field, AmountField) or value is None:
            continue
        least = field.least_fen if field.least_fen is not None else -MAX_FEN
        if type(value) is not int or not least <= value <= MAX_FEN:
            wrong.append(name)
        elif value != exact_fen(str(form.data.get(form.add_prefix(name))), field.unit):
            wrong.append(f"{name} {value}")
    return wrong


@pytest.mark.parametrize("count", ["", "-1", "1e5", "９９", "99999999999", "x", "\x00", "2.5"])
def test_lines_take_any_count(count: str) -> None:
    lines = ItemFormSet({"form-TOTAL_FORMS": count, "form-INITIAL_FORMS": count}, prefix="form")

    lines.is_valid()

    assert len(lines.forms) <= 60
