"""What the house is made of, read once for all house tests: programmes, rooms, routes, cases, actions."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from zhuanhua.shared.workflow.models import Case

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ROOT / "zhuanhua"
PROGRAMMES = sorted(folder for folder in (PRODUCT / "programmes").iterdir() if (folder / "apps.py").exists())


def python_files(folder: Path = PRODUCT) -> list[Path]:
    """Give the product's own Python files, without tests and migrations."""
    return sorted(
        path
        for path in folder.rglob("*.py")
        if not {"tests", "migrations", "__pycache__"} & set(path.relative_to(folder).parts)
    )


def routes() -> Iterator[tuple[str, str, Any]]:
    """Give every route as (address, full name, view)."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[tuple[str, str, Any]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, address, inner)
        elif isinstance(pattern, URLPattern):
            yield address, f"{namespace}{pattern.name or ''}", pattern.callback


def case_classes() -> list[Any]:
    """Give every concrete kind of case in the product."""
    found, waiting = [], [Case]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if (
                not child._meta.abstract
                and child.__module__.startswith("zhuanhua.")
                and ".tests." not in child.__module__
            ):
                found.append(child)
    return sorted(found, key=lambda each: each.case_kind)


def actions_of(folder: Path) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Give the public functions that a programme's actions room exports."""
    room = folder / "actions"
    files = sorted(room.glob("*.py")) if room.is_dir() else [folder / "actions.py"]
    init = room / "__init__.py"
    exported = None
    if init.exists():
        tree = ast.parse(init.read_text(encoding="utf-8"))
        exported = {
            alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
        }
    for path in files:
        if not path.exists():
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and (exported is None or node.name in exported)
            ):
                yield path, node
