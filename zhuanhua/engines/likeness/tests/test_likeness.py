"""Do nearly equal texts meet in a band, and different ones not?"""

from zhuanhua.engines.likeness import bands_of, likeness

PATENT = "一种高精度铸件表面缺陷检测装置，包括线阵相机、光源和除尘风刀，所述线阵相机设于辊道上方，光源以三十度角照射铸件表面，检测速度每秒二点五米。"
SAME = PATENT.replace("三十度", "四十五度")
OTHER = "一种用于水稻育秧的复合基质及其制备方法，由秸秆、腐殖酸和蛭石按比例发酵而成，可提高秧苗成活率。"


def test_texts_that_differ_in_a_word_share_a_band():
    first, second = bands_of([PATENT, SAME])

    assert set(first) & set(second)


def test_different_texts_share_none():
    first, second = bands_of([PATENT, OTHER])

    assert set(first) & set(second) == set()


def test_width_case_and_opening_words_do_not_count():
    assert likeness("一种ABC检测装置", "ＡＢＣ检测，装置") == 1.0


def test_likeness_tells_near_from_far():
    assert likeness(PATENT, SAME) > 0.8
    assert likeness(PATENT, OTHER) < 0.1


def test_an_empty_text_has_no_bands():
    assert bands_of(["", "。"]) == [[], []]


def test_bands_stay_the_same_for_ever():
    assert bands_of(["石墨烯"])[0][:2] == bands_of(["石墨烯"])[0][:2]
