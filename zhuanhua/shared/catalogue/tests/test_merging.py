"""Are nearly equal items found, merged, and put back as they were?"""

import pytest
from django.db import IntegrityError, transaction

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.catalogue import actions, queries
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.models import ContactRequest, ItemMerge
from zhuanhua.shared.catalogue.tests.factories import draft, published, submitted
from zhuanhua.shared.journal.models import Entry

pytestmark = pytest.mark.django_db
NEAR = "铸件单重2至15吨，表面裂纹靠人工目视，漏检约4%，希望能够在线检测。"


def pair(kind, by):
    same = {"title": "铸件裂纹在线检测", "summary": NEAR, "text": ""}
    return draft(kind, by=by, **same), draft(
        kind, by=by, **same | {"title": "铸件裂纹的在线检测", "keywords": []}
    )


def test_near_duplicates_are_found_at_entry_and_in_groups(kind, applicant):
    one, other = pair(kind, applicant)
    draft(kind, by=applicant, title="水稻育秧基质", summary="秸秆发酵后作育秧基质。", text="")
    catalogue = catalogue_of(kind)

    [alike] = queries.similar(catalogue, applicant, title=one.title, text=NEAR, but=one.number)
    assert (alike.item, alike.percent > 60) == (other, True)
    [group] = queries.duplicate_groups(catalogue, queries.mine(catalogue, applicant))
    assert group == [one, other]


def test_a_merge_hides_one_and_fills_what_the_other_lacks(kind, applicant):
    one, other = pair(kind, applicant)
    actions.save_item(item=one, values={"keywords": []}, by=applicant)
    actions.save_item(item=other, values={"keywords": ["裂纹"]}, by=applicant)
    one.refresh_from_db(), other.refresh_from_db()

    merge = actions.merge_items(kept=one, merged=other, reason="同一项", by=applicant)

    one.refresh_from_db(), other.refresh_from_db()
    assert (one.keywords, other.merged_into, merge.taken) == (["裂纹"], one, {"keywords": ["裂纹"]})
    assert list(queries.mine(catalogue_of(kind), applicant)) == [one]
    assert Entry.objects.filter(event=f"{kind}:merge").count() == 1


def test_an_undo_restores_both(kind, applicant):
    one, other = pair(kind, applicant)
    actions.save_item(item=one, values={"keywords": []}, by=applicant)
    merge = actions.merge_items(kept=one, merged=other, reason="同一项", by=applicant)

    actions.undo_merge(merge=merge, by=applicant)

    one.refresh_from_db(), other.refresh_from_db()
    assert (one.keywords, other.merged_into) == ([], None)
    with pytest.raises(Conflict):
        actions.undo_merge(merge=merge, by=applicant)


def test_an_owner_merges_only_their_own_and_the_desk_any(kind, applicant, rival, reviewer):
    mine, theirs = submitted(kind, by=applicant), submitted(kind, by=rival)
    with pytest.raises(Forbidden):
        actions.merge_items(kept=mine, merged=theirs, reason="同一项", by=applicant)

    actions.merge_items(kept=mine, merged=theirs, reason="同一项", by=reviewer)

    theirs.refresh_from_db()
    assert theirs.merged_into == mine


def test_a_merge_needs_two_and_a_reason(kind, applicant):
    one, other = pair(kind, applicant)

    for kept, merged, reason in ((one, one, "同"), (one, other, " ")):
        with pytest.raises(Refusal):
            actions.merge_items(kept=kept, merged=merged, reason=reason, by=applicant)


def test_the_database_refuses_half_a_merge(kind, applicant):
    one, other = pair(kind, applicant)
    merge = actions.merge_items(kept=one, merged=other, reason="同一项", by=applicant)

    for facts in ({"merged": merge.kept}, {"reason": ""}, {"undone_by": applicant}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ItemMerge.objects.filter(pk=merge.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemMerge.objects.create(
            kind=kind,
            kept="X",
            merged=merge.merged,
            reason="再",
            merged_by=applicant,
            merged_at=merge.merged_at,
        )


def test_the_database_refuses_half_an_answer(kind, applicant, reviewer, rival):
    item = published(kind, by=applicant, reviewer=reviewer, level="members")
    asked = actions.ask_contact(item=item, message="想谈。", by=rival, on=city_today())

    for facts in ({"state": "granted"}, {"state": "none"}, {"answered_by": applicant}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactRequest.objects.filter(pk=asked.pk).update(**facts)
