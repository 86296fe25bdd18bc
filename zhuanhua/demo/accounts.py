"""Who has an account in the demo city? One for each role, three at the desk, and clerks of firms that file."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from zhuanhua.core.text import match_key
from zhuanhua.demo import words
from zhuanhua.demo.names import Firm, Population, credit_code
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.people.districts import DISTRICTS
from zhuanhua.shared.people.models import Membership, Organisation, OrganisationName, Person

PASSWORD = "demo-city-2026-shenyang"  # noqa: S105 - printed at every start; the demo city has no secrets


@dataclass(frozen=True)
class Account:
    """One account that is shown: name to sign in, person, role and where they work."""

    username: str
    name: str
    role: RoleName
    house: str


ACCOUNTS = (
    Account("registrar", "林知远", RoleName.REGISTRAR, "bureau"),
    Account("registrar2", "沈若溪", RoleName.REGISTRAR, "bureau"),
    Account("registrar3", "韩景行", RoleName.REGISTRAR, "bureau"),
    Account("officer", "许思齐", RoleName.OFFICER, "bureau"),
    Account("reviewer", "周明澜", RoleName.REVIEWER, "bureau"),
    Account("leader", "程望舒", RoleName.LEADER, "bureau"),
    Account("finance", "何书仪", RoleName.FINANCE, "finance"),
    Account("district", "田望岳", RoleName.DISTRICT, "district"),
    Account("firm", "陆嘉树", RoleName.ENTERPRISE, "firm"),
    Account("rival", "方行简", RoleName.ENTERPRISE, "rival"),
    Account("university", "温子衿", RoleName.UNIVERSITY, "university"),
    Account("agency", "顾云帆", RoleName.AGENCY, "agency"),
    Account("expert", "裴怀素", RoleName.EXPERT, "institute"),
    Account("auditor", "纪清越", RoleName.AUDITOR, "bureau"),
    Account("security", "叶怀瑾", RoleName.SECURITY_ADMIN, "bureau"),
    Account("system", "乔以宁", RoleName.SYSTEM_ADMIN, "bureau"),
)
SECOND_DISTRICT = Account("district2", "祁远山", RoleName.DISTRICT, "district2")
SMALL = ("medium", "small", "micro")
CLERKS = 14  # firms beside the cast that file now


def settle(population: Population, *, since: date, bureau_name: str, chance: Any) -> dict[str, Person]:
    """Open the accounts: the cast with a password, and one clerk for each further firm that files, without."""
    houses = {name: _organisation(firm) for name, firm in population.cast.items()}
    houses["bureau"] = _office(bureau_name, "210100", chance)
    firm = population.cast["firm"]
    houses["district"] = _office(
        f"沈阳市{DISTRICTS[firm.district]}科学技术局（演示）", firm.district, Random(firm.district)
    )
    houses["finance"] = _office("沈阳市财政局（演示）", "210100", chance)
    hashed = make_password(PASSWORD)  # once: Argon2 is slow by design
    people = {
        account.username: _opened(account, houses[account.house], hashed, since=since) for account in ACCOUNTS
    }
    firms = _clerks(population)
    filing = ["institute", *(f"clerk{number:02d}" for number in range(1, CLERKS + 1))]
    for username, firm in zip(filing, [population.cast["institute"], *firms], strict=True):
        house = houses.get(username) or _organisation(firm)
        number = len(people)
        name = words.SURNAMES[number % len(words.SURNAMES)] + words.GIVEN[(number * 5 + 3) % len(words.GIVEN)]
        person = Person(username=username, name=name, email=f"{username}@demo.invalid")
        person.set_unusable_password()
        person.save()
        role = RoleName.ENTERPRISE if firm.kind == "enterprise" else RoleName.UNIVERSITY
        Membership.objects.create(person=person, organisation=house, role=role, since_on=since)
        people[username] = person
    elsewhere = people[neighbour(people)].organisation.district
    office = _office(f"沈阳市{DISTRICTS[elsewhere]}科学技术局（演示）", elsewhere, Random(elsewhere))
    people[SECOND_DISTRICT.username] = _opened(SECOND_DISTRICT, office, hashed, since=since)
    return people


def neighbour(people: dict[str, Person]) -> str:
    """Name the account of the first small firm of this city that sits in another district than the demo firm."""
    own = people["firm"].organisation.district
    for username, person in people.items():
        home = person.organisation
        if (
            username.startswith("clerk")
            and home.kind == "enterprise"
            and home.size in SMALL
            and home.district[:4] == own[:4]
            and home.district not in {own, "210100"}
        ):
            return username
    raise LookupError("no small firm of another district files in this city")


def _opened(account: Account, house: Organisation, hashed: str, *, since: date) -> Person:
    person = Person.objects.create(
        username=account.username,
        password=hashed,
        name=account.name,
        email=f"{account.username}@demo.invalid",
        is_demo=True,
    )
    Membership.objects.create(person=person, organisation=house, role=account.role, since_on=since)
    return person


def firms_that_file(population: Population) -> tuple[Firm, ...]:
    """Give the organisations that have accounts, and with them a size that is known."""
    return (*population.cast.values(), *_clerks(population))


def _clerks(population: Population) -> list[Firm]:
    kinds = {"enterprise", "university", "institute"}
    return [firm for firm in population.sellers[len(population.cast) :] if firm.kind in kinds][:CLERKS]


def _organisation(firm: Firm) -> Organisation:
    organisation = Organisation.objects.create(
        uscc=firm.uscc,
        name=firm.name,
        kind=firm.kind,
        district=firm.district,
        industry=firm.industry,
        size=firm.size,
        is_high_tech=firm.is_high_tech,
    )
    OrganisationName.objects.create(organisation=organisation, name=firm.name)
    return organisation


def _office(name: str, district: str, chance: Any) -> Organisation:
    office = Organisation.objects.create(
        uscc=credit_code("11", district, chance),
        name=name,
        name_key=match_key(name),
        kind="government",
        district=district,
    )
    OrganisationName.objects.create(organisation=office, name=name)
    return office
