"""Do the front pages show what exists, to whom it is open, and nothing else?"""

import re
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.dates import CITY_ZONE, city_now, city_today
from zhuanhua.overview import desk, searchers
from zhuanhua.shared.exchange.models import ExportRun
from zhuanhua.shared.workflow.models import Publicity, Task


def make_task(title: str = "审核技术合同：防腐涂层", due_on: date | None = None, **facts) -> Task:
    return Task.objects.create(
        case_kind="contract",
        case_number="2026-0001",
        title=title,
        url="/contracts/2026-0001/",
        permission="contract_examine",
        due_on=due_on,
        opened_at=city_now() - timedelta(days=20),
        **facts,
    )


def test_the_front_page_is_open_and_leads_only_to_what_exists(client, db):
    answer = client.get("/")

    assert answer.status_code == 200
    assert "您要办什么" in answer.text
    assert 'href="#"' not in answer.text
    assert 'href=""' not in answer.text


@pytest.mark.parametrize("name", ["applicant", "registrar", "reviewer", "finance", "auditor", "leader"])
def test_the_front_page_leads_whoever_is_signed_in_nowhere_closed(client, request, name):
    sign_in(client, request.getfixturevalue(name))
    main = client.get("/").text.split("<main")[1].split("</main>")[0]
    addresses = sorted(set(re.findall(r'href="(/[^"#]*)', main)))

    closed = [address for address in addresses if client.get(address, follow=True).status_code != 200]

    assert (len(addresses) > 3, closed) == (True, [])


def test_the_front_page_shows_a_firm_its_own_ways_and_those_of_the_public(client, applicant):
    titles = [desk.title for desk in sign_in(client, applicant).get("/").context["desks"]]

    assert titles == ["企业", "公众"]


def test_the_front_page_says_what_takes_applications(client, db):
    page = client.get("/").text

    assert "技术合同认定登记</a>" in page.split('id="open"')[1]
    assert "长期" in page.split('id="open"')[1]


def test_the_front_page_shows_open_notices_only(client, officer):
    today = city_today()
    facts = {"kind": "x", "case_kind": "contract", "body": "…", "published_by": officer}
    Publicity.objects.create(title="正在公示", case_number="1", starts_on=today, ends_on=today, **facts)
    Publicity.objects.create(
        title="早已期满",
        case_number="2",
        starts_on=today - timedelta(days=30),
        ends_on=today - timedelta(days=9),
        **facts,
    )

    page = client.get("/").text

    assert "正在公示" in page
    assert "早已期满" not in page


def test_the_inbox_says_the_day_in_its_title(client, registrar):
    today = city_today()
    make_task(due_on=today - timedelta(days=7))
    make_task("复核技术合同：陶瓷膜", due_on=today)
    make_task("受理技术合同：地膜")

    answer = sign_in(client, registrar).get("/inbox/")

    assert "<h1>今天要办完2件，其中1件已逾期</h1>" in answer.text
    assert [(batch.key, len(batch.lines)) for batch in answer.context["batches"]] == [
        ("late", 1),
        ("today", 1),
        ("later", 1),
    ]


def test_the_inbox_hides_the_tasks_of_others(client, registrar, applicant):
    make_task()

    assert len(sign_in(client, registrar).get("/inbox/").context["batches"]) == 1
    assert sign_in(client, applicant).get("/inbox/").context["batches"] == []


def test_an_empty_inbox_offers_a_first_step(client, applicant):
    page = sign_in(client, applicant).get("/inbox/").text

    assert "手上没有要办的事" in page
    assert reverse("contracts:start") in page


def test_a_visitor_is_led_to_the_sign_in_page_and_back(client, db):
    answer = client.get("/inbox/")

    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next=/inbox/")


def test_the_bureau_finds_organisations_and_a_visitor_does_not(client, officer, firm):
    assert [hit.title for hit in searchers.organisations(officer, firm.name)] == [firm.name]
    assert firm.name not in client.get("/search/", {"q": firm.name[:3]}).context["groups"].__repr__()


def test_a_rival_does_not_find_another_firm(rival, firm):
    assert searchers.organisations(rival, firm.name) == []


def test_search_finds_figures_and_pages(client, db):
    groups = client.get("/search/", {"q": "无障碍"}).context["groups"]

    assert [(str(group.title), [hit.title for hit in group.hits]) for group in groups] == [
        ("网页", ["无障碍说明"])
    ]


def test_search_says_when_nothing_is_found(client, db):
    assert "没有找到“&lt;zz&gt;”" in client.get("/search/", {"q": "<zz>"}).text


@pytest.mark.parametrize("name", ["help", "about", "accessibility", "search"])
def test_leaf_pages_are_open(client, db, name):
    assert client.get(reverse(f"overview:{name}")).status_code == 200


def test_signs_alone_find_nothing(client, db):
    answer = client.get(reverse("overview:search"), {"q": '"'})

    assert answer.context["found"] == 0


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ([], "没有要办的事"),
        ([1, None], "今天没有到期的事，还有2件在手上"),
        ([0, 0, 5], "今天要办完2件"),
        ([-1, 0], "今天要办完2件，其中1件已逾期"),
    ],
)
def test_the_situation_in_a_sentence(due, said):
    today = date(2019, 4, 23)
    tasks = [Task(due_on=None if days is None else today + timedelta(days=days)) for days in due]

    assert desk.situation(tasks, today) == said


def test_days_ahead_skip_holidays_and_keep_worked_weekends():
    days = desk.days_ahead([Task(due_on=date(2019, 4, 28))], date(2019, 4, 26))

    assert [(day.name, day.text, day.number) for day in days][:4] == [
        ("周五", "4.26", 0),
        ("补班", "28", 1),
        ("周一", "29", 0),
        ("周二", "30", 0),
    ]
    assert days[4].text == "5.5"


def test_unusual_days_are_named(monkeypatch):
    monkeypatch.setenv("ZHUANHUA_TODAY", "2019-04-23")

    assert (
        desk.unusual_days(date(2019, 4, 23)) == "4月28日（周日）上班，5月1日至5月3日放假，5月5日（周日）上班"
    )


def test_a_task_is_split_into_verb_and_case():
    task = Task(
        title="审核技术合同",
        about="防腐涂层：二期",
        case_number="2026-0001",
        case_kind="contract",
        url="/x/",
        opened_at=datetime(2019, 4, 1, tzinfo=CITY_ZONE),
        due_on=date(2019, 4, 24),
    )

    line = desk.line(task, date(2019, 4, 23))

    assert (line.what, line.about, line.kind) == ("审核技术合同", "2026-0001 防腐涂层：二期", "技术合同")
    assert line.face.left == 1


def test_exports_lists_ones_own_files_only(client, officer, reviewer):
    for person, title in ((officer, "我的清单"), (reviewer, "别人的清单")):
        ExportRun.objects.create(
            code="contracts-records",
            title=title,
            person=person,
            format="xlsx",
            membership=person.active_memberships()[0],
        )

    page = sign_in(client, officer).get("/exports/").text

    assert "我的清单" in page
    assert "别人的清单" not in page


def test_without_exports_the_page_says_how_to_get_one(client, officer):
    assert "还没有导出过文件" in sign_in(client, officer).get("/exports/").text


def test_work_leads_the_officer_to_every_programme_and_the_firm_to_its_own(client, officer, applicant):
    sign_in(client, officer)
    page = client.get("/inbox/").text
    every = client.get("/programmes/").text
    sign_in(client, applicant)
    own = client.get("/programmes/").text

    assert 'href="/programmes/"' in page
    assert [url in every for url in ("/contracts/queue/", "/budgets/", "/payments/")] == [True] * 3
    assert [url in own for url in ("/contracts/mine/", "/payments/mine/", "/budgets/")] == [True, True, False]


def test_the_second_bar_leads_to_the_other_programmes(client, officer):
    sign_in(client, officer)

    bar = client.get("/budgets/").text.split('<nav class="sub"')[1].split("</nav>")[0]

    assert [url in bar for url in ("/contracts/queue/", "/payments/recoveries/", "/programmes/")] == [
        True
    ] * 3
    assert 'href="/budgets/" aria-current="true"' in bar


def test_who_takes_no_part_in_cases_finds_nothing_to_work_on(client, system_admin):
    sign_in(client, system_admin)

    assert "没有要办理的项目" in client.get("/programmes/").text
