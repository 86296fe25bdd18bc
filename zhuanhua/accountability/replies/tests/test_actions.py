"""Writes leave one line in the journal each, and who may not is refused."""

import pytest

from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.models import LetterAudit
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.shared.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_an_audit_leaves_one_line(officer):
    audit = actions.audit_letter(text="支持项目3个。", by=officer)

    assert [(e.event, e.case_kind, e.case_number) for e in Entry.objects.all()] == [
        ("letter:audit", "letter", audit.number)
    ]


def test_numbers_count_up(officer):
    first, second = (actions.audit_letter(text="3个。", by=officer) for _ in range(2))

    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")


def test_checking_again_leaves_one_more_line(officer):
    audit = actions.audit_letter(text="3个。", by=officer)

    actions.check_again(audit=audit, by=officer)

    assert list(Entry.objects.values_list("event", flat=True).order_by("seq")) == [
        "letter:audit",
        "letter:recheck",
    ]


def test_an_empty_letter_is_refused(officer):
    with pytest.raises(Refusal, match="没有正文"):
        actions.audit_letter(text=" \n", by=officer)


def test_a_firm_may_not(rival):
    with pytest.raises(Forbidden):
        actions.audit_letter(text="3个。", by=rival)
    assert LetterAudit.objects.count() == 0
