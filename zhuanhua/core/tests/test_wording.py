"""Is a kept sentence read in each reader's language, and what somebody typed left alone?"""

from django.utils.translation import override

from zhuanhua.core.wording import amount_words, said


def test_places_are_filled_and_a_typed_percent_stays():
    assert said("已受理：%(name)s，100%合格", {"name": "防腐涂层"}) == "已受理：防腐涂层，100%合格"


def test_an_unknown_place_stays_visible():
    assert said("还差%(days)s天", {}) == "还差%(days)s天"


def test_a_message_is_read_in_the_readers_language():
    with override("en"):
        assert said("公示", {}) == "Public notices"


def test_a_label_is_translated_and_a_name_is_not():
    with override("en"):
        assert (
            said("%(ground_label)s/%(name)s", {"ground_label": "公示", "name": "公示"})
            == "Public notices/公示"
        )


def test_nothing_stays_nothing():
    assert said("", {"name": "x"}) == ""


def test_an_amount_is_written_in_the_readers_unit():
    with override("zh-hans"):
        chinese = (amount_words(2_414_000_000), amount_words(10_000_000_000, places=0))
    with override("en"):
        english = (amount_words(2_414_000_000), amount_words(1_050))

    assert (chinese, english) == (("2,414.00万元", "10,000万元"), ("¥24,140,000", "¥10.50"))
