"""Which ways lead from the front page and from an empty inbox? Only such as exist on this site and are open to the reader."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuanhua.shared.access.doors import DoorKind
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import OVERSIGHT_ROLES, RoleName
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.workflow import queries as workflow
from zhuanhua.shared.workflow.calendar import working_days_between
from zhuanhua.shared.workflow.clock import ClockFace
from zhuanhua.ui import welcome, words
from zhuanhua.ui.menu import address_of
from zhuanhua.ui.welcome import Opening, Reader, leads_for

NOTICES_SHOWN = 5
SOON = 2
LEADS_SHOWN = 7


@dataclass(frozen=True)
class Link:
    """A way somewhere, in words."""

    label: str
    url: str


@dataclass(frozen=True)
class ForWhom:
    """What one kind of reader does here."""

    title: str
    text: str
    links: list[Link]


@dataclass(frozen=True)
class Notice:
    """A public notice with the days that are left for objections."""

    title: str
    under: str
    url: str
    face: ClockFace


READERS = {
    RoleName.ENTERPRISE: Reader.FIRM,
    RoleName.UNIVERSITY: Reader.UNIVERSITY,
    RoleName.AGENCY: Reader.AGENCY,
    "expert": Reader.EXPERT,
}
OPENINGS_SHOWN = 6


def titles() -> dict[Reader, tuple[str, str]]:
    """Name each kind of reader and what they do here, in the order of the columns."""
    return {
        Reader.FIRM: (pgettext("reader", "企业"), _("找技术，提需求，报合同，看能享受什么")),
        Reader.UNIVERSITY: (_("高校院所"), _("发布成果，登记合同，承担项目")),
        Reader.AGENCY: (_("转移机构"), _("代办登记，撮合供需，跟进对接")),
        Reader.EXPERT: (_("专家"), _("接受指派，申报回避，盲评打分")),
        Reader.BUREAU: (_("科技局"), _("受理，审核，拨付，答复")),
        Reader.OVERSIGHT: (_("监督和管理"), _("看日志，管账号，查运行")),
        Reader.PUBLIC: (_("公众"), _("看公示，提异议，核验证书，查数字")),
    }


def desks(person: Any) -> list[ForWhom]:
    """Give each kind of reader their ways.

    Visitors see every kind that deals with cases, through the sign-in page where one needs an account; whoever is signed in
    sees their own.
    """
    role = getattr(person, "acting_role", "")
    own = Reader.OVERSIGHT if role in OVERSIGHT_ROLES else READERS.get(role, Reader.BUREAU)
    shown = {own, Reader.PUBLIC} if person.is_authenticated else set(Reader) - {Reader.OVERSIGHT}
    found = [
        ForWhom(
            title,
            text,
            _links(person, *((lead.label, lead.url_name) for lead in leads_for(reader)))[:LEADS_SHOWN],
        )
        for reader, (title, text) in titles().items()
        if reader in shown
    ]
    return [each for each in found if each.links]


def openings(*, on: date) -> list[Opening]:
    """What takes applications today, over all programmes."""
    return welcome.openings(on)[:OPENINGS_SHOWN]


def first_steps(person: Any) -> list[Link]:
    """What someone with an empty inbox may begin with."""
    ways = (
        (Permission.CONTRACT_FILE, _("申报技术合同"), "contracts:start"),
        (Permission.CONTRACT_FILE, _("我的合同"), "contracts:mine"),
        (Permission.CONTRACT_READ_ALL, _("查登记记录"), "contracts:records"),
        (Permission.FIGURE_READ, _("查统计数据"), "statistics:index"),
    )
    return _links(person, *((label, name) for permission, label, name in ways if allows(person, permission)))[
        :2
    ]


def publicities(*, on: date) -> list[Notice]:
    """The notices that are open today, the first to end on top."""
    current = workflow.public_notices().filter(starts_on__lte=on, ends_on__gte=on, closed_on__isnull=True)
    return [_notice(each, on) for each in current.order_by("ends_on", "id")[:NOTICES_SHOWN]]


def _notice(each: Any, on: date) -> Notice:
    left = max(working_days_between(on, each.ends_on), 0)
    used = max(working_days_between(each.starts_on, on), 0)
    told = (
        _("今天截止")
        if each.ends_on == on
        else _("%(day)s截止") % {"day": words.day_words(each.ends_on, year=True)}
    )
    status = "soon" if left <= SOON else "ok"
    url = address_of("workflow:publicity", each.pk) or ""
    return Notice(
        each.heading,
        _("可实名提出异议"),
        url,
        ClockFace(status, used=used, left=left, words=told, due_on=each.ends_on),
    )


def _links(person: Any, *named: tuple[Any, str]) -> list[Link]:
    return [
        Link(str(label), url) for label, name in named if (url := address_of(name)) and _opens(person, url)
    ]


def _opens(person: Any, url: str) -> bool:
    """Whether the door behind an address lets this person in; a visitor is led through the sign-in page."""
    before = getattr(resolve(url).func, "door", None)
    if before is None or not person.is_authenticated or before.kind != DoorKind.PERMISSION:
        return True
    return any(allows(person, each) for each in (before.permission, *before.others))
