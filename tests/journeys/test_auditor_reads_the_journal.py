"""Can an auditor read what everybody did, and touch nothing?"""

from tests.journeys.steps import click, enter, fill, press, row_of, said
from tests.journeys.world import TO_CHANGE
from tests.support.browser import shot


def test_the_journal_reads_as_sentences_and_narrows(site, page):
    enter(page, site, "auditor")
    page.goto(site.at("/journal/"))
    shot(page, "journal-1", whole=False)
    told = page.locator(".journal li > div").all_inner_texts()
    assert len(told) == 50
    assert [text for text in told if "contract:" in text.split("第")[0]] == []
    fill(page, {"actor": "林知远", "event": "contract:register"})
    press(page, "查找")
    told = page.locator(".journal li > div").all_inner_texts()
    assert {text.split()[0] for text in told} == {"林知远"}
    assert [text for text in told if "核准登记，编号" not in text] == []
    shot(page, "journal-2-narrowed", whole=False)


def test_the_chain_is_checked_at_the_press_of_a_button(site, page):
    enter(page, site, "auditor")
    page.goto(site.at("/journal/"))
    press(page, "核对全链")
    assert "链完整。" in said(page)
    assert page.locator("aside .state").inner_text() == "完整"


def test_the_auditor_sees_contracts_but_has_no_button_and_no_way_around(site, page, watch):
    watch.expected.append("403")
    enter(page, site, "auditor")
    page.goto(site.at("/contracts/records/"))
    click(row_of(page, TO_CHANGE).locator("a.name"))
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    assert page.locator(".casehead .actions .btn").count() == 0
    assert "合同文本只有双方和登记机构可以看。" in page.locator("main").inner_text()
    assert page.goto(site.at("/contracts/queue/")).status == 403
    shot(page, "journal-3-refused")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for verb in ("register", "accept", "revoke"):
        answer = page.request.post(
            site.at(f"/contracts/{number}/{verb}/"), form={"csrfmiddlewaretoken": token}, max_redirects=0
        )
        assert answer.status == 403
