"""`zhuanhua matching train|score|evaluate|rank|batch`: the matching engine from the terminal, on files."""

import argparse
import csv
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.cli.codes import IMPOSSIBLE, WRONG_USE
from zhuanhua.cli.words import note, say, say_json, table


def add_commands(subparsers: Any) -> None:
    """Add `matching` and its parts."""
    matching = subparsers.add_parser(
        "matching",
        help=_("供需匹配：训练、打分、评测、排序"),
        epilog=_("例：zhuanhua matching evaluate --needs needs.csv --pairs pairs.csv"),
    )
    parts = matching.add_subparsers(dest="part", required=True)
    train = _part(parts, "train", _("用专家评判训练模型"), _train, pairs=True)
    train.add_argument("--out", required=True, help=_("存放模型的文件夹"))
    score = _part(parts, "score", _("给每一对打分"), _score, pairs=True)
    score.add_argument("--model", required=True, help=_("模型文件夹"))
    score.add_argument("--out", required=True, help=_("结果文件（CSV）"))
    evaluate = _part(parts, "evaluate", _("交叉检验匹配质量"), _evaluate, pairs=True)
    evaluate.add_argument("--folds", type=int, default=5, help=_("折数"))
    evaluate.add_argument("--json", action="store_true", help=_("供程序读取"))
    batch = _part(parts, "batch", _("成批匹配 Parquet 文件"), _batch, pairs=False)
    batch.add_argument("--engine", choices=("local", "spark"), default="local", help=_("在本机或在 Spark 上"))
    batch.add_argument("--needs", required=True, help=_("需求（Parquet：id、title、text）"))
    batch.add_argument("--offers", required=True, help=_("成果（Parquet：id、title、text）"))
    batch.add_argument("--out", required=True, help=_("存放结果的文件夹"))
    batch.add_argument("--model", help=_("模型文件夹；不写则用无标注的首日模型"))
    batch.add_argument("--top", type=int, default=10, help=_("列出几条"))
    batch.add_argument("--master", default="local[2]", help=_("Spark 主节点"))
    rank = _part(parts, "rank", _("为一段需求文字排出成果"), _rank, pairs=False)
    rank.add_argument("--text", required=True, help=_("需求文字"))
    rank.add_argument("--catalogue", help=_("成果表（CSV，含标题列）；不写则用本站发布的成果"))
    rank.add_argument("--model", help=_("模型文件夹；不写则用本站在用的模型，指定成果表时用无标注的首日模型"))
    rank.add_argument("--top", type=int, default=10, help=_("列出几条"))
    rank.add_argument("--json", action="store_true", help=_("供程序读取"))


def _part(parts: Any, name: str, words: str, work: Any, *, pairs: bool) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(name, help=words, description=words)
    if pairs:
        part.add_argument("--needs", required=True, help=_("需求表：need_id、title、text"))
        part.add_argument(
            "--pairs",
            required=True,
            help=_("评判表：pair_id、need_id、achievement_id、achievement_words、level"),
        )
    part.add_argument("--seed", type=int, default=0, help=_("随机种子"))
    part.set_defaults(run=lambda options: _guarded(work, options))
    return part


def _guarded(work: Any, options: argparse.Namespace) -> int:
    """A file that cannot be used is one sentence."""
    from zhuanhua.engines.matching.reading import UnreadableTableError

    try:
        return int(work(options) or 0)
    except (UnreadableTableError, FileNotFoundError, ValueError) as fault:
        note(fault)
        return WRONG_USE


def _train(options: argparse.Namespace) -> int:
    from zhuanhua.engines.matching import Model
    from zhuanhua.engines.matching.reading import UnreadableTableError, read_needs, read_pairs, verdicts

    needs = read_needs(options.needs)
    pairs = read_pairs(options.pairs, needs)
    judged = verdicts(pairs)
    if not judged:
        raise UnreadableTableError(_("%(file)s：没有一行写了 level，无从学习。") % {"file": options.pairs})
    model = Model.train(needs, [pair.offer for pair in pairs], judged, seed=options.seed)
    folder = model.save(options.out)
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1_000_000
    say(
        _("模型 %(version)s，%(count)d 条评判，%(size).1f MB，存于 %(folder)s")
        % {"version": model.version, "count": model.verdicts, "size": size, "folder": folder}
    )
    return 0


def _score(options: argparse.Namespace) -> int:
    from zhuanhua.engines.matching import Model
    from zhuanhua.engines.matching.reading import read_needs, read_pairs
    from zhuanhua.engines.matching.scoring import score_pairs

    needs = read_needs(options.needs)
    rows = score_pairs(Model.load(options.model), needs, read_pairs(options.pairs, needs))
    with Path(options.out).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("pair_id", "level", "score"))
        writer.writerows(rows)
    say(_("%(count)d 对已打分，写入 %(file)s") % {"count": len(rows), "file": options.out})
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from zhuanhua.engines.matching.evaluation import evaluate
    from zhuanhua.engines.matching.reading import read_needs, read_pairs

    needs = read_needs(options.needs)
    found = evaluate(
        needs, read_pairs(options.pairs, needs), folds=options.folds, seed=options.seed, say=note
    )
    if options.json:
        say_json(found.as_dict())
        return 0
    say(
        _("%(pairs)d 对，%(needs)d 项需求（%(lists)d 个可排序），%(folds)d 折")
        % {"pairs": found.pairs, "needs": found.needs, "lists": found.lists, "folds": found.folds}
    )
    head = ("", _("已知需求 1/(1+MAE)"), "±", _("新需求 NDCG@10"), "±")
    body = [
        (
            row.name,
            *(
                f"{value:.4f}" if value is not None else ""
                for value in (row.score, row.score_spread, row.ndcg, row.ndcg_error)
            ),
        )
        for row in found.rows
    ]
    say(table([head, *body]))
    return 0


def _batch(options: argparse.Namespace) -> int:
    from zhuanhua.engines.matching import batch

    given = {"needs": options.needs, "offers": options.offers, "out": options.out, "model": options.model}
    try:
        done = batch.run(options.engine, **given, top=options.top, seed=options.seed, master=options.master)
    except batch.SparkMissingError as fault:
        note(fault)
        return IMPOSSIBLE
    say(_("写入 %(count)d 行，存于 %(folder)s") % {"count": done.rows, "folder": options.out})
    cost = {"pairs": done.pairs, "seconds": done.seconds, "each": done.seconds_a_million}
    say(_("%(pairs)d 对，用时 %(seconds).1f 秒，每百万对 %(each).2f 秒") % cost)
    return 0


def _rank(options: argparse.Namespace) -> int:
    from zhuanhua.engines.matching import Index, Model, Need
    from zhuanhua.engines.matching.reading import read_offers

    offers, owners = (read_offers(options.catalogue), {}) if options.catalogue else _own_offers()
    if not offers:
        note(_("本站还没有已发布的成果；用 --catalogue 指定成果表。"))
        return IMPOSSIBLE
    titles = {offer.id: offer.title for offer in offers}
    model = Model.load(options.model) if options.model else None if options.catalogue else _own_model()
    index = Index.build(offers, model=model, seed=options.seed)
    title, _gap, text = options.text.partition("\n")
    found = index.rank(Need("asked", title, text), options.top)
    if options.json:
        say_json(
            [
                {
                    **asdict(match),
                    "title": titles[match.offer_id],
                    "owner": owners.get(match.offer_id, ""),
                    "probability": match.probability,
                }
                for match in found
            ]
        )
        return 0
    for match in found:
        _say_match(match, titles[match.offer_id], owners.get(match.offer_id, ""))
    return 0


def _say_match(match: Any, title: str, owner: str) -> None:
    """One achievement: title, number and owner, how sure its level is, and each reason with its weight."""
    from zhuanhua.programmes.matching.ranking import Why
    from zhuanhua.programmes.matching.wording import chance_words, reason_words

    chance = chance_words(match.level, round(match.probability * 100))
    say(f"{match.rank:>3}. {title}  {match.offer_id}  {owner}".rstrip())
    say(f"     {chance}")
    for reason in match.reasons:
        if words := reason_words(Why(reason.kind, reason.weight, dict(reason.facts))):
            say(f"     {reason.weight:+.2f}  {words}")


def _own_offers() -> tuple[list[Any], dict[str, str]]:
    """The achievements of this site as any signed-in reader may read them, and whose each is; what is restricted is left out."""
    from zhuanhua.programmes.achievements.queries import achievements_for_matching
    from zhuanhua.programmes.matching.ranking import engine_offer, readable
    from zhuanhua.shared.people.models import Organisation

    items = list(readable(achievements_for_matching()))
    names = dict(Organisation.objects.values_list("pk", "name"))
    return [engine_offer(item) for item in items], {item.number: names.get(item.owner, "") for item in items}


def _own_model() -> Any:
    """The model that this site ranks with; None where there is none yet."""
    from zhuanhua.programmes.matching.keeping import in_use
    from zhuanhua.programmes.matching.ranking import load_model

    learning = in_use()
    return load_model(learning.version) if learning else None
