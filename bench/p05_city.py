"""P5: all needs × all offers of the city, both ways, ten matches each with reasons."""

from frame import Result, seconds
from matching_texts import needs, offers

SIZES = {"small": (130, 124), "full": (1_302, 1_239)}


def measure(size: str) -> list[Result]:
    """From texts to reasons, the reading of both catalogues included; beside a bare product of character tables (scores only)."""
    from zhuanhua.engines.matching import Index, Model
    from zhuanhua.engines.matching.portraits import Needs, Offers, scaled

    asked, offered = needs(SIZES[size][0]), offers(SIZES[size][1])
    model = Model.first_day(offered, asked)

    def bare() -> None:
        left, right = (
            scaled(Needs.draw(asked, model.language).views[2]),
            scaled(Offers.draw(offered, model.language).weighed),
        )
        (left @ right.T).todense()

    ours = seconds(lambda: Index.build(offered, asked, model=model).rank_all(10))
    peer = seconds(bare)
    aim = 10.0 if size == "full" else 1.5
    return [
        Result(
            "P5",
            "city, both ways, top 10 with reasons",
            f"{len(asked):,} × {len(offered):,}",
            ours,
            "s",
            peer,
            "sparse product, scores only",
            f"≤ {aim:g} s",
            ours <= aim,
            "first day's model",
        )
    ]
