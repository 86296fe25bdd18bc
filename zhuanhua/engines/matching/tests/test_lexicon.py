"""Do words point where they should, also those that no list knows, and can an outside service stand in their place?"""

import numpy as np
import pytest

from zhuanhua.engines.matching import Index, Model, lexicon
from zhuanhua.engines.matching.tests import town


class Outside:
    """An encoder that knows two directions: batteries and all else."""

    name = "two"

    def encode(self, texts):
        return np.array([[1.0, 0.0] if "电池" in text else [0.0, 1.0] for text in texts], np.float32)


def test_lexicon_puts_like_words_together():
    near, far = (
        float(one @ other)
        for one, other in (
            lexicon.shipped().vectors_of(pair) for pair in (("废水", "污水"), ("废水", "电机"))
        )
    )

    assert near > 0.6 > far


def test_lexicon_composes_unknown_words_and_leaves_foreign_ones_empty():
    known = lexicon.shipped()
    made, whole, foreign = known.vectors_of(["锂离子电池组包", "电池", "zzz"])

    assert "锂离子电池组包" not in known.words
    assert float(made @ whole) > 0.5
    assert not foreign.any()


def test_encoder_is_used_and_asked_for_again(tmp_path):
    model = Model.first_day(town.offers(), town.needs(), encoder=Outside())
    folder = model.save(tmp_path / "model")

    assert Index.build(town.offers(), model=model).rank(town.needs()[0], 1)[0].offer_id[1] == "0"
    assert Model.load(folder, encoder=Outside()).version == model.version
    with pytest.raises(ValueError, match="encoder 'two'"):
        Model.load(folder)
