"""Does no list crash, whatever stands in the question of its address (R9)?"""

import pytest
from django.test import Client

from tests.support.cast import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.evidence, pytest.mark.proof("R9")]
VALUES = ("0", "0000", "99999", "999999999", "9" * 29, "-1", "²²²²", "\x00", "２０１８", "a" * 5_000)
NUMBERS = ("page", "id", "owner", "trl", "year", "month")
# Each list with the years it asks by; all take the numbers above too.
QUESTIONS = {
    None: {
        "/achievements/": ("published_year",), "/needs/": ("published_year",), "/vouchers/providers/": (), "/statistics/": (), "/search/": ("q",),
    },
    "officer": {
        "/matching/records/": ("done_year", "asked_year"), "/matching/": ("state",), "/organisations/": ("q",),
        "/contracts/records/": ("registered_year", "registered_month"), "/projects/records/": ("granted_year",),
        "/vouchers/desk/": ("paid_year",), "/budgets/": (),
    },
    "auditor": {"/journal/": ("below", "case", "actor")},
}  # fmt: skip
LISTS = [(who, path, names) for who, lists in QUESTIONS.items() for path, names in lists.items()]


@pytest.mark.parametrize(("who", "path", "names"), LISTS, ids=[path for _who, path, _names in LISTS])
def test_a_list_answers_whatever_it_is_asked(
    client: Client, request: pytest.FixtureRequest, who: str | None, path: str, names: tuple[str, ...]
) -> None:
    client.raise_request_exception = False
    if who:
        sign_in(client, request.getfixturevalue(who))

    asked = (*NUMBERS, *names)
    crashed = [
        value[:30] for value in VALUES if client.get(path, dict.fromkeys(asked, value)).status_code >= 500
    ]

    assert crashed == []


def test_two_numbers_that_no_organisation_has_are_not_found(client: Client, officer: object) -> None:
    sign_in(client, officer)

    assert client.get("/organisations/compare/", {"id": ["9" * 29, "1"]}).status_code == 404
