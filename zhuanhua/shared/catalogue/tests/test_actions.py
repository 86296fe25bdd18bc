"""Does an item live as the table of moves says, and is nobody their own reviewer?"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.catalogue import actions, queries
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.tests.factories import DAY, draft, published, submitted
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.workflow.models import CaseVersion, Task

pytestmark = pytest.mark.django_db


def events(item):
    return list(Entry.objects.filter(case_number=item.number).order_by("seq").values_list("event", flat=True))


def test_an_item_walks_from_draft_to_the_shelf(kind, applicant, reviewer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        item = submitted(kind, by=applicant)
        actions.publish_item(item=item, by=reviewer, on=DAY)

    item.refresh_from_db()
    assert (item.state, item.reviewed_by, item.published_on) == ("published", reviewer, DAY)
    assert events(item) == [f"{kind}:{verb}" for verb in ("start", "draft", "submit", "publish")]
    assert Task.objects.filter(case_number=item.number, closed_at__isnull=True).count() == 0
    assert [notice.person for notice in Notice.objects.all()] == [applicant]


def test_the_journal_keeps_names_of_fields_and_never_their_contents(kind, applicant):
    item = draft(kind, by=applicant, text="秘密配方")

    kept = str(Entry.objects.filter(case_number=item.number).values_list("after", "before"))
    assert ("text" in kept, "秘密配方" in kept, item.title in kept) == (True, False, False)


def test_a_draft_without_a_required_field_is_refused_by_its_name(kind, applicant):
    item = draft(kind, by=applicant, summary="")

    with pytest.raises(Refusal) as refusal:
        actions.submit_item(item=item, by=applicant, on=DAY)

    assert (refusal.value.field, str(refusal.value)) == ("summary", "“简介”还没有填。请补上再提交。")


def test_nobody_reviews_what_they_handed_in(kind, officer, reviewer, applicant):
    item = submitted(kind, by=applicant)
    type(item).objects.filter(pk=item.pk).update(submitted_by=reviewer)
    item.refresh_from_db()

    with pytest.raises(Forbidden):
        actions.publish_item(item=item, by=reviewer, on=DAY)

    actions.publish_item(item=item, by=officer, on=DAY)


def test_the_database_refuses_a_reviewer_who_handed_it_in(kind, applicant):
    item = submitted(kind, by=applicant)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(item).objects.filter(pk=item.pk).update(reviewed_by=applicant)


def test_a_returned_item_comes_back_with_the_remark_answered(kind, applicant, reviewer):
    item = actions.return_item(item=submitted(kind, by=applicant), by=reviewer, reason="请写明指标。")
    actions.save_item(item=item, values={"summary": "检出率98%。"}, by=applicant)
    item.refresh_from_db()
    actions.submit_item(item=item, by=applicant, on=DAY)

    assert item.state == "submitted"
    assert CaseVersion.objects.filter(case_number=item.number).count() == 2
    assert Task.objects.get(case_number=item.number, closed_at__isnull=True).permission == f"{kind}_review"


def test_what_is_published_is_edited_only_after_it_was_taken_back(kind, applicant, reviewer):
    item = published(kind, by=applicant, reviewer=reviewer)

    with pytest.raises(Forbidden):
        actions.save_item(item=item, values={"title": "新名称"}, by=applicant)
    actions.revise_item(item=item, by=applicant)
    actions.save_item(item=item, values={"title": "新名称"}, by=applicant)

    item.refresh_from_db()
    assert (item.state, item.title) == ("draft", "新名称")


def test_an_expired_item_leaves_the_shelf_and_a_renewal_puts_it_back(kind, applicant, reviewer, rival):
    item = published(kind, by=applicant, reviewer=reviewer, on=date(2020, 1, 6))
    catalogue = catalogue_of(kind)

    assert actions.expire_items(catalogue=catalogue, on=date(2024, 1, 8)) == 1
    item.refresh_from_db()
    assert (item.state, queries.shelf(catalogue, rival).count()) == ("expired", 0)

    actions.renew_item(item=item, by=applicant, on=date.today())
    assert queries.shelf(catalogue, rival).count() == 1


def test_many_are_published_with_one_journal_line_each_and_one_message(
    kind, applicant, reviewer, django_capture_on_commit_callbacks
):
    items = [submitted(kind, by=applicant, title=f"项目{number}") for number in range(3)]

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.publish_items(items=items, by=reviewer, on=DAY) == 3

    assert Entry.objects.filter(event=f"{kind}:publish").count() == 3
    assert Notice.objects.count() == 1


def test_of_many_one_that_moved_on_stops_all(kind, applicant, reviewer):
    items = [submitted(kind, by=applicant, title=f"项目{number}") for number in range(2)]
    actions.withdraw_item(item=items[1], by=applicant)

    with pytest.raises(Conflict):
        actions.publish_items(items=items, by=reviewer, on=DAY)

    assert type(items[0]).objects.get(pk=items[0].pk).state == "submitted"


def test_only_a_draft_that_was_never_handed_in_is_thrown_away(kind, applicant):
    item = draft(kind, by=applicant)
    actions.discard_item(item=item, by=applicant)
    handed_in = submitted(kind, by=applicant)

    with pytest.raises(Refusal):
        actions.discard_item(item=handed_in, by=applicant)
    assert list(type(item).objects.values_list("number", flat=True)) == [handed_in.number]


def test_a_rival_can_do_nothing_to_an_item(kind, applicant, rival):
    item = submitted(kind, by=applicant)

    for action in (actions.withdraw_item, actions.revise_item):
        with pytest.raises(Forbidden):
            action(item=item, by=rival)
    with pytest.raises(Forbidden):
        actions.save_item(item=item, values={"title": "改"}, by=rival)


def test_owners_are_reminded_once_before_the_end(
    kind, applicant, reviewer, django_capture_on_commit_callbacks
):
    from zhuanhua.shared.catalogue.expiring import remind

    item = published(kind, by=applicant, reviewer=reviewer)
    catalogue = catalogue_of(kind)
    soon = item.expires_on - timedelta(days=20)

    with django_capture_on_commit_callbacks(execute=True):
        assert (remind(catalogue, on=soon), remind(catalogue, on=soon)) == (1, 0)
    assert "快到期" in Notice.objects.get().heading


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"state": "gone"}, "state_known"),
        ({"level": "none"}, "level_known"),
        ({"state": "published"}, "published_is_whole"),
        ({"title": ""}, "complete_once_submitted"),
        ({"published_on": date(2026, 4, 8), "expires_on": date(2026, 4, 7)}, "expires_after_publication"),
        ({"trl": 10}, "trl_known"),
    ],
)
def test_the_database_refuses_what_cannot_be(kind, applicant, facts, constraint):
    item = submitted(kind, by=applicant)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(item).objects.filter(pk=item.pk).update(**facts)


def test_the_database_refuses_an_item_merged_into_itself_and_a_source_twice(kind, applicant):
    item, other = draft(kind, by=applicant), draft(kind, by=applicant)
    model = type(item)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=item.pk).update(merged_into=item.pk)
    model.objects.filter(pk=item.pk).update(source_key="P1")

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=other.pk).update(source_key="P1")
