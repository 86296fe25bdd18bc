"""How is a letter written? Begun by its drafter, changed while it is a draft, or taken from a Word file with marks."""

import hashlib
from difflib import SequenceMatcher
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.accountability.replies import permissions, word_draft
from zhuanhua.accountability.replies.actions.letters import ask_drafter, insist
from zhuanhua.accountability.replies.models import Letter, Proposal
from zhuanhua.accountability.replies.queries import live_letter
from zhuanhua.accountability.replies.states import LetterState
from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.documents.models import StoredFile
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.serials import next_number

LETTERS = "DF"
EDITABLE = ("title", "addressee", "body", "contact")
WORD_KIND = "letter_draft"


@transaction.atomic
def draft_letter(
    *, proposal: Proposal, by: Any, body: str = "", title: str = "", contact: str = ""
) -> Letter:
    """Begin the answer to a proposal, by its drafter; one letter at a time. The task leads to the letter from then on."""
    insist(permissions.may_draft(by, proposal))
    if live_letter(proposal) is not None:
        raise Conflict(_("这件建议提案已经有一份答复。"), way_out=_("请打开那一份。"))
    letter = Letter.objects.create(
        number=next_number(LETTERS, on=city_today()),
        state=LetterState.DRAFT,
        proposal=proposal,
        title=title or _title_for(proposal),
        addressee=f"{proposal.proposers}：",
        body=_clean(body) or f"您提出的关于{_subject(proposal)}的{_kind(proposal)}收悉，现答复如下：",
        sender=settings.BUREAU_NAME,
        contact=contact,
        drafted_by=by,
        drafted_at=city_now(),
    )
    record(
        "reply:draft",
        case_kind=letter.case_kind,
        case_number=letter.number,
        by=by,
        after={"title": letter.title},
    )
    ask_drafter(letter, noop("起草答复"), by)
    return letter


@transaction.atomic
def edit_letter(*, letter: Letter, values: dict[str, str], by: Any) -> Letter:
    """Change the draft; the journal keeps the lines that changed. Raises Conflict when it was changed since `letter` was read."""
    insist(permissions.may_edit(by, letter))
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if (row.state, row.version) != (letter.state, letter.version):
        raise Conflict(
            _("这份答复刚被改过。"), way_out=_("请刷新后再改；刚才写的内容还在页面上，可以先复制。")
        )
    changed = {
        name: _clean(values[name])
        for name in EDITABLE
        if name in values and _clean(values[name]) != getattr(row, name)
    }
    if any(not changed.get(name, "x") for name in ("title", "addressee", "body")):
        raise Refusal(_("标题、主送和正文不能空着。"), field="body")
    if not changed:
        return row
    before, after = {}, {}
    for name, value in changed.items():
        before[name], after[name] = _lines_that_differ(getattr(row, name), value)
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    record("reply:edit", case_kind=row.case_kind, case_number=row.number, by=by, before=before, after=after)
    return row


@transaction.atomic
def take_word_draft(*, letter: Letter, upload: Any, by: Any) -> Letter:
    """Take title, addressee and text from a Word file whose numbers are marks; the file lends its layout to the issued letter.

    The layout is used as long as the text is the file's own; a text that was changed on the page gets the ordinary layout.
    """
    insist(permissions.may_edit(by, letter))
    content = upload.read()
    upload.seek(0)
    present = files_of(letter).filter(sha256=hashlib.sha256(content).hexdigest(), kind=WORD_KIND).first()
    file: StoredFile = present or store_file(upload=upload, kind=WORD_KIND, case=letter, by=by)
    read = word_draft.read(content, sender=letter.sender)
    row = edit_letter(letter=letter, values={**read.values, "contact": read.contact or letter.contact}, by=by)
    row.layout = file
    row.save(update_fields=["layout"])
    return row


def _lines_that_differ(before: str, after: str) -> tuple[str, str]:
    """Give the lines that went and those that came: a long letter saved fifty times is not kept a hundred times."""
    old, new = before.split("\n"), after.split("\n")
    went, came = [], []
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            went += old[i:j]
            came += new[k:m]
    return "\n".join(went), "\n".join(came)


def _title_for(proposal: Proposal) -> str:
    number = (
        proposal.paper_number if proposal.paper_number.startswith("第") else f"第{proposal.paper_number}号"
    )
    return f"关于{proposal.session}{number}{_kind(proposal)}的答复"


def _subject(proposal: Proposal) -> str:
    """Give what a proposal is about: many titles are whole already, 关于……的提案."""
    about = proposal.title.strip().removeprefix("关于").removesuffix(_kind(proposal))
    return about.removesuffix("的") or proposal.title


def _kind(proposal: Proposal) -> str:
    """Name it as the letter does; a letter is a Chinese document, whatever the drafter's pages speak."""
    return "建议" if proposal.kind == "npc" else "提案"


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
