"""How does a text find its label? By the log odds of its words; a temperature, fitted on examples that were held back, makes the share honest."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhuanhua.engines.suggesting.words import words_of

SMOOTHING = 0.3
HELD_BACK = 5  # every fifth example is not learned but used to fit the temperature
TEMPERATURES = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0)
DECIDING = 4
WORDS_THAT_COUNT = 40


@dataclass(frozen=True)
class Suggestion:
    """A label, the share of certainty it has (0 to 1), and the words that decided, strongest first."""

    label: str
    confidence: float
    words: tuple[str, ...]


@dataclass
class Model:
    """What was learned: for each word its weight for labels, for each label its share; and how sure a score may be taken."""

    weights: dict[str, dict[str, float]] = field(default_factory=dict)
    priors: dict[str, float] = field(default_factory=dict)
    temperature: float = 1.0
    examples: int = 0
    accuracy: float | None = None


def teach(examples: Iterable[tuple[str, Sequence[str]]], *, least: int = 1, fit: bool = True) -> Model:
    """Learn from texts with their labels; a label with fewer than `least` examples is left out. The same examples give the same model."""
    cut = [(sorted(set(words_of(text))), tuple(labels)) for text, labels in examples]
    many = Counter(label for _words, labels in cut for label in labels)
    known = {label for label, count in many.items() if count >= least}
    kept = [(words, tuple(label for label in labels if label in known)) for words, labels in cut]
    kept = [(words, labels) for words, labels in kept if labels]
    if not fit or len(kept) < 10 * HELD_BACK:
        return _learned(kept)
    held = kept[::HELD_BACK]
    trial = _learned([each for place, each in enumerate(kept) if place % HELD_BACK])
    temperature, accuracy = _fitted(trial, held)
    model = _learned(kept)
    model.temperature, model.accuracy = temperature, accuracy
    return model


def suggest(model: Model, text: str, *, most: int = 3) -> list[Suggestion]:
    """Give the likeliest labels of a text; none when no word of it is known."""
    words = list(dict.fromkeys(words_of(text)))[:WORDS_THAT_COUNT]
    scores, known = _scores(model, words)
    if not known:
        return []
    top = max(scores.values())
    shares = {label: math.exp((score - top) / model.temperature) for label, score in scores.items()}
    whole = sum(shares.values())
    best = sorted(shares, key=lambda label: (-shares[label], label))[:most]
    found = [Suggestion(label, shares[label] / whole, _deciding(model, known, label)) for label in best]
    return [each for each in found if each.words]


def _learned(examples: list[tuple[list[str], tuple[str, ...]]]) -> Model:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    labels_of: Counter[str] = Counter()
    for words, labels in examples:
        for label in labels:
            labels_of[label] += 1
            sizes[label] += len(words)
            for word in words:
                counts[word][label] += 1
    vocabulary, whole = max(len(counts), 1), max(sum(sizes.values()), 1)
    weights: dict[str, dict[str, float]] = {}
    for word, by_label in counts.items():
        total = sum(by_label.values())
        weights[word] = {
            label: round(
                math.log((count + SMOOTHING) / (sizes[label] + SMOOTHING * vocabulary))
                - math.log((total - count + SMOOTHING) / (whole - sizes[label] + SMOOTHING * vocabulary)),
                4,
            )
            for label, count in by_label.items()
        }
    every = max(sum(labels_of.values()), 1)
    priors = {label: round(math.log(count / every), 4) for label, count in sorted(labels_of.items())}
    return Model(weights=weights, priors=priors, examples=len(examples))


def _scores(model: Model, words: list[str]) -> tuple[dict[str, float], list[str]]:
    known = [word for word in words if word in model.weights]
    scores = {label: 0.5 * prior for label, prior in model.priors.items()}
    for word in known:
        for label, weight in model.weights[word].items():
            if weight > 0:
                scores[label] += weight
    return scores, known


def _deciding(model: Model, known: list[str], label: str) -> tuple[str, ...]:
    pulled = [(model.weights[word].get(label, 0.0), word) for word in known]
    return tuple(word for weight, word in sorted(pulled, key=lambda pair: (-pair[0], pair[1])) if weight > 0)[
        :DECIDING
    ]


def _fitted(model: Model, held: list[tuple[list[str], tuple[str, ...]]]) -> tuple[float, float]:
    """Choose the temperature under which the held-back labels are least surprising; and say how often the first is right."""
    scored = [(scores, labels) for words, labels in held if (scores := _scores(model, words)[0])]
    right = sum(max(scores, key=lambda label: (scores[label], label)) in labels for scores, labels in scored)
    losses = {
        temperature: sum(_surprise(scores, labels, temperature) for scores, labels in scored)
        for temperature in TEMPERATURES
    }
    return min(losses, key=lambda each: (losses[each], each)), right / max(len(scored), 1)


def _surprise(scores: dict[str, float], labels: tuple[str, ...], temperature: float) -> float:
    top = max(scores.values())
    whole = sum(math.exp((score - top) / temperature) for score in scores.values())
    own = sum(math.exp((scores[label] - top) / temperature) for label in labels if label in scores)
    return -math.log(max(own / whole, 1e-9))
