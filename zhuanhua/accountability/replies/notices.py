"""Whom do we tell what about proposals and letters? Text and recipient of each message; no decisions."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop as noop

from zhuanhua.accountability.replies.models import Letter, Proposal
from zhuanhua.shared.notices.actions import notify


def proposal_assigned(proposal: Proposal) -> None:
    """Tell the drafter until when the draft is due."""
    notify(
        proposal.drafter,
        title=noop("请起草答复：%(name)s"),
        body=noop("起草期限%(day)s。"),
        words={"name": proposal.title, "day": str(proposal.draft_due_on)},
        url=f"/replies/proposals/{proposal.number}/",
    )


def letter_to_cosign(letter: Letter, signers: Iterable[Any]) -> None:
    """Tell each co-signer."""
    for signer in signers:
        _tell(signer, letter, noop("请会签：%(name)s"), noop("同意，或者写明理由不同意。"))


def letter_agreed(letter: Letter) -> None:
    """Tell the drafter that all have agreed."""
    _tell(letter.drafted_by, letter, noop("会签齐了：%(name)s"), noop("可以冻结数字，送签发。"))


def letter_sent_back(letter: Letter, reason: str) -> None:
    """Tell the drafter why it came back."""
    _tell(letter.drafted_by, letter, noop("答复退回修改：%(name)s"), reason)


def letter_refrozen(letter: Letter, signers: Iterable[Any], changed: str) -> None:
    """Tell co-signers which numbers are others now."""
    for signer in signers:
        body = noop("会签后数字有变动：%(changed)s。签发前仍可以不同意。")
        _tell(signer, letter, noop("答复重新冻结：%(name)s"), body, changed=changed)


def letter_issued(letter: Letter) -> None:
    """Tell the drafter number and day."""
    body = noop("发文字号%(number)s。")
    _tell(letter.drafted_by, letter, noop("答复已签发：%(name)s"), body, number=letter.document_number)


def letter_recalled(letter: Letter, reason: str) -> None:
    """Tell the drafter that the letter was taken back."""
    _tell(letter.drafted_by, letter, noop("答复已收回：%(name)s"), reason)


def _tell(person: Any, letter: Letter, title: str, body: str, **words: str) -> None:
    words["name"] = letter.title
    notify(person, title=title, body=body, words=words, url=f"/replies/letters/{letter.number}/")
