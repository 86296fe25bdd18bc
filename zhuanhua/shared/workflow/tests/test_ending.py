"""Does a public notice end only after its term and every answer, and stop only with a public reason?"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.workflow import actions
from zhuanhua.shared.workflow.models import Publicity
from zhuanhua.shared.workflow.tests.test_publicity import SIGNED, notice

pytestmark = pytest.mark.django_db


def test_close_waits_for_the_term_and_for_every_answer(officer: Any, registrar: Any) -> None:
    held = notice(officer)
    filed = actions.file_public_objection(publicity=held, on=city_today(), **SIGNED)
    after = held.ends_on + timedelta(days=1)

    for day, words in ((held.ends_on, "没有期满"), (after, "没有核实")):
        with pytest.raises(Refusal, match=words):
            actions.close_publicity(publicity=held, by=officer, on=day)
    actions.answer_public_objection(objection=filed, answer="不属实", is_upheld=False, by=registrar)
    closed = actions.close_publicity(publicity=held, by=officer, on=after)
    actions.close_publicity(publicity=held, by=officer, on=after + timedelta(days=9))

    assert closed.closed_on == Publicity.objects.get().closed_on == after
    assert Entry.objects.filter(event="publicity:close").count() == 1


def test_upheld_objection_keeps_a_notice_from_closing(officer: Any, registrar: Any) -> None:
    held = notice(officer)
    filed = actions.file_public_objection(publicity=held, on=city_today(), **SIGNED)
    actions.answer_public_objection(objection=filed, answer="属实", is_upheld=True, by=registrar)

    with pytest.raises(Refusal, match="异议成立"):
        actions.close_publicity(publicity=held, by=officer, on=held.ends_on + timedelta(days=1))


def test_a_notice_with_an_upheld_objection_is_stopped_with_a_public_reason(
    officer: Any, registrar: Any, client: Client
) -> None:
    publicity = notice(officer)
    objection = actions.file_public_objection(publicity=publicity, on=city_today(), **SIGNED)
    actions.answer_public_objection(objection=objection, answer="属实", is_upheld=True, by=registrar)

    actions.stop_publicity(publicity=publicity, by=officer, reason="异议成立，须重新办理。")

    page = client.get(f"/publicity/{publicity.pk}/").content.decode()
    assert "异议成立，须重新办理。" in page
    assert "提交异议" not in page
    assert Entry.objects.filter(event="publicity:stop").count() == 1


def test_a_stopped_notice_cannot_be_closed_as_if_it_had_run(officer: Any) -> None:
    publicity = notice(officer)
    actions.stop_publicity(publicity=publicity, by=officer, reason="撤回")

    with pytest.raises(Conflict):
        actions.close_publicity(publicity=publicity, by=officer, on=publicity.ends_on + timedelta(days=1))


def test_stopping_waits_for_every_answer_and_a_reason(officer: Any) -> None:
    publicity = notice(officer)
    with pytest.raises(Refusal):
        actions.stop_publicity(publicity=publicity, by=officer, reason=" ")
    actions.file_public_objection(publicity=publicity, on=city_today(), **SIGNED)

    with pytest.raises(Refusal):
        actions.stop_publicity(publicity=publicity, by=officer, reason="撤回")


def test_a_stopped_notice_is_closed_in_the_database(officer: Any) -> None:
    publicity = notice(officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Publicity.objects.filter(pk=publicity.pk).update(stopped_for="撤回")


def test_desk_stops_and_closes_through_the_page(officer: Any, applicant: Any, client: Client) -> None:
    first, second = notice(officer), None
    sign_in(client, applicant)
    assert client.post(f"/publicity/{first.pk}/stop/", {"reason": "x"}).status_code == 403
    sign_in(client, officer)
    client.post(f"/publicity/{first.pk}/stop/", {"reason": "重新办理"})
    second = notice(officer, since=city_today() - timedelta(days=9))
    client.post(f"/publicity/{second.pk}/close/")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.stopped_for, second.stopped_for) == ("重新办理", "")
    assert second.closed_on == city_today()


@pytest.mark.parametrize(
    ("is_upheld", "said", "offered"),
    [
        (None, "还有1条异议没有核实", []),
        (True, "不能办结", ["stop"]),
        (False, "期满没有异议", ["close", "stop"]),
    ],
)
def test_page_offers_the_end_only_when_every_objection_is_answered(
    officer: Any, registrar: Any, client: Client, is_upheld: bool | None, said: str, offered: list[str]
) -> None:
    held = notice(officer, since=city_today() - timedelta(days=9))
    filed = actions.file_public_objection(publicity=held, on=held.ends_on, **SIGNED)
    if is_upheld is not None:
        actions.answer_public_objection(objection=filed, answer="核实过", is_upheld=is_upheld, by=registrar)

    page = sign_in(client, officer).get(f"/publicity/{held.pk}/").content.decode()

    assert said in page
    assert [way for way in ("close", "stop") if f"/publicity/{held.pk}/{way}/" in page] == offered
