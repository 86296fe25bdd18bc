"""Which value and case files does the house have? One place that knows where programmes keep them.

A programme keeps `policy_values.yaml` and `policy_cases.yaml` beside `policy.py`, which names its rules in `RULES`.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps

from zhuanhua.shared.policy import book, cases

VALUES_FILE = "policy_values.yaml"
CASES_FILE = "policy_cases.yaml"


@dataclass(frozen=True)
class Shelf:
    """The policy of one app."""

    label: str
    title: Any
    module: str
    folder: Path

    @cached_property
    def book(self) -> book.Book:
        """The dated values."""
        return book.load(self.folder / VALUES_FILE)

    @property
    def has_cases(self) -> bool:
        """Whether the programme keeps cases."""
        return (self.folder / CASES_FILE).exists()

    def rules(self) -> cases.Rules:
        """Give the rules that `policy.py` names."""
        rules: cases.Rules = import_module(f"{self.module}.policy").RULES
        return rules

    def outcomes(self) -> list[cases.Outcome]:
        """Run all cases of the programme."""
        return cases.run(self.folder / CASES_FILE, self.rules(), self.book)


def shelves() -> list[Shelf]:
    """List every installed app that keeps policy values, in the order of installation."""
    found = []
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if (folder / VALUES_FILE).exists():
            found.append(Shelf(config.label, config.verbose_name, config.name, folder))
    return found


def shelf_of(identifier: str) -> Shelf | None:
    """Find the programme that keeps an id."""
    return next((shelf for shelf in shelves() if identifier in shelf.book.ids()), None)
