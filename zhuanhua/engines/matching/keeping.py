"""How does a model lie in a folder? Arrays and one page of JSON; nothing in it is executed when it is read."""

import hashlib
import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from zhuanhua.engines.matching import gaussian
from zhuanhua.engines.matching.arrays import Sparse
from zhuanhua.engines.matching.features import NAMES
from zhuanhua.engines.matching.kinship import Ground, Rows
from zhuanhua.engines.matching.lexicon import Bearing
from zhuanhua.engines.matching.portraits import Encoder, Language
from zhuanhua.engines.matching.records import Offer
from zhuanhua.engines.matching.terms import COLUMNS, STARTS
from zhuanhua.engines.matching.topics import Topics
from zhuanhua.engines.matching.trees import Forest, Trees
from zhuanhua.engines.matching.view import View

if TYPE_CHECKING:
    from zhuanhua.engines.matching.model import Model

FORMAT = 4


def arrays(model: "Model") -> dict[str, Any]:
    """All that a model has learned."""
    language, lesson = model.language, model.lesson
    found: dict[str, Any] = {
        "idf": language.idf, "topic_columns": language.topics.columns, "topics": language.topics.directions.astype(np.float16),
        "bearing_mean": language.bearing.mean, "bearing_common": language.bearing.common,
        "encoder": np.array(language.encoder.name if language.encoder else ""),
    }  # fmt: skip
    if lesson is None:
        return found
    ground, rows = model.ground, model.rows
    read = [[offer.title, offer.text, *offer.keywords] for offer in model.read]
    found |= {
        "features": rows.features, "row_needs": rows.needs, "row_offers": rows.offers, "noise": rows.noise,
        "centre": model.view.centre, "spread": model.view.spread, "turn": model.view.turn, "weights": lesson.weights, "mean": lesson.mean, "scale": lesson.scale,
        "alphas": lesson.alphas, "need_ids": np.array(model.need_ids), "read": np.array(json.dumps(read, ensure_ascii=False)),
        "offer_directions": ground.offer_directions, "offer_topics": ground.offer_topics.astype(np.float16), "offer_texts": ground.offer_texts, "need_directions": ground.need_directions,
    }  # fmt: skip
    found["levels"] = model.levels
    if model.second is not None:
        found["tree_levels"] = model.second.levels
        for at, forest in enumerate(model.second.forests):
            found |= {f"forest{at}_{part.name}": getattr(forest, part.name) for part in fields(Forest)}
    for name, matrix in (
        ("offer_terms", ground.offer_terms),
        ("need_terms", ground.need_terms),
        ("shared", rows.shared),
    ):
        found |= {
            f"{name}_data": matrix.data,
            f"{name}_indices": matrix.indices.astype(np.int32),
            f"{name}_indptr": matrix.indptr,
        }
    return found


def name_of(model: "Model") -> str:
    """Two models of one name are equal."""
    digest = hashlib.sha256()
    for name, array in sorted(arrays(model).items()):
        digest.update(
            name.encode()
            + (json.dumps(array.tolist()).encode() if array.dtype.kind == "U" else array.tobytes())
        )
    return f"m{FORMAT}-{model.verdicts}-{digest.hexdigest()[:10]}"


def save(model: "Model", folder: str | Path) -> Path:
    """Write a model into a folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target / "model.npz", **arrays(model))
    about = {
        "format": FORMAT,
        "version": model.version,
        "verdicts": model.verdicts,
        "seed": model.seed,
        "features": NAMES,
    }
    told = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    (target / "model.json").write_text(told, encoding="utf-8")
    return target


def load(kind: type["Model"], folder: str | Path, encoder: Encoder | None) -> "Model":
    """Read what `save` wrote."""
    source = Path(folder)
    about = json.loads((source / "model.json").read_text(encoding="utf-8"))
    if about["format"] != FORMAT or about["features"] != NAMES:
        raise ValueError(f"{source}: this model was made by another version of the engine. Train it again.")
    with np.load(source / "model.npz", allow_pickle=False) as stored:
        kept = {name: stored[name] for name in stored.files}
    name = str(kept["encoder"])
    if name != (encoder.name if encoder else ""):
        raise ValueError(
            f"{source}: this model was made with the encoder {name or '(none)'!r}; give the same."
        )
    topics = Topics(kept["topic_columns"], kept["topics"].astype(np.float32))
    bearing = Bearing(kept["bearing_mean"], kept["bearing_common"])
    model = kind(Language(kept["idf"], topics, bearing, encoder), seed=about["seed"])
    if "alphas" in kept:
        _remind(model, kept)
    model.version = about["version"]
    return model


def _remind(model: "Model", kept: dict[str, Any]) -> None:
    """Give a model its verdicts back."""
    ground = Ground(
        _table(kept, "offer_terms"), kept["offer_directions"], kept["offer_topics"].astype(np.float32), kept["offer_texts"],
        _table(kept, "need_terms"), kept["need_directions"],
    )  # fmt: skip
    rows = Rows(
        kept["features"],
        kept["row_needs"],
        kept["row_offers"],
        kept["noise"],
        _table(kept, "shared", 2 * (STARTS[2] + COLUMNS - STARTS[3])),
    )
    lesson = gaussian.Lesson(kept["weights"], kept["mean"], kept["scale"], kept["alphas"])
    view = View(kept["centre"], kept["spread"], kept["turn"])
    model.remember(ground, rows, view, lesson, tuple(map(str, kept["need_ids"])), kept["levels"])
    if "tree_levels" in kept:
        number = sum(name.endswith("_limits") for name in kept)
        forests = [
            Forest(**{part.name: kept[f"forest{at}_{part.name}"] for part in fields(Forest)})
            for at in range(number)
        ]
        model.second = Trees(tuple(forests), kept["tree_levels"])
    model.read = tuple(
        Offer(str(at), title, text, tuple(keywords))
        for at, (title, text, *keywords) in enumerate(json.loads(str(kept["read"])))
    )


def _table(kept: dict[str, Any], name: str, width: int = STARTS[3]) -> Sparse:
    parts = (kept[f"{name}_data"], kept[f"{name}_indices"], kept[f"{name}_indptr"])
    return sp.csr_matrix(parts, shape=(len(parts[2]) - 1, width))
