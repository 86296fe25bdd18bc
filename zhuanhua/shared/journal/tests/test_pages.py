"""What does an auditor see of the journal, and who does not?"""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.support.cast import sign_in
from zhuanhua.shared.journal import sentences
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.sentences import lines_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUANHUA_JOURNAL_DIR", str(tmp_path / "journal"))


def fill(count: int, by: Any = None) -> None:
    """Write lines for cases 0, 1, 2 and so on."""
    with transaction.atomic():
        record_all(
            [
                Line("person:open", "contract", f"C{n}", by, after={"total_fen": n}, reason=f"理由{n}")
                for n in range(count)
            ]
        )


def shown(client: Client, query: str = "") -> list[int]:
    """Give the numbers of the lines on a page."""
    return [line["entry"].seq for line in client.get(f"/journal/{query}").context["lines"]]


def test_list_shows_newest_first_and_pages_by_number(client: Client, auditor: Any) -> None:
    fill(120)
    sign_in(client, auditor)

    assert shown(client) == list(range(120, 70, -1))
    assert shown(client, "?below=71") == list(range(70, 20, -1))
    assert shown(client, "?above=70") == list(range(120, 70, -1))
    assert shown(client, "?below=1") == []


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?case=c2", [3]),
        ("?actor=officer", [4]),
        ("?event=person:open", [4, 3, 2, 1]),
        ("?since=2999-01-01", []),
        ("?until=2000-01-01", []),
    ],
)
def test_list_is_narrowed(client: Client, auditor: Any, officer: Any, query: str, numbers: list[int]) -> None:
    fill(3)
    fill(1, officer)
    sign_in(client, auditor)

    assert shown(client, query) == numbers


@pytest.mark.parametrize(
    "query",
    ["?since=x", "?event=none", "?below=x", "?below=99999999999999999999", "?above=-1", "?case=" + "9" * 99],
)
def test_list_takes_nonsense_calmly(client: Client, auditor: Any, query: str) -> None:
    fill(3)
    sign_in(client, auditor)

    assert shown(client, query) == [3, 2, 1]


def test_a_fact_may_be_called_items(client: Client, auditor: Any) -> None:
    with transaction.atomic():
        record_all([Line("contract:draft", "contract", "C1", before={"items": 1}, after={"items": 2})])
    assert sign_in(client, auditor).get("/journal/").status_code == 200


def test_list_escapes_what_lines_tell(client: Client, auditor: Any) -> None:
    with transaction.atomic():
        record_all([Line("x:y", "contract", "<i>1", None, {"a": "<script>"}, {"b": "<b>"}, "<script>")])
    sign_in(client, auditor)

    assert "<script>&lt" not in client.get("/journal/").content.decode()
    assert "&lt;script&gt;" in client.get("/journal/").content.decode()


@pytest.mark.parametrize("address", ["/journal/", "/journal/check/", "/journal/export/"])
def test_journal_is_closed_to_others(client: Client, applicant: Any, address: str) -> None:
    assert client.get(address).status_code == 302
    sign_in(client, applicant)

    assert client.get(address).status_code == 403
    assert Entry.objects.count() == 0


def test_check_keeps_its_result_in_the_journal(client: Client, auditor: Any) -> None:
    fill(3)
    sign_in(client, auditor)

    client.post("/journal/check/")

    last = Entry.objects.order_by("-seq").first()
    assert (last.event, last.actor, last.after) == ("journal:check", "auditor", {"lines": 3, "heads": 0})
    assert client.get("/journal/").context["check"].lines == 3


@pytest.mark.parametrize("reason", ["=cmd", "＝cmd", " =cmd"])
def test_export_gives_the_lines_shown_and_leaves_a_line(client: Client, auditor: Any, reason: str) -> None:
    fill(3)
    with transaction.atomic():
        record_all([Line("person:open", "contract", "=1+1", None, reason=reason)])
    sign_in(client, auditor)

    rows = (
        b"".join(client.post("/journal/export/", {"form": "csv", "case": "=1+1"}).streaming_content)
        .decode()
        .splitlines()
    )

    assert rows[0].startswith("\ufeff序号")
    assert [row.split(",")[0] for row in rows[1:]] == ["4"]
    assert "'=1+1" in rows[1]
    assert f",'{reason}," in rows[1]
    assert Entry.objects.order_by("-seq").first().event == "journal:export"


def test_export_of_the_chain_has_every_line(client: Client, auditor: Any) -> None:
    fill(3)
    sign_in(client, auditor)

    rows = b"".join(client.post("/journal/export/", {"form": "jsonl"}).streaming_content).splitlines()

    assert len(rows) == 4


def test_unknown_event_is_told_plainly() -> None:
    with transaction.atomic():
        record_all([Line("strange:verb", "contract", "1")])

    assert lines_of(Entry.objects.all())[0]["sentence"] == "记录“strange:verb”。"


def test_every_worded_event_has_a_readable_name(db: None) -> None:
    raw = [event for event in sentences._SENTENCES if sentences.event_name(event) == event]  # noqa: SLF001

    assert raw == []


def test_events_of_two_catalogues_are_told_apart_in_the_filter(db: None) -> None:
    names = [
        sentences.event_name(f"{kind}:{event}")
        for kind in ("achievement", "need")
        for event in ("import", "publish", "renew")
    ]

    assert names == [
        "科技成果：从表格导入，等待审核", "科技成果：审核通过，发布", "科技成果：续期",
        "技术需求：从表格导入，等待审核", "技术需求：审核通过，发布", "技术需求：续期",
    ]  # fmt: skip


def test_filter_offers_names_and_the_auditor_finds_the_journal_in_the_menu(
    client: Client, auditor: Any
) -> None:
    with transaction.atomic():
        record_all([Line("contract:register", "contract", "C1", after={"registration_number": "1"})])

    page = sign_in(client, auditor).get("/journal/").content.decode()

    assert '<option value="contract:register">核准登记</option>' in page
    assert '<a href="/journal/" aria-current="page">操作日志</a>' in page.split('class="topnav"')[1]
