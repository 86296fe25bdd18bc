"""What may an item of the demo city speak of? Fields, things and techniques of `technology.yaml`; two items of one topic are a true match."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Way:
    """One technique of a field: its name, what goes wrong without it, the figure to be reached."""

    name: str
    problem: str
    figure: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What an item speaks of: field, thing, technique. Two items of the same topic are a true match."""

    field: str
    thing: str
    way: Way


@dataclass
class Collected:
    """What was made: numbers by topic, on both sides."""

    achievements: dict[Topic, list[str]] = field(default_factory=lambda: defaultdict(list))
    needs: dict[Topic, list[str]] = field(default_factory=lambda: defaultdict(list))

    def pairs(self) -> list[tuple[str, str]]:
        """Give every true match: need and achievement of one topic."""
        return sorted(
            (need, achievement)
            for topic, needs in self.needs.items()
            for need in needs
            for achievement in self.achievements.get(topic, ())
        )


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """Every topic that the vocabulary can speak of, in order."""
    vocabulary = yaml.safe_load(Path(__file__).with_name("technology.yaml").read_text(encoding="utf-8"))
    return tuple(
        Topic(code, thing, Way(*(part.strip() for part in line.split("~"))))
        for code, listed in vocabulary.items()
        for thing in listed["things"].split()
        for line in listed["ways"]
    )
