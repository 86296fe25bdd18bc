"""What can be done with letters? Every write, by subject."""

from zhuanhua.accountability.replies.actions.audits import audit_letter, check_again, examine, title_of

__all__ = ["audit_letter", "check_again", "examine", "title_of"]
