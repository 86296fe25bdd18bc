"""How do told matches get into the tables? In bulk, each step with its line of the journal, as if the bureau had entered it then."""

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.core.rows import insert_rows
from zhuanhua.demo.catalogues.writing import REVIEWED
from zhuanhua.demo.matches.stories import Told
from zhuanhua.programmes.matching.models import Match, MatchStep
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.workflow.actions import open_task
from zhuanhua.shared.workflow.moves import move_named
from zhuanhua.shared.workflow.serials import numbers

NOTES = {
    "contact": "电话联系，双方约定见面。",
    "meet": "到现场看了工况，带走样件。",
    "intend": "签了意向书，先做一个工位试用。",
    "sign": "",
    "register": "",
}


def ranking(shelf: Any, told: list[Told]) -> dict[str, dict[str, Any]]:
    """What the engine says of every need that somebody worked on."""
    wanted = list(dict.fromkeys(one.need.number for one in told))
    ranked = shelf.of_needs([shelf.items["need"][number] for number in wanted])
    return {
        number: {fit.achievement: fit for fit in fits} for number, fits in zip(wanted, ranked, strict=True)
    }


def store(told: list[Told], fits: dict[str, dict[str, Any]], people: dict[str, Any]) -> None:
    """Enter the matches with their steps, each step with its line of the journal."""
    officer, agency = people["officer"], people["agency"].organisation
    told.sort(key=lambda one: one.asked_on)
    by_year: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        by_year[one.asked_on.year].append(one)
    given = [number for some in by_year.values() for number in numbers("DJ", len(some), on=some[0].asked_on)]
    columns = (
        "number", "state", "state_since", "need_id", "achievement_id", "asked_from_id", "asked_on", "level", "score_bp", "model", "broker_id", "contract_id", "version",
    )  # fmt: skip
    rows, lines = [], []
    for one, number in zip(told, given, strict=True):
        fit = fit_of(one, fits)
        rows.append(
            (number, one.state, moment(one.since), one.need.pk, one.achievement.pk, one.need.owner_id, one.asked_on, fit.level, fit.score_bp,
             fit.model, agency.pk if one.is_brokered else None, one.contract, len(one.steps) + 1)
        )  # fmt: skip
        lines += _lines(one, number, fit, officer)
    insert_rows(Match, columns, rows, fixed={"asked_by_id": officer.pk})
    keys = dict(Match.objects.filter(number__in=given).values_list("number", "pk"))
    steps = [
        (keys[number], str(move_named(Match, verb).target), on, NOTES[verb])
        for one, number in zip(told, given, strict=True)
        for verb, on in one.steps
        if verb != "agree"
    ]
    insert_rows(MatchStep, ("match_id", "state", "done_on", "note"), steps, fixed={"told_by_id": officer.pk})
    lines.sort(key=lambda line: line.at or moment(REVIEWED))
    record_all(lines)
    for match in Match.objects.filter(number__in=given, state="asked").select_related(
        "need__owner", "achievement__owner"
    ):
        open_task(
            case=match, title="答复对接请求", about=f"{match.achievement.title} · {match.need.owner.name}",
            permission=Permission.MATCH_USE, organisation=match.achievement.owner, url=f"/matching/{match.number}/",
        )  # fmt: skip


def _lines(one: Told, number: str, fit: Any, officer: Any) -> list[Line]:
    pair = {
        "need": one.need.number,
        "achievement": one.achievement.number,
        "model": fit.model,
        "level": fit.level,
    }
    fixed: dict[str, Any] = {"case_kind": "match", "case_number": number, "by": officer}
    found = [Line("match:ask", after=pair, at=moment(one.asked_on), **fixed)]
    for verb, on in one.steps:
        after = {"state": str(move_named(Match, verb).target), "done_on": on.isoformat()}
        found.append(Line(f"match:{verb}", after=after, at=moment(on), **fixed))
    if one.ended_on:
        found.append(
            Line("match:end", after={"state": "ended"}, reason=one.reason, at=moment(one.ended_on), **fixed)
        )
    return found


def fit_of(one: Told, fits: dict[str, dict[str, Any]]) -> Any:
    ranked = fits[one.need.number]
    return ranked.get(one.achievement.number) or min(ranked.values(), key=lambda fit: fit.score_bp)


def moment(day: date) -> datetime:
    return datetime.combine(day, time(10, 30), tzinfo=CITY_ZONE)
