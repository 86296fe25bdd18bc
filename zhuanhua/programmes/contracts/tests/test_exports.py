"""Does an export equal the screen, and hold nothing that the person may not see?"""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts.tests.factories import registered, submitted

pytestmark = pytest.mark.django_db


def _rows(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def _facts():
    day = city_today()
    return {"on": day, "signed_on": day, "starts_on": day, "ends_on": day.replace(year=day.year + 1)}


def test_queue_export_holds_the_rows_of_the_screen(client, applicant, rival_firm, registrar):
    submitted(by=applicant, buyer=rival_firm, **_facts())
    submitted(by=applicant, buyer=rival_firm, project_name="=HYPERLINK(1)", **_facts())
    sign_in(client, registrar)

    rows = _rows(
        client.post(
            reverse("exchange:export", args=["contracts-queue"]), {"params": "view=all", "format": "xlsx"}
        )
    )

    flat = [str(cell) for row in rows for cell in row]
    assert len(rows) == 3
    assert {"铸件表面缺陷在线检测装置开发", "=HYPERLINK(1)"} <= set(flat)


def test_export_of_a_rival_is_empty_of_our_contracts(client, applicant, university, rival, registrar):
    registered(by=applicant, buyer=university, registrar=registrar)
    sign_in(client, rival)

    answer = client.post(reverse("exchange:export", args=["contracts-mine"]), {"params": "", "format": "csv"})

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "铸件" not in content.decode("utf-8-sig")


def test_applicant_may_not_export_the_queue(client, applicant, rival_firm):
    submitted(by=applicant, buyer=rival_firm, **_facts())
    sign_in(client, applicant)

    answer = client.post(
        reverse("exchange:export", args=["contracts-queue"]), {"params": "view=all", "format": "csv"}
    )

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code in {403, 404} or "铸件" in content.decode("utf-8-sig")
