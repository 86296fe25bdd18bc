"""Does the system administrator see how the background jobs stand, and do the overseers find their ways?"""

from typing import Any

import pytest
from django.test import Client

from tests.support.cast import sign_in


def test_running_shows_every_recurring_job(client: Client, system_admin: Any) -> None:
    page = sign_in(client, system_admin).get("/running/")

    assert "签日志的链头" in page.text
    assert "还没有办过" in page.text
    assert "到点的任务没有人办" in page.text  # no worker runs here


@pytest.mark.parametrize("name", ["applicant", "officer", "security_admin", "auditor"])
def test_running_is_the_system_administrators_alone(client: Client, request: Any, name: str) -> None:
    assert sign_in(client, request.getfixturevalue(name)).get("/running/").status_code == 403


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("security_admin", ["账号申请", "全部账号", "角色和权限"]),
        ("system_admin", ["全部账号", "运行状况"]),
        ("auditor", ["操作日志", "角色和权限", "全部登记合同", "全部预算", "拨付批次"]),
    ],
)
def test_the_front_page_leads_overseers_to_their_work(
    client: Client, request: Any, name: str, ways: list[str]
) -> None:
    desks = sign_in(client, request.getfixturevalue(name)).get("/").context["desks"]

    assert [desk.title for desk in desks] == ["监督和管理", "公众"]
    assert [link.label for link in desks[0].links] == ways


def test_visitors_are_not_led_to_the_overseers(client: Client, db: None) -> None:
    assert "监督和管理" not in [desk.title for desk in client.get("/").context["desks"]]
