"""Does a program see what its caller may, and file by the same rules as the form?"""

import json

import pytest

from tests.support.cast import sign_in
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.tests.factories import published

pytestmark = pytest.mark.django_db
SENT = {
    "title": "热泵低温启动", "summary": "零下三十度起得来。", "field": "603", "cooperation": ["joint"], "contact_name": "孟", "contact_phone": "024-00000001",
    "amount_fen": 5_000_000,
}  # fmt: skip


def place(kind, number=""):
    return f"/api/{catalogue_of(kind).name}/{number}"


def test_a_caller_reads_layer_by_layer(kind, client, applicant, reviewer, rival):
    item = published(kind, by=applicant, reviewer=reviewer, level="undertaking")

    public = client.get(place(kind, item.number)).json()
    member = sign_in(client, rival).get(place(kind, item.number)).json()
    assert (public["summary"], public["text"], public["opens_with"]) == (None, None, "sign_in")
    assert (member["summary"], member["text"], member["opens_with"]) == (item.summary, None, "sign")


def test_what_is_restricted_is_not_listed_and_not_found(kind, client, applicant, reviewer, rival):
    item = published(kind, by=applicant, reviewer=reviewer, level="restricted")
    sign_in(client, rival)

    assert (client.get(place(kind)).json()["total"], client.get(place(kind, item.number)).status_code) == (
        0,
        404,
    )


def test_what_is_filed_waits_for_a_review(kind, client, applicant):
    sign_in(client, applicant)
    answer = client.post(place(kind, "submissions"), json.dumps(SENT), content_type="application/json")

    wants_trl = kind == "achievement"  # an achievement names its readiness
    assert answer.status_code == (400 if wants_trl else 201)
    answer = client.post(
        place(kind, "submissions"),
        json.dumps(SENT | {"trl": 6, "title": "热泵甲"}),
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["state"], answer.json()["amount_fen"]) == (
        201,
        "submitted",
        5_000_000,
    )
    assert catalogue_of(kind).model.objects.count() == (1 if wants_trl else 2)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"field": "999"}, 400),
        ({"title": ""}, 422),
        ({"level": "x"}, 422),
        ({"contact_phone": "同上", "trl": 6}, 400),
    ],
)
def test_what_cannot_be_filed_is_named_and_leaves_nothing(kind, client, applicant, facts, status):
    answer = sign_in(client, applicant).post(
        place(kind, "submissions"), json.dumps(SENT | facts), content_type="application/json"
    )

    assert (answer.status_code, answer.json()["field"]) == (status, next(iter(facts)))
    assert catalogue_of(kind).model.objects.count() == 0
