"""Does the importer find every planted fault, by row and column, and nothing else; and take the good workbook once?"""

import re
from collections import Counter
from datetime import date

import pytest

from tests.support.cast import make_organisation
from zhuanhua.demo.arrivals import arrive, previewed
from zhuanhua.demo.names import populate
from zhuanhua.demo.samples import write_samples
from zhuanhua.programmes.contracts.models import Contract

TODAY = date(2026, 4, 8)
SEED = 20180607


@pytest.fixture
def samples(tmp_path, monkeypatch):
    monkeypatch.setenv("ZHUANHUA_TODAY", TODAY.isoformat())
    return write_samples(tmp_path, today=TODAY, seed=SEED, size=600)


@pytest.mark.django_db
def test_every_planted_fault_is_named_by_row_and_column(samples, registrar):
    _good, faulty, legend = samples
    lines = [
        re.match(r"第(\d+)行 ([^：（]+)", line) for line in legend.read_text(encoding="utf-8").splitlines()
    ]
    planted = {(int(found[1]), found[2]) for found in lines if found}

    firm = populate(SEED).cast["firm"]
    make_organisation(firm.name, uscc=firm.uscc)
    run = previewed(faulty, sheet="contracts", by=registrar)

    named = {(error["row"], error["column"]) for error in run.errors}
    assert (len(planted), planted - named) == (30, set())
    assert {row for row, _ in named} == {row for row, _ in planted}
    assert (run.counts["new"], run.counts["bad"]) == (570, 30)


@pytest.mark.django_db
def test_the_good_workbook_comes_in_once(samples, registrar):
    good, *_rest = samples

    first = arrive(good, sheet="contracts", by=registrar)
    again = previewed(good, sheet="contracts", by=registrar)

    assert Counter(Contract.objects.values_list("state", flat=True)) == {"submitted": 600}
    assert (first.counts["new"], again.counts["new"], again.counts["same"]) == (600, 0, 600)
