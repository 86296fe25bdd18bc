"""Who plays in the tests? One person per part: an applicant, a rival who must never see, and everyone at the bureau.

A fixture is a Person with one membership; `person.organisation` is where they act. Deciders have their second factor set up.
Sign in with `sign_in(client, officer)`; make someone else with `play("name", role=…, organisation=…)`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from stdnum.cn import uscc

from zhuanhua.shared.access.roles import ROLES, RoleName
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Membership, Organisation, Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "quiet-river-7-lanterns"  # noqa: S105 - of invented persons
BUREAU_NAME = "启明市科学技术局"
Play = Callable[..., Person]


def valid_uscc(number: int, authority: str = "91") -> str:
    """Make an invented code with a right check digit."""
    body = f"{authority}210112MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def make_organisation(
    name: str, kind: str = OrganisationKind.ENTERPRISE, *, number: int | None = None, **facts: Any
) -> Organisation:
    """Keep an organisation under its present name; with a number it gets a code."""
    code = valid_uscc(number) if number is not None else None
    organisation, made = Organisation.objects.get_or_create(
        name=name, defaults={"kind": kind, "uscc": code, "district": "210112", **facts}
    )
    if made:
        organisation.names.create(name=name)
    return organisation


def make_person(
    username: str, name: str, role: str, organisation: Organisation, *, second_factor: bool = True
) -> Person:
    """Open an account with one membership; the second factor is set up when the role needs it."""
    person = Person.objects.create_user(
        username, name=name, email=f"{username}@example.com", phone="02400000000"
    )
    Membership.objects.create(person=person, organisation=organisation, role=role, since_on=date(2018, 1, 1))
    if second_factor and ROLES[role].needs_second_factor:
        Authenticator.objects.create(
            user=person, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
        )
    return person


def sign_in(client: Client, person: Person) -> Client:
    """Let the client act as this person, as if they had just signed in."""
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def play(db: None) -> Play:
    """Make further persons: `play("second", role=RoleName.OFFICER)` sits at the bureau unless told otherwise."""

    def make(
        username: str, *, role: str, organisation: Organisation | None = None, name: str = "", **facts: Any
    ) -> Person:
        home = organisation or make_organisation(BUREAU_NAME, OrganisationKind.GOVERNMENT)
        return make_person(username, name or username, role, home, **facts)

    return make


@pytest.fixture
def firm(db: None) -> Organisation:
    """The applicant's firm."""
    return make_organisation("启明云岭铸锻有限公司", number=1, size="small")


@pytest.fixture
def rival_firm(db: None) -> Organisation:
    """The firm that must never see the applicant's cases."""
    return make_organisation("启明远山仪器有限公司", number=2, size="medium")


@pytest.fixture
def university(db: None) -> Organisation:
    """A university that sells technology."""
    return make_organisation("启明理工大学", OrganisationKind.UNIVERSITY, number=3)


@pytest.fixture
def agency(db: None) -> Organisation:
    """A technology transfer agency."""
    return make_organisation("启明技术转移中心", OrganisationKind.AGENCY, number=4)


@pytest.fixture
def bureau(db: None) -> Organisation:
    """The bureau where the deciders sit."""
    return make_organisation(BUREAU_NAME, OrganisationKind.GOVERNMENT)


@pytest.fixture
def applicant(firm: Organisation) -> Person:
    """Acts for the firm."""
    return make_person("applicant", "孟清和", RoleName.ENTERPRISE, firm)


@pytest.fixture
def rival(rival_firm: Organisation) -> Person:
    """Acts for another firm."""
    return make_person("rival", "邵一帆", RoleName.ENTERPRISE, rival_firm)


@pytest.fixture
def university_user(university: Organisation) -> Person:
    """Acts for the university."""
    return make_person("university", "梁书远", RoleName.UNIVERSITY, university)


@pytest.fixture
def agency_user(agency: Organisation) -> Person:
    """Acts for the agency."""
    return make_person("agency", "秦若木", RoleName.AGENCY, agency)


@pytest.fixture
def registrar(bureau: Organisation) -> Person:
    """登记员."""
    return make_person("registrar", "林知远", RoleName.REGISTRAR, bureau)


@pytest.fixture
def officer(bureau: Organisation) -> Person:
    """经办."""
    return make_person("officer", "韩若溪", RoleName.OFFICER, bureau)


@pytest.fixture
def reviewer(bureau: Organisation) -> Person:
    """复核."""
    return make_person("reviewer", "顾怀瑾", RoleName.REVIEWER, bureau)


@pytest.fixture
def leader(bureau: Organisation) -> Person:
    """审批."""
    return make_person("leader", "周明澜", RoleName.LEADER, bureau)


@pytest.fixture
def finance(bureau: Organisation) -> Person:
    """财务."""
    return make_person("finance", "何书仪", RoleName.FINANCE, bureau)


@pytest.fixture
def district_user(db: None) -> Person:
    """区县经办, of the applicant's district."""
    office = make_organisation("启明市云岭区科学技术局", OrganisationKind.GOVERNMENT, district="210112")
    return make_person("district", "田望岳", RoleName.DISTRICT, office)


@pytest.fixture
def auditor(bureau: Organisation) -> Person:
    """审计员."""
    return make_person("auditor", "沈怀真", RoleName.AUDITOR, bureau)


@pytest.fixture
def security_admin(bureau: Organisation) -> Person:
    """安全管理员."""
    return make_person("security", "陆守正", RoleName.SECURITY_ADMIN, bureau)


@pytest.fixture
def system_admin(bureau: Organisation) -> Person:
    """系统管理员."""
    return make_person("system", "唐运来", RoleName.SYSTEM_ADMIN, bureau)
