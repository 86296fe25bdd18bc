"""Which proposals lie on the desks of the demo city, and how far are their replies? By the ordinary actions, proposal 0469's among them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.models import Letter, Proposal
from zhuanhua.accountability.replies.notation import marks_of
from zhuanhua.accountability.replies.saying import say
from zhuanhua.demo.arrivals import arrive_unseen
from zhuanhua.demo.days import on_day
from zhuanhua.demo.register import Sold
from zhuanhua.demo.workbooks import NATIONAL, national_row, write_csv

TEXT_0469 = Path(__file__).with_name("reply_0469.yaml")
KNOWN_YEAR = 2018
LEAD = "沈阳市科学技术局"
CONTACT = "联系人：许思齐，联系电话：024-00000000"
OPENING = "您提出的关于{title}的{kind}收悉，现答复如下：\n一、技术合同登记\n"
COUNTED = (
    "{year}年全市登记技术合同{{{{contracts.count year={year}}}}}，成交额{{{{contracts.amount year={year} unit=yi}}}}，"
    "平均每项{{{{contracts.average_amount year={year}}}}}。"
)
# kind, number, title, proposer, how far it is
STORIES = (
    ("cppcc", "0512", "支持中试基地面向社会开放", "梁委员", "received"),
    ("npc", "0107", "加强技术经理人队伍建设", "宋代表", "received"),
    ("npc", "0093", "完善职务科技成果赋权改革配套政策", "高代表", "assigned"),
    ("cppcc", "0447", "设立概念验证资金", "邱委员", "assigned"),
    ("npc", "0061", "规范技术转让所得税优惠办理", "薛代表", "returned"),
    ("cppcc", "0431", "提高技术合同登记便利化水平", "罗委员", "draft"),
    ("npc", "0085", "扩大技术合同补贴覆盖面", "白代表", "cosigning"),
    ("cppcc", "0398", "推动科技成果在本地落地", "顾委员", "frozen"),  # refused: a number has moved
    ("npc", "0078", "支持服务机构开展技术合同代办", "金代表", "untraced"),  # refused: a number has no origin
    (
        "cppcc",
        "0376",
        "公开技术市场年度统计",
        "韩委员",
        "drifted",
    ),  # out already, and a number has moved since
    ("npc", "0052", "完善技术合同登记服务", "孟代表", "recalled"),
)
READY = (
    "cppcc",
    "0352",
    "按季度通报技术合同登记情况",
    "陶委员",
    "ready",
)  # nothing stands in the way of its issue
DAYS_FROZEN = {"drifted": 16, "recalled": 15, "ready": 1}
NUMBERS = {"drifted": "沈科函（演示）〔%d〕15号", "recalled": "沈科函（演示）〔%d〕14号"}


@dataclass
class Desk:
    """Who writes, who agrees, who issues; and on which day it all stands."""

    officer: Any
    signers: list[Any]
    leader: Any
    day: date

    def back(self, days: int) -> Any:
        """Let the calendar stand so many days before today."""
        return on_day(self.day - timedelta(days=days))


def tell(people: dict[str, Any], imported: Sequence[Sold], *, day: date) -> dict[str, int]:
    """Tell every story, then let one contract of last year arrive late: what was frozen before has drifted, what comes after has not."""
    signers = [people["registrar"], people["reviewer"], people["finance"]]
    desk = Desk(people["officer"], signers, people["leader"], day)
    year = max(year for one in imported if (year := one.registered_on.year) < day.year)
    with transaction.atomic():
        known = _reply_0469(desk)
        for place, story in enumerate(STORIES):
            _tell(desk, story, place, year)
    if year > KNOWN_YEAR:
        _late(imported, year, desk)
    with transaction.atomic():
        _tell(desk, READY, 0, year)
    return {"proposals": Proposal.objects.count(), "figures": known.figures.count()}


def _reply_0469(desk: Desk) -> Letter:
    """The reply that the bureau once published, written from records where the city has them, issued three weeks ago."""
    paper = yaml.safe_load(TEXT_0469.read_text(encoding="utf-8"))
    facts = {name: paper[name] for name in ("session", "paper_number", "title", "proposers")}
    with desk.back(60):
        case = actions.register_proposal(
            kind="cppcc", received_on=desk.day - timedelta(days=60), term_days=60, lead_unit=LEAD, by=desk.officer, **facts
        )  # fmt: skip
        actions.assign_proposal(
            proposal=case, drafter=desk.officer, draft_due_on=desk.day - timedelta(days=30), by=desk.officer
        )
    with desk.back(40):
        text = _with_sources(paper, desk)
        letter = actions.draft_letter(proposal=case, body=text, contact=CONTACT, by=desk.officer)
    return _issued(desk, _frozen(desk, letter, 30), "沈科函（演示）〔%d〕12号", 22)


def _with_sources(paper: dict[str, Any], desk: Desk) -> str:
    """Enter what is quoted, and put the figure's mark where the records hold the number by now."""
    text: str = paper["text"]
    for entry in paper["references"]:
        facts = {name: entry[name] for name in ("code", "name", "text", "definition", "page")}
        figure = entry.get("figure", "")
        said = say(marks_of(figure)[0], {}) if figure else None
        if said is not None and not said.fault and said.records:
            text = text.replace("{{ref:" + entry["code"] + "}}", figure)
        else:
            actions.enter_reference(
                **facts, document=paper["document"], as_of=paper["as_of"], by=desk.officer
            )
    return text


def _tell(desk: Desk, story: tuple[str, ...], place: int, year: int) -> None:
    kind, number, title, proposers, far = story
    came = desk.day - timedelta(days=34 + 2 * place)
    session = f"市{'十七届人大' if kind == 'npc' else '政协十六届'}{'一二三四五六七八九'[max(desk.day.year - 2022, 0)]}次会议"
    with on_day(came):
        case = actions.register_proposal(
            kind=kind, session=session, paper_number=number, title=title, proposers=proposers, received_on=came,
            term_days=(24 if place % 2 else 60), lead_unit=LEAD, by=desk.officer,
        )  # fmt: skip
        if far == "received":
            return
        if far == "returned":
            actions.return_proposal(proposal=case, by=desk.officer, reason="属税务部门职责，请转办。")
            return
        due = min(case.due_on or came, desk.day + timedelta(days=5))
        actions.assign_proposal(proposal=case, drafter=desk.officer, draft_due_on=due, by=desk.officer)
    if far != "assigned":
        _written(desk, case, far, year)


def _written(desk: Desk, case: Proposal, far: str, year: int) -> None:
    kind = "建议" if case.kind == "npc" else "提案"
    body = OPENING.format(title=case.title, kind=kind) + COUNTED.format(year=year)
    if far in {"draft", "untraced"}:
        body += "\n二、下一步\n计划新设登记点3个。"
    with desk.back(20):
        letter = actions.draft_letter(proposal=case, body=body, contact=CONTACT, by=desk.officer)
    if far == "draft":
        return
    if far == "cosigning":
        with desk.back(6):
            letter = actions.submit_letter(letter=letter, signers=desk.signers, by=desk.officer)
            actions.agree_letter(letter=letter, by=desk.signers[0])
        return
    letter = _frozen(desk, letter, DAYS_FROZEN.get(far, 3))
    if far in NUMBERS:
        letter = _issued(desk, letter, NUMBERS[far], DAYS_FROZEN[far] - 2)
    if far == "recalled":
        with desk.back(10):
            actions.recall_letter(
                letter=_again(letter), by=desk.leader, reason="主送单位有误，重新办理后再发。"
            )


def _frozen(desk: Desk, letter: Letter, days: int) -> Letter:
    with desk.back(days):
        letter = actions.submit_letter(letter=letter, signers=desk.signers, by=desk.officer)
        for signer in desk.signers:
            actions.agree_letter(letter=letter, by=signer)
        return actions.freeze_letter(letter=_again(letter), by=desk.officer)


def _issued(desk: Desk, letter: Letter, number: str, days: int) -> Letter:
    day = desk.day - timedelta(days=days)
    with on_day(day):
        return actions.issue_letter(
            letter=_again(letter), document_number=number % day.year, on=day, by=desk.leader
        )


def _again(letter: Letter) -> Letter:
    return Letter.objects.select_related("proposal", "drafted_by").get(pk=letter.pk)


def _late(imported: Sequence[Sold], year: int, desk: Desk) -> None:
    """One contract of the year was found in a drawer: it counts for the year in which it was registered; nobody has confirmed it yet."""
    same = [one for one in imported if one.registered_on.year == year]
    last = max(same, key=lambda one: one.number)
    late = replace(
        last, number=str(int(last.number) + 1), title=f"{last.title}（补录）", will_be_cancelled=False
    )
    path = Path(settings.DATA_DIR) / "import" / f"国家系统导出_{year}年_补录.csv"
    with desk.back(2):
        rows = write_csv(path, NATIONAL, [national_row(late)])
        arrive_unseen(rows, sheet="registered-contracts", by=desk.officer)
