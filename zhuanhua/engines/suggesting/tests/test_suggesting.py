"""Does the classifier find the label, say how sure it is, and name the words that decided?"""

from zhuanhua.engines.suggesting import load, save, suggest, teach

EXAMPLES = [
    ("铸件表面缺陷检测机床", ["80"]),
    ("数控机床主轴轴承", ["80"]),
    ("水稻育秧基质栽培", ["20"]),
    ("玉米种质选育栽培", ["20"]),
]


def test_the_label_whose_words_are_met_comes_first():
    found = suggest(teach(EXAMPLES), "一种高速机床主轴")

    assert found[0].label == "80"
    assert set(found[0].words) == {"机床", "主轴"}


def test_confidences_are_shares_of_one():
    found = suggest(teach(EXAMPLES), "水稻栽培机床", most=9)

    assert abs(sum(each.confidence for each in found) - 1) < 1e-9


def test_unknown_words_suggest_nothing():
    assert suggest(teach(EXAMPLES), "量子") == []


def test_a_label_with_too_few_examples_is_left_out():
    assert sorted(teach([*EXAMPLES, ("卫星天线", ["30"])], least=2).priors) == ["20", "80"]


def test_a_saved_model_answers_the_same(tmp_path):
    model = teach(EXAMPLES)
    save({"field": model}, tmp_path / "models.json.gz")

    assert suggest(load(tmp_path / "models.json.gz")["field"], "机床") == suggest(model, "机床")


def test_many_examples_fit_a_temperature_and_tell_the_accuracy():
    model = teach(EXAMPLES * 30)

    assert model.accuracy == 1.0


def test_no_file_holds_no_models(tmp_path):
    assert load(tmp_path / "none.gz") == {}
