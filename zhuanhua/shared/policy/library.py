"""Which value and case files does the house have? One place that knows where programmes keep them.

A programme keeps `policy_values.yaml` and `policy_cases.yaml` beside `policy.py`, which names its rules in `RULES`. A subject that
stands for itself (contract subsidies beside contract registration) has its own three: `policy_subsidy.py`, `…_values.yaml`,
`…_cases.yaml`; so a new rate of subsidy gives no new version to registrations.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps

from zhuanhua.shared.policy import book, cases

ROOM = "policy"
VALUES = "_values.yaml"
CASES = "_cases.yaml"
_titles: dict[str, Any] = {}


def name_subject(label: str, title: Any) -> None:
    """Say how the subject of a programme is called: `contracts.subsidy` is 技术合同补贴."""
    _titles[label] = title


@dataclass(frozen=True)
class Shelf:
    """The policy of one app, or of one subject of it; `label` is the app's, with the subject after a dot."""

    label: str
    title: Any
    module: str
    folder: Path
    room: str = ROOM

    @cached_property
    def book(self) -> book.Book:
        """The dated values."""
        return book.load(self.folder / f"{self.room}{VALUES}", programme=self.label)

    @property
    def cases_file(self) -> Path:
        """Where the cases are kept."""
        return self.folder / f"{self.room}{CASES}"

    @property
    def has_cases(self) -> bool:
        """Whether the programme keeps cases."""
        return self.cases_file.exists()

    def rules(self) -> cases.Rules:
        """Give the rules that the policy room names."""
        rules: cases.Rules = import_module(f"{self.module}.{self.room}").RULES
        return rules

    def examples(self) -> list[cases.Case]:
        """Read the cases."""
        return list(_examples(self.cases_file)) if self.has_cases else []

    def outcomes(self) -> list[cases.Outcome]:
        """Run all cases of the programme."""
        return cases.run(self.cases_file, self.rules(), self.book)


@lru_cache(maxsize=64)
def _examples(path: Path) -> tuple[cases.Case, ...]:
    return tuple(cases.read(path))


def shelves() -> list[Shelf]:
    """List every installed app that keeps policy values, in the order of installation; its subjects follow it."""
    found = []
    for config in apps.get_app_configs():
        folder = Path(config.path)
        for path in sorted(folder.glob(f"{ROOM}*{VALUES}"), key=lambda path: path.name.removesuffix(VALUES)):
            room = path.name.removesuffix(VALUES)
            label = ".".join([config.label, *room.removeprefix(ROOM).split("_")[1:]])
            title = _titles.get(label, config.verbose_name)
            found.append(Shelf(label, title, config.name, folder, room))
    return found


def shelf_of(identifier: str) -> Shelf | None:
    """Find the programme that keeps an id."""
    return next((shelf for shelf in shelves() if identifier in shelf.book.ids()), None)
