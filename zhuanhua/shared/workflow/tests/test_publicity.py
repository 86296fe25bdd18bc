"""Are public notices open to everybody, objections signed and kept from the public, and closed only when answered?"""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.workflow import actions
from zhuanhua.shared.workflow.models import Publicity, PublicObjection

pytestmark = pytest.mark.django_db
CASE = SimpleNamespace(case_kind="contract", number="2026-SY-00001")
SIGNED = {"person_name": "郁青禾", "contact": "13900000000", "text": "同一成果已登记过。"}


def notice(by: Any, *, days: int = 7, since: date | None = None) -> Publicity:
    """Announce from today."""
    start = since or city_today()
    return actions.publish(
        kind="revocation",
        case=CASE,
        title="拟撤销登记公示",
        body="理由",
        starts_on=start,
        ends_on=start + timedelta(days=days),
        by=by,
    )


def test_publish_needs_its_permission_and_leaves_a_line(officer: Any, applicant: Any) -> None:
    with pytest.raises(Forbidden):
        notice(applicant)

    notice(officer)

    assert list(Entry.objects.values_list("event", "case_number", "actor")) == [
        ("publicity:publish", CASE.number, "officer")
    ]


def test_one_notice_of_a_kind_runs_for_a_case(officer: Any) -> None:
    notice(officer)

    with pytest.raises(Conflict):
        notice(officer)

    assert Publicity.objects.count() == 1


def test_notice_cannot_end_before_it_starts(officer: Any) -> None:
    with pytest.raises(Refusal):
        notice(officer, days=-1)

    held = notice(officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publicity.objects.filter(pk=held.pk).update(ends_on=held.starts_on - timedelta(days=1))


@pytest.mark.parametrize("field", sorted(SIGNED))
def test_unsigned_objection_is_refused_by_action_and_database(officer: Any, field: str) -> None:
    held = notice(officer)

    with pytest.raises(Refusal) as refused:
        actions.file_public_objection(publicity=held, on=city_today(), **SIGNED | {field: " "})
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicObjection.objects.create(publicity=held, **SIGNED | {field: ""})

    assert (refused.value.field, PublicObjection.objects.count()) == (field, 0)


@pytest.mark.parametrize(("after", "taken"), [(-1, False), (0, True), (7, True), (8, False)])
def test_objection_is_taken_from_the_first_day_to_the_last(officer: Any, after: int, taken: bool) -> None:
    held = notice(officer)
    day = held.starts_on + timedelta(days=after)

    if taken:
        actions.file_public_objection(publicity=held, on=day, **SIGNED)
    else:
        with pytest.raises(Refusal, match="不在公示期内"):
            actions.file_public_objection(publicity=held, on=day, **SIGNED)

    assert PublicObjection.objects.count() == taken


def test_objection_is_answered_once_by_who_may(officer: Any, registrar: Any, applicant: Any) -> None:
    filed = actions.file_public_objection(publicity=notice(officer), on=city_today(), **SIGNED)

    with pytest.raises(Forbidden):
        actions.answer_public_objection(objection=filed, answer="不属实", is_upheld=False, by=applicant)
    with pytest.raises(Refusal):
        actions.answer_public_objection(objection=filed, answer=" ", is_upheld=False, by=registrar)
    actions.answer_public_objection(objection=filed, answer="不属实", is_upheld=False, by=registrar)
    with pytest.raises(Conflict):
        actions.answer_public_objection(objection=filed, answer="属实", is_upheld=True, by=registrar)

    assert PublicObjection.objects.values_list("answer", "is_upheld").get() == ("不属实", False)


def test_answer_stands_in_pairs_in_the_database(officer: Any) -> None:
    filed = actions.file_public_objection(publicity=notice(officer), on=city_today(), **SIGNED)

    with pytest.raises(IntegrityError), transaction.atomic():
        PublicObjection.objects.filter(pk=filed.pk).update(answered_by=officer)


def test_journal_keeps_neither_name_nor_contact(officer: Any) -> None:
    actions.file_public_objection(publicity=notice(officer), on=city_today(), **SIGNED)

    told = str(Entry.objects.get(event="publicity:object").line())
    assert SIGNED["contact"] not in told
    assert SIGNED["person_name"] not in told


def test_anybody_objects_on_the_page_and_nobody_else_sees_who(
    client: Client, officer: Any, rival: Any
) -> None:
    address = f"/publicity/{notice(officer).pk}/"

    answer = client.post(address, SIGNED)

    assert (answer.status_code, PublicObjection.objects.get().text) == (302, SIGNED["text"])
    pages = [client.get(address), sign_in(client, rival).get(address)]
    seen = sign_in(client, officer).get(address).content.decode()
    for value in SIGNED.values():
        assert value in seen
        assert [page for page in pages if value in page.content.decode()] == []


def test_page_refuses_an_unsigned_objection_in_words(client: Client, officer: Any) -> None:
    held = notice(officer)

    page = client.post(f"/publicity/{held.pk}/", SIGNED | {"contact": ""})

    assert (page.status_code, "contact" in page.context["form"].errors, PublicObjection.objects.count()) == (
        200,
        True,
        0,
    )


def test_desk_answers_on_the_page_and_others_cannot(
    client: Client, officer: Any, registrar: Any, applicant: Any
) -> None:
    filed = actions.file_public_objection(publicity=notice(officer), on=city_today(), **SIGNED)
    address = f"/publicity/{filed.publicity_id}/objections/{filed.pk}/"
    said = {"answer": "不属实", "is_upheld": "no"}

    assert sign_in(client, applicant).post(address, said).status_code == 403
    sign_in(client, officer).post(address, said)
    assert PublicObjection.objects.get().answered_at is None
    sign_in(client, registrar).post(address, said)

    assert PublicObjection.objects.values_list("answer", "answered_by").get() == ("不属实", registrar.pk)


def test_list_names_every_notice(client: Client, officer: Any) -> None:
    notice(officer)

    assert "拟撤销登记公示" in client.get("/publicity/").content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "拟撤销技术合同登记：2026210101000001"),
        ("en", "Proposed revocation of a technology contract registration: 2026210101000001"),
    ],
)
def test_a_stored_title_is_read_in_the_readers_language(officer: Any, language: str, said: str) -> None:
    publicity = notice(officer)
    publicity.title = "拟撤销技术合同登记：2026210101000001"

    with translation.override(language):
        assert publicity.heading == said


def test_one_address_files_a_limited_number_of_objections(client: Client, officer: Any) -> None:
    held = notice(officer)
    for place in range(20):
        client.post(f"/publicity/{held.pk}/", SIGNED | {"text": f"依据{place}"})

    answer = client.post(f"/publicity/{held.pk}/", SIGNED)

    assert "提交得太多" in answer.content.decode()
    assert PublicObjection.objects.count() == 20


def test_who_made_or_published_a_notice_does_not_judge_objections_to_it(
    client: Client, officer: Any, registrar: Any, play: Any, bureau: Any
) -> None:
    maker = play("maker", role="officer", organisation=bureau)
    publicity = notice(officer)
    Publicity.objects.update(made_by=maker)
    filed = actions.file_public_objection(publicity=publicity, on=city_today(), **SIGNED)

    for person in (officer, maker):
        with pytest.raises(Forbidden, match="另一位"):
            actions.answer_public_objection(
                objection=PublicObjection.objects.get(), answer="不属实", is_upheld=False, by=person
            )
        address = f"/publicity/{publicity.pk}/"
        assert f"objections/{filed.pk}/" not in sign_in(client, person).get(address).content.decode()
    assert f"objections/{filed.pk}/" in sign_in(client, registrar).get(address).content.decode()
