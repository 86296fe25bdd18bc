"""P3: cutting Chinese texts into terms for index and question, beside bare rjieba on the same texts."""

import rjieba
from frame import Result, best_of
from matching_texts import needs

SIZES = {"small": (1_000, 5_000), "full": (5_000, 50_000)}


def measure(size: str) -> list[Result]:
    """Two sizes."""
    return [_measured(number) for number in SIZES[size]]


def _measured(number: int) -> Result:
    """Tokens a second of the engine's own cutting, with width, case and blanks put right."""
    from zhuanhua.engines.matching import terms

    texts = [f"{need.title}。{need.text}" for need in needs(number)]
    tokens = sum(len(terms.words(text)) for text in texts)

    def ours() -> None:
        terms._cut_run.cache_clear()
        for text in texts:
            terms.words(text)

    speed, peer = tokens / best_of(2, ours), tokens / best_of(2, lambda: [rjieba.cut(text) for text in texts])
    return Result(
        "P3", "Chinese words", f"{len(texts):,} texts", speed, "tokens/s", peer, "bare rjieba",
        "at rjieba's speed: ≥ 0.3 ×", speed >= 0.3 * peer,
    )  # fmt: skip
