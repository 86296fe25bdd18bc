"""What can be done with proposals, letters and references? Every write, by subject."""

from zhuanhua.accountability.replies.actions.audits import audit_letter, check_again, examine, title_of
from zhuanhua.accountability.replies.actions.drafting import draft_letter, edit_letter, take_word_draft
from zhuanhua.accountability.replies.actions.issuing import (
    freeze_letter,
    issue_letter,
    obstacles,
    recall_letter,
    refreeze_letter,
)
from zhuanhua.accountability.replies.actions.letters import (
    agree_letter,
    object_letter,
    reopen_letter,
    send_back_letter,
    submit_letter,
    waiting_for,
)
from zhuanhua.accountability.replies.actions.proposals import (
    assign_proposal,
    register_proposal,
    return_proposal,
)
from zhuanhua.accountability.replies.actions.references import (
    correct_reference,
    enter_reference,
    replace_reference,
)

__all__ = [
    "agree_letter",
    "assign_proposal",
    "audit_letter",
    "check_again",
    "correct_reference",
    "draft_letter",
    "edit_letter",
    "enter_reference",
    "examine",
    "freeze_letter",
    "issue_letter",
    "object_letter",
    "obstacles",
    "recall_letter",
    "refreeze_letter",
    "register_proposal",
    "reopen_letter",
    "replace_reference",
    "return_proposal",
    "send_back_letter",
    "submit_letter",
    "take_word_draft",
    "title_of",
    "waiting_for",
]
