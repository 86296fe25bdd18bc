"""Where does a trained classifier live? In one compressed JSON file."""

import gzip
import json
from dataclasses import asdict
from pathlib import Path

from zhuanhua.engines.suggesting.classifier import Model


def save(models: dict[str, Model], path: Path) -> None:
    """Write models under their names, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with gzip.open(part, "wt", encoding="utf-8") as file:
        json.dump({name: asdict(model) for name, model in models.items()}, file, ensure_ascii=False)
    part.replace(path)


def load(path: Path) -> dict[str, Model]:
    """Read what was saved; an absent file holds no models."""
    if not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {name: Model(**facts) for name, facts in json.load(file).items()}
