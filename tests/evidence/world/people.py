"""Who lives in the city of the evidence? One person for each part, by name of the part."""

from datetime import date
from typing import Any

from tests.support.cast import BUREAU_NAME, make_organisation, make_person
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Membership, Organisation, Person

BUREAU_ROLES = ("registrar", "officer", "reviewer", "leader", "finance", "auditor", "security", "system")
ROLE_OF = {"security": RoleName.SECURITY_ADMIN, "system": RoleName.SYSTEM_ADMIN}


def settle() -> dict[str, Any]:
    """Make the people of all parts; the first organisation and membership have high keys, so that six nines are surely nobody's."""
    placeholder = Organisation.objects.create(
        pk=100_000, name="启明占位单位", kind=OrganisationKind.OTHER, district="210112"
    )
    firm = make_organisation("启明云岭铸锻有限公司", number=1, size="small")
    others = {
        "rival": ("启明远山仪器有限公司", OrganisationKind.ENTERPRISE, RoleName.ENTERPRISE, 2),
        "university": ("启明理工大学", OrganisationKind.UNIVERSITY, RoleName.UNIVERSITY, 3),
        "agency": ("启明技术转移中心", OrganisationKind.AGENCY, RoleName.AGENCY, 4),
    }
    quiet = Person.objects.create_user("quiet", name="静")
    Membership.objects.create(
        pk=100_000,
        person=quiet,
        organisation=placeholder,
        role=RoleName.ENTERPRISE,
        since_on=date(2018, 1, 1),
    )
    people = {"own": make_person("own", "孟清和", RoleName.ENTERPRISE, firm)}
    for part, (name, kind, role, number) in others.items():
        people[part] = make_person(part, part, role, make_organisation(name, kind, number=number))
    bureau = make_organisation(BUREAU_NAME, OrganisationKind.GOVERNMENT)
    office = make_organisation("启明云岭区科学技术局", OrganisationKind.GOVERNMENT, district="210112")
    people["district"] = make_person("district", "district", RoleName.DISTRICT, office)
    people["expert"] = make_person(
        "expert",
        "expert",
        RoleName.EXPERT,
        make_organisation("启明专家大学", OrganisationKind.UNIVERSITY, number=8),
    )
    for part in BUREAU_ROLES:
        people[part] = make_person(part, part, ROLE_OF.get(part) or RoleName(part), bureau)
    return people
