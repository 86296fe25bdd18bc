"""Does the API show each caller what is theirs, and the public what is public?"""

import pytest

from tests.support.cast import sign_in
from zhuanhua.programmes.contracts.tests.factories import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(applicant, university, registrar):
    return registered(by=applicant, buyer=university, registrar=registrar)


def test_applicant_lists_own_contracts(client, standing, applicant):
    sign_in(client, applicant)

    answer = client.get("/api/contracts/").json()

    assert (answer["total"], answer["items"][0]["number"], answer["items"][0]["total_fen"]) == (
        1,
        standing.number,
        386_000_000,
    )


def test_rival_lists_and_finds_nothing(client, standing, rival):
    sign_in(client, rival)

    assert client.get("/api/contracts/").json()["total"] == 0
    assert client.get(f"/api/contracts/{standing.number}").status_code == 404


def test_nobody_is_asked_who_they_are(client, standing):
    assert client.get(f"/api/contracts/{standing.number}").status_code == 401


def test_certificate_tells_the_public_facts_only(client, standing):
    answer = client.get(f"/api/contracts/certificates/{standing.registration_number}").json()

    assert (answer["status"], answer["amount_from_yuan"], answer["amount_below_yuan"]) == (
        "valid",
        1_000_000,
        5_000_000,
    )
    assert not {"seller", "buyer", "total_fen"} & set(answer)
