"""Can a registrar work off the queue, one contract at a time and many at once, and is what cannot be done named?"""

import pytest

from tests.journeys.steps import chinese_left, click, enter, overflow, press, row_of, said
from tests.journeys.world import ALONE, NOT_READY, READY
from tests.support.browser import shot


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_contract_is_taken_from_the_queue_and_accepted(site, page, language):
    say = enter(page, site, "registrar", language)
    page.goto(site.at("/contracts/queue/?view=all"))
    click(row_of(page, ALONE[language]).locator("a.name"))
    press(page, say("受理"))
    assert said(page) == say("已受理，开始计算期限。")
    assert page.locator(".casehead .state").inner_text() == say("审核中")
    assert page.locator(".route [aria-current=step]").inner_text().startswith(say("审核"))
    page.goto(site.at("/contracts/queue/?view=mine"))
    assert row_of(page, ALONE[language]).locator(".state").inner_text() == say("审核中")
    shot(page, f"queue-1-mine-{language}")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_many_are_registered_at_once_and_the_unready_one_is_named_and_left_out(site, page, language):
    say = enter(page, site, "registrar", language)
    choose(page, site, [*READY[language], NOT_READY[language]])
    shot(page, f"queue-2-chosen-{language}", whole=False)
    press(page, say("核准登记所选"))
    blocked, ready = page.locator("tr.blocked").all_inner_texts(), page.locator("table").nth(1)
    shot(page, f"queue-3-confirm-{language}")
    assert [NOT_READY[language] in text for text in blocked] == [True]
    assert [name in ready.inner_text() for name in READY[language]] == [True, True, True]
    assert language == "zh-hans" or chinese_left(page) == []
    press(page, say("核准登记这%(n)s项", plural=3))
    assert said(page) == say("已办理%(count)d项。", count=3)
    left = page.locator("#contracts-queue").inner_text()
    assert [name in left for name in (*READY[language], NOT_READY[language])] == [False, False, False, True]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_ticked_row_keeps_its_columns_and_no_width_scrolls_sideways(site, page, language):
    enter(page, site, "registrar", language)
    page.goto(site.at("/contracts/queue/?view=all"))
    row = page.locator("#contracts-queue tbody tr").first
    cells = row.locator("td, th")
    places = "cells => cells.map(cell => Math.round(cell.getBoundingClientRect().left))"
    before = cells.evaluate_all(places)
    row.locator("[data-pick]").check()
    assert row.get_attribute("class") == "picked"
    assert cells.evaluate_all(places) == before
    for width in (900, 1024, 1093, 1280, 1366, 1440, 1520):
        page.set_viewport_size({"width": width, "height": 614})
        assert (width, overflow(page)) == (width, 0)
        assert page.locator("[data-search]").bounding_box()["width"] >= (90 if width < 1024 else 180)
    page.set_viewport_size({"width": 1093, "height": 614})
    shot(page, f"queue-4-ticked-{language}", whole=False)


def test_going_back_from_the_confirmation_registers_nothing(site, page):
    enter(page, site, "registrar2")
    page.goto(site.at("/contracts/queue/?view=all"))
    before = page.locator("#contracts-queue tbody tr").count()
    page.locator("[data-pick-all]").check()
    assert page.locator("[data-bulk-count]").inner_text() == str(before)
    press(page, "受理所选")
    press(page, "返回选择")
    page.goto(site.at("/contracts/queue/?view=all"))
    assert page.locator("#contracts-queue tbody tr").count() == before


def choose(page, site, names: list[str]) -> None:
    """Tick contracts in the queue; the bar below counts them and adds up."""
    page.goto(site.at("/contracts/queue/"))
    for name in names:
        row_of(page, name).locator("[data-pick]").check()
    assert page.locator("[data-bulk-count]").inner_text() == "4"
    sum_shown = page.locator("[data-bulk-sum]").inner_text()
    assert sum_shown in {"590.00", "5,900,000"}
