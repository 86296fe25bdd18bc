"""Does who acts or lately acted for an organisation leave its cases to a colleague, and nobody else?"""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from tests.support.cast import make_organisation
from zhuanhua.core.dates import CITY_ZONE, city_today
from zhuanhua.core.errors import Forbidden
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.journal.actions import Line, record_line
from zhuanhua.shared.people.actions import merge_organisations, undo_merge
from zhuanhua.shared.people.avoidance import Matter, is_impartial, partial_in, require_impartial
from zhuanhua.shared.people.models import Membership

pytestmark = pytest.mark.django_db
BEGUN = date(2026, 4, 8)


def seat(person, organisation, until, *, since=date(2012, 1, 1), role=RoleName.ENTERPRISE):
    return Membership.objects.create(
        person=person, organisation=organisation, role=role, since_on=since, until_on=until
    )


def about(organisation, number="2026-SY-00001", **facts):
    return Matter("contract", number, frozenset({organisation.pk}), **facts)


@pytest.fixture
def begun(firm):
    """Give a case of the firm whose first line in the journal is of the 8th of April 2026."""
    with transaction.atomic():
        for day in (BEGUN, BEGUN + timedelta(days=200)):
            at = datetime.combine(day, datetime.min.time(), tzinfo=CITY_ZONE)
            record_line(Line("contract:draft", case_kind="contract", case_number="2026-SY-00001", at=at))
    return about(firm)


def test_a_former_member_leaves_the_case_to_a_colleague_who_may(firm, registrar, officer):
    seat(registrar, firm, city_today() - timedelta(days=30))

    verdict = is_impartial(registrar, about(firm))

    assert (verdict.allowed, verdict.reason) == (
        False,
        f"您曾是“{firm.name}”的人员，须回避，请由同事办理。",
    )
    assert is_impartial(officer, about(firm)).allowed


def test_who_still_sits_there_is_told_so(firm, registrar):
    seat(registrar, firm, None, role=RoleName.EXPERT)

    assert is_impartial(registrar, about(firm)).reason == f"您是“{firm.name}”的人员，须回避，请由同事办理。"


def test_a_case_of_another_firm_is_free(firm, rival_firm, registrar):
    seat(registrar, firm, city_today())

    assert not is_impartial(registrar, about(firm))
    assert is_impartial(registrar, about(rival_firm))


@pytest.mark.parametrize(
    ("until", "is_free"), [(date(2023, 4, 8), False), (date(2023, 4, 7), True), (date(2015, 1, 1), True)]
)
def test_three_years_before_the_case_began_it_no_longer_counts(firm, registrar, begun, until, is_free):
    seat(registrar, firm, until)

    assert is_impartial(registrar, begun).allowed is is_free


def test_a_case_does_not_become_free_by_lying_long(firm, registrar, begun, monkeypatch):
    seat(registrar, firm, date(2026, 5, 1))
    monkeypatch.setattr("zhuanhua.shared.people.avoidance.city_today", lambda: date(2036, 1, 1))

    assert not is_impartial(registrar, begun)


def test_who_sat_there_while_it_lay_is_not_free(firm, registrar, begun):
    seat(registrar, firm, BEGUN + timedelta(days=90), since=BEGUN + timedelta(days=30))

    assert not is_impartial(registrar, begun)


def test_who_began_it_does_not_decide_it(firm, registrar, officer):
    case = about(firm, begun_by=frozenset({registrar.pk}))

    assert is_impartial(registrar, case).reason == "这件事是您本人提出的，须回避，请由同事办理。"
    assert is_impartial(officer, case)


def test_the_own_bureau_is_nobodys_interest(bureau, registrar):
    assert registrar.organisation == bureau
    assert is_impartial(registrar, about(bureau))


def test_a_merge_takes_the_interest_along_and_its_undoing_gives_it_back(firm, rival_firm, registrar, officer):
    twin = make_organisation("启明云岭铸锻公司")
    seat(registrar, twin, city_today())
    before = about(twin)
    assert is_impartial(registrar, about(firm))

    merge = merge_organisations(kept=firm, merged=twin, reason="同一单位", by=officer)

    assert [bool(is_impartial(registrar, case)) for case in (before, about(firm))] == [False, False]
    assert is_impartial(registrar, about(rival_firm))
    undo_merge(merge=merge, by=officer)
    assert is_impartial(registrar, about(firm))


def test_refusing_is_the_houses_forbidden_and_the_system_is_nobody(firm, registrar):
    seat(registrar, firm, city_today())

    with pytest.raises(Forbidden) as refusal:
        require_impartial(registrar, about(firm))

    assert (refusal.value.code, refusal.value.status) == ("partial", 403)
    require_impartial(None, about(firm))


@pytest.mark.parametrize(("days", "queries"), [(30, 1), (365 * 9, 2)])
def test_many_cases_are_asked_about_at_once(
    firm, rival_firm, registrar, days, queries, django_assert_num_queries
):
    seat(registrar, firm, city_today() - timedelta(days=days))
    cases = [about(one, f"{place}-{one.pk}") for place in range(40) for one in (firm, rival_firm)]
    assert registrar.organisation is not None  # read before, as on every page

    with django_assert_num_queries(queries):
        found = partial_in(registrar, cases)

    assert len(found) == (40 if days == 30 else 0)
