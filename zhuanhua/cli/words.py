"""How does the command line speak: in which language, in which form, on which stream?"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any


def language() -> str:
    """English where the terminal is English, Chinese otherwise; ZHUANHUA_LANG decides when it is set."""
    named = os.environ.get("ZHUANHUA_LANG", "")
    first = named or next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "en" if first.lower().startswith("en") else "zh-hans"


def say(line: object = "") -> None:
    """A result: standard output."""
    print(line, flush=True)


def note(line: object) -> None:
    """Progress and remarks: the error stream, so that results can be piped."""
    print(line, file=sys.stderr, flush=True)


def say_json(content: Any) -> None:
    """A result for a program."""
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def width(text: str) -> int:
    """Columns that a text takes in a terminal: Chinese characters and full-width signs take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def table(rows: Sequence[Sequence[object]], indent: str = "  ") -> str:
    """Rows as aligned columns, two spaces apart."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*texts, strict=True)] if texts else []
    return "\n".join(
        (
            indent
            + "  ".join(cell + " " * (space - width(cell)) for cell, space in zip(row, widths, strict=True))
        ).rstrip()
        for row in texts
    )


class Shelf(argparse._SubParsersAction):
    """Sub-commands that several rooms may add to: a name asked for twice is the same command."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """The command of that name, made now or before."""
        known = self.choices.get(name)
        if known is not None:
            return known
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        if "help" in options:
            options.setdefault("description", options["help"])
        return super().add_parser(name, **options)


class Parser(argparse.ArgumentParser):
    """An argument parser whose sub-commands can be asked for again, and which speaks plainly about wrong use."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.register("action", "parsers", Shelf)
        self.shelf: Shelf | None = None

    def add_subparsers(self, **options: Any) -> Shelf:
        """The sub-commands, made now or before."""
        if self.shelf is None:
            self.shelf = super().add_subparsers(**options)
        return self.shelf
