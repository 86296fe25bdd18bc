"""Are roles and permissions as the personnel office would sign them?"""

import pytest
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import OVERSIGHT_ROLES, ROLES, Desk, RoleName, roles_with


def test_permissions_stand_in_alphabetical_order() -> None:
    names = [permission.name for permission in Permission]

    assert names == sorted(names)
    assert [permission.value for permission in Permission] == [name.lower() for name in names]


def test_every_permission_is_named_and_explained() -> None:
    assert [
        permission for permission in Permission if not (str(permission.label) and str(permission.hint))
    ] == []


def test_every_role_is_described() -> None:
    assert set(ROLES) == {name.value for name in RoleName}
    assert [name for name, role in ROLES.items() if not str(role.description).endswith("。")] == []


def test_the_three_take_no_part_in_cases() -> None:
    writes = {permission for permission in Permission if permission.value.startswith("contract_")} - {
        Permission.CONTRACT_READ_ALL
    }

    assert set(OVERSIGHT_ROLES) == {"auditor", "security_admin", "system_admin"}
    assert [name for name in OVERSIGHT_ROLES if ROLES[name].permissions & writes] == []


def test_administrators_read_no_case_and_share_no_power() -> None:
    security, system = ROLES["security_admin"].permissions, ROLES["system_admin"].permissions

    assert security == {Permission.ROLE_GRANT}
    assert system == {Permission.ACCOUNT_MANAGE, Permission.SYSTEM_OPERATE}


def test_examining_reviewing_and_revoking_are_three_roles() -> None:
    for name, role in ROLES.items():
        held = role.permissions & {
            Permission.CONTRACT_EXAMINE,
            Permission.CONTRACT_REVIEW,
            Permission.CONTRACT_REVOKE_DECIDE,
        }
        assert len(held) <= 1, name


def test_only_organisations_file() -> None:
    assert {role.desk for role in roles_with(Permission.CONTRACT_FILE)} == {Desk.ORGANISATION}
    assert [name for name, role in ROLES.items() if not role.needs_second_factor] == [
        "enterprise",
        "university",
        "agency",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 200), ("security_admin", 200), ("officer", 403), ("applicant", 403)]
)
def test_the_table_is_for_auditors_and_security(
    client: Client, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    answer = sign_in(client, request.getfixturevalue(who)).get("/access/")

    assert answer.status_code == status
    if status == 200:
        assert [
            permission for permission in Permission if str(permission.hint) not in answer.content.decode()
        ] == []
