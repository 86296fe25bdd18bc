"""What does the killed site hold before the first worker starts? The bureau's people, a listed provider, two budgets, confirmed values."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from tests.support.cast import BACKEND, BUREAU_NAME, make_organisation, make_person
from tests.support.papers import small_pdf
from zhuanhua.programmes.vouchers import actions as vouchers
from zhuanhua.programmes.vouchers.models import Provider, Voucher
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments.actions import set_bank_account
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.actions import confirm_value

ON = date(2018, 11, 5)
SIGNED = date(2018, 10, 10)
WAN = 1_000_000
RULES = ("vouchers.application", "vouchers.redemption")
BUDGETS = {"vouchers": 40_000 * WAN, "test": 60 * WAN}
STAFF = (
    ("officer", "韩若溪", RoleName.OFFICER),
    ("leader", "周明澜", RoleName.LEADER),
    ("finance", "何书仪", RoleName.FINANCE),
)
TOKEN = "c" * 32  # what forms carry against forgery


@transaction.atomic
def fill(voucher_money: int = BUDGETS["vouchers"]) -> None:
    """Settle everybody and open the budgets; each person has a session under a known key."""
    bureau = make_organisation(BUREAU_NAME, "government")
    for username, name, role in STAFF:
        _with_session(make_person(username, name, role, bureau))
    office = make_organisation("启明市云岭区科学技术局", "government", district="210112")
    _with_session(make_person("district", "田望岳", RoleName.DISTRICT, office))
    university = make_organisation("启明理工大学", "university", number=3)
    _list_provider(make_person("university", "梁书远", RoleName.UNIVERSITY, university), person("officer"))
    for programme, amount in (BUDGETS | {"vouchers": voucher_money}).items():
        open_budget(
            code=f"{programme}-2018", programme=programme, year=2018, name=programme, sources={"市级财政": amount},
            by=person("finance"), key=f"open-{programme}", on=ON,
        )  # fmt: skip
    _confirm(person("leader"))


def _list_provider(university: Any, officer: Any) -> None:
    entry = vouchers.start_provider(by=university, on=ON)
    services = [{"kind": "research", "name": "样机研制", "price_fen": WAN, "per": "项"}]
    facts = {"introduction": "材料与装备", "contact": "024-00000000", "controller": "启明市教育局"}
    entry = vouchers.save_provider(provider=entry, facts=facts, services=services, by=university)
    vouchers.list_provider(
        provider=vouchers.submit_provider(provider=entry, by=university), by=officer, on=ON
    )


def _confirm(leader: Any) -> None:
    used = {}
    for code in RULES:
        rule = rules.find(code)
        used |= {value.id: value for value in rules.values_used(rule, rule.values(ON))}
    for value in used.values():
        if not value.is_verified:
            confirm_value(
                value_id=value.id, effective_from=value.effective_from, ground="局党组会议定",
                document="会议纪要〔2018〕3号", by=leader,
            )  # fmt: skip


def _with_session(someone: Any) -> Any:
    told = {
        SESSION_KEY: str(someone.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: someone.get_session_auth_hash(),
    }
    Session.objects.create(
        session_key=session_key(someone.username),
        session_data=SessionStore().encode(told),
        expire_date=timezone.now() + timedelta(days=1),
    )
    return someone


def session_key(username: str) -> str:
    """Under which key somebody is signed in."""
    return f"crash-{username}".ljust(32, "x")


@cache
def person(username: str) -> Person:
    """Give somebody, once a process: who acts does not change during the run."""
    return Person.objects.get(username=username)


@cache
def account(programme: str) -> Account:
    """Give the account of a budget; its balances are of no use here."""
    return Account.objects.get(budget__programme=programme)


@cache
def provider() -> Provider:
    """Give the provider."""
    return Provider.objects.get()


def forget() -> None:
    """Read everybody anew from here on."""
    for kept in (person, account, provider):
        kept.cache_clear()


@transaction.atomic
def firm(number: int) -> Person:
    """Give somebody who acts for a small firm of the district; the firm is founded when it is not there."""
    known = Person.objects.filter(username=f"firm{number}").first()
    if known is not None:
        return known
    home = make_organisation(f"启明第{number}号精密有限公司", number=number, size="small")
    someone = _with_session(make_person(f"firm{number}", "第二家", RoleName.ENTERPRISE, home))
    set_bank_account(
        organisation=home, account_name=home.name, bank_name="启明银行", bank_account=f"6222{number:09d}", by=someone
    )  # fmt: skip
    return someone


def holder_of(voucher: Voucher) -> Person:
    """Give who acts for the holder."""
    return Person.objects.get(memberships__organisation=voucher.holder_id)


def pdf(name: str) -> SimpleUploadedFile:
    """Give a small paper; another name, another paper."""
    return SimpleUploadedFile(f"{name}.pdf", small_pdf(name.encode()))
