"""Is a large file checked and stored in the background: seen from outside, stopped without trace, stored once?"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from tests.support.cast import make_organisation, sign_in
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.exchange.actions import background, importing
from zhuanhua.shared.exchange.actions.exporting import start_export
from zhuanhua.shared.exchange.actions.importing import (
    check_import,
    set_mapping,
    start_import,
    store_rows,
    storing,
)
from zhuanhua.shared.exchange.actions.importing.checking import judge
from zhuanhua.shared.exchange.actions.importing.runs import sheet_of_run
from zhuanhua.shared.exchange.export_queries import exports_for
from zhuanhua.shared.exchange.exports import export_of
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.queries import imports_for
from zhuanhua.shared.exchange.sheets import CellError, sheet_of
from zhuanhua.shared.jobs import progress
from zhuanhua.shared.people.models import Membership

pytestmark = pytest.mark.django_db
TITLES = "合同名称,卖方信用代码,买方信用代码,买方名称,合同细类,技术领域,支付方式,合同成交额（万元）,签订日期,履行起始日期,履行截止日期,技术内容和目标"


@pytest.fixture
def run(applicant: Any, rival_firm: Any) -> ImportRun:
    """A file of three good rows, checked."""
    seller, buyer, day = applicant.organisation.uscc, rival_firm.uscc, timezone.localdate()
    ends = day.replace(year=day.year + 1, day=1)
    rows = [
        f"装置{name}开发,{seller},{buyer},{rival_firm.name},委托开发,先进制造,一次总算、一次总付,{386 + place},{day},{day},{ends},研究开发装置{name}"
        for place, name in enumerate("甲乙丙")
    ]
    upload = SimpleUploadedFile("合同.csv", "\n".join([TITLES, *rows]).encode())
    sheet = sheet_of("contracts")
    assert sheet is not None
    made = start_import(sheet=sheet, upload=upload, by=applicant)
    set_mapping(run=made, mapping=made.mapping, unit="", by=applicant)
    return check_import(run=made, by=applicant)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three rows count as many."""
    monkeypatch.setattr(background, "AT_ONCE", 2)


def test_the_rows_are_good(run: ImportRun) -> None:
    assert (run.counts["new"], run.errors) == (3, [])


def test_what_is_stored_without_a_preview_is_told_all_the_same(
    run: ImportRun, applicant: Any, client: Client
) -> None:
    ImportRun.objects.update(counts={})
    run.refresh_from_db()
    store_rows(run=run, by=applicant)

    page = sign_in(client, applicant).get(f"/imports/runs/{run.pk}/")

    assert (page.status_code, "已导入3行" in page.text) == (200, True)


@pytest.mark.parametrize("state", ["storing", "done", "cancelled"])
def test_what_is_stored_or_dropped_gets_no_other_columns(run: ImportRun, applicant: Any, state: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=state)

    with pytest.raises(Conflict, match="不能再改对应的列"):
        set_mapping(run=run, mapping=run.mapping, unit="", by=applicant)

    run.refresh_from_db()
    assert run.state == state


@pytest.mark.parametrize(("bad", "row"), [(1, 2), (0, 2), (1, 9)])
def test_other_wrong_rows_than_in_the_preview_keep_all_from_being_stored(
    bad: int, row: int, run: ImportRun, applicant: Any
) -> None:
    run.counts, run.errors = run.counts | {"bad": bad}, [{"row": row}]  # none is wrong now

    with pytest.raises(Refusal, match="核对之后情况变了"):
        store_rows(run=run, by=applicant)

    assert not Contract.objects.exists()


def test_as_many_wrong_rows_but_others_keep_all_from_being_stored(
    run: ImportRun, applicant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.counts, run.errors = run.counts | {"bad": 1}, [{"row": 2}]
    judged, _none = judge(run, sheet_of_run(run), by=applicant)
    fault = CellError(row=3, column="", value="", message="")
    monkeypatch.setattr(storing, "judge", lambda *_, **__: (judged, [fault]))

    with pytest.raises(Refusal, match="核对之后情况变了"):
        store_rows(run=run, by=applicant)

    assert not Contract.objects.exists()


def test_a_large_file_is_stored_by_the_job_and_only_once(
    run: ImportRun, applicant: Any, large: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        background.store_soon(run=run, by=applicant)
        with pytest.raises(Conflict):
            background.store_soon(run=run, by=applicant)
    background.store_job(run=str(run.pk), membership=applicant.acting.pk)

    run.refresh_from_db()
    assert (run.state, run.done, Contract.objects.count()) == ("done", 3, 3)


def test_a_stopped_import_leaves_nothing_and_may_begin_again(
    run: ImportRun, applicant: Any, large: None
) -> None:
    background.store_soon(run=run, by=applicant)
    background.stop_storing(run=run, by=applicant)
    background.store_job(run=str(run.pk), membership=applicant.acting.pk)

    run.refresh_from_db()
    assert (run.state, Contract.objects.count()) == ("checked", 0)
    background.store_soon(run=run, by=applicant)
    background.store_job(run=str(run.pk), membership=applicant.acting.pk)
    assert Contract.objects.count() == 3


def test_the_job_speaks_the_language_of_the_page_that_asked(
    run: ImportRun, applicant: Any, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sender's profile says Chinese, the button above the page said English."""
    waiting: list[Any] = []
    monkeypatch.setattr(background, "enqueue", lambda task, **kwargs: waiting.append((task, kwargs)))
    with translation.override("en"):
        background.store_soon(run=run, by=applicant)
    background.stop_storing(run=run, by=applicant)
    for task, kwargs in waiting:
        task(**kwargs)

    run.refresh_from_db()
    assert run.message.startswith("The import was stopped")


def test_a_job_that_was_killed_is_tried_again_from_the_beginning(
    run: ImportRun, applicant: Any, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill rolls the transaction back and leaves the run waiting; the next try stores it whole."""
    background.store_soon(run=run, by=applicant)
    with monkeypatch.context() as broken:
        broken.setattr(background, "store_rows", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            background.store_job(run=str(run.pk), membership=applicant.acting.pk)

    background.store_job(run=str(run.pk), membership=applicant.acting.pk)

    assert Contract.objects.count() == 3


def test_the_page_tells_how_far_it_is_and_a_rival_finds_nothing(
    run: ImportRun, applicant: Any, rival: Any, large: None, client: Client
) -> None:
    background.store_soon(run=run, by=applicant)
    progress.tell(run.pk.hex, 2, 3)
    sign_in(client, applicant)
    page = client.get(f"/imports/runs/{run.pk}/").content.decode()
    sign_in(client, rival)
    answers = [
        client.get(f"/imports/runs/{run.pk}/").status_code,
        client.post(f"/imports/runs/{run.pk}/stop/").status_code,
    ]

    assert "已处理2行，共3行（66%）" in page
    assert answers == [404, 404]
    progress.forget(run.pk.hex)


def test_a_job_that_nobody_took_is_said(run: ImportRun, applicant: Any, large: None, client: Client) -> None:
    background.store_soon(run=run, by=applicant)
    ImportRun.objects.update(asked_at=timezone.now() - timedelta(seconds=60))
    sign_in(client, applicant)

    assert "后台还没有开始办理" in client.get(f"/imports/runs/{run.pk}/").content.decode()


def test_the_asking_page_is_renewed_when_all_is_done(run: ImportRun, applicant: Any, client: Client) -> None:
    sign_in(client, applicant)

    assert client.get(f"/imports/runs/{run.pk}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_dismissed_sender_stores_nothing(
    run: ImportRun, applicant: Any, large: None, django_capture_on_commit_callbacks: Any
) -> None:
    background.store_soon(run=run, by=applicant)
    applicant.memberships.update(until_on=timezone.localdate())

    with pytest.raises(Exception, match="不再担任"):
        background.store_job(run=str(run.pk), membership=applicant.memberships.get().pk)
    assert Contract.objects.count() == 0


def test_progress_has_keys_of_its_own() -> None:
    with pytest.raises(ValueError, match="no key"):
        progress.tell("../../etc", 0, 1)
    assert progress.told("0" * 32) is None


def test_an_import_is_shut_when_the_role_has_ended(run: ImportRun, applicant: Any, client: Client) -> None:
    sign_in(client, applicant)
    assert client.get(f"/imports/runs/{run.pk}/").status_code == 200
    applicant.memberships.update(until_on=timezone.localdate())

    assert client.get(f"/imports/runs/{run.pk}/").status_code in {403, 404}
    assert not imports_for(type(applicant).objects.get(pk=applicant.pk)).exists()


def test_an_export_is_shut_when_the_role_has_ended_in_which_it_was_asked_for(
    officer: Any, client: Client
) -> None:
    export = export_of("contracts-records")
    assert export is not None
    made = start_export(export=export, params="", form="csv", by=officer)
    office = make_organisation("启明市云岭区科学技术局", "government", district="210112")
    Membership.objects.create(
        person=officer, organisation=office, role=RoleName.DISTRICT, since_on=timezone.localdate()
    )
    assert list(exports_for(officer)) == [made]
    officer.memberships.filter(role=RoleName.OFFICER).update(until_on=timezone.localdate())

    sign_in(client, officer)
    assert client.get(f"/imports/exports/{made.pk}/file/").status_code == 404
    assert not exports_for(officer).exists()


@pytest.mark.parametrize(("hours", "state"), [(0.5, "storing"), (2, "failed")])
def test_a_run_whose_worker_was_killed_ends_after_an_hour(
    run: ImportRun, applicant: Any, hours: float, state: str
) -> None:
    importing.begin_storing(run=run, by=applicant)
    ImportRun.objects.update(asked_at=timezone.now() - timedelta(hours=hours))
    background.end_lost_imports()
    run.refresh_from_db()

    assert (run.state, "一行也没有存" in run.message) == (state, state == "failed")


def test_a_job_that_comes_after_its_run_was_given_up_stores_nothing(run: ImportRun, applicant: Any) -> None:
    importing.begin_storing(run=run, by=applicant)
    ImportRun.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    background.end_lost_imports()
    background.store_job(run=str(run.pk), membership=applicant.acting.pk)

    assert not Contract.objects.exists()
