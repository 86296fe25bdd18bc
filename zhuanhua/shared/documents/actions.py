"""How does a file come in and go out? Checked, fingerprinted, kept under a random name, told in the journal."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.documents.checks import FileFault, kind_of, safe_name
from zhuanhua.shared.documents.models import StoredFile
from zhuanhua.shared.journal.actions import record

MAX_FILES = 40


@transaction.atomic
def store_file(*, upload: Any, kind: str, case: Any, by: Any) -> StoredFile:
    """Keep an upload with a case; the same content twice in one case is refused."""
    name = safe_name(upload.name)
    try:
        found = kind_of(name, upload, upload.size)
    except FileFault as fault:
        raise Refusal(str(fault), field="file", code="file") from fault
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    present = StoredFile.objects.filter(
        case_kind=case.case_kind, case_number=case.number, removed_at__isnull=True
    )
    if present.count() >= MAX_FILES:
        raise Refusal(
            _("附件已有%(count)d份。") % {"count": MAX_FILES}, field="file", way_out=_("请先删去不需要的。")
        )
    if present.filter(sha256=digest.hexdigest(), kind=kind).exists():
        raise Refusal(_("这份文件已经传过。"), field="file", code="same_file")
    facts = {"name": name, "kind": kind, "media_type": found.media_type, "sha256": digest.hexdigest()}
    return _kept(upload, facts, "file:store", case=case, by=by)


@transaction.atomic
def keep_paper(*, name: str, content: bytes, kind: str, media_type: str, case: Any, by: Any) -> StoredFile:
    """Keep what the house itself has made for a case, bit for bit; the limits of uploads are not its limits."""
    digest = hashlib.sha256(content).hexdigest()
    facts = {"name": safe_name(name), "kind": kind, "media_type": media_type, "sha256": digest}
    return _kept(ContentFile(content), facts, "file:keep", case=case, by=by)


def _kept(content: Any, facts: dict[str, str], event: str, *, case: Any, by: Any) -> StoredFile:
    stored = StoredFile(
        **facts,
        size=content.size,
        case_kind=case.case_kind,
        case_number=case.number,
        owner=by.organisation,
        uploaded_by=by,
    )
    stored.content.save("", content, save=False)
    stored.save(force_insert=True)
    record(
        event,
        case_kind=case.case_kind,
        case_number=case.number,
        by=by,
        after={"name": stored.name, "kind": stored.kind, "sha256": stored.sha256, "size": stored.size},
    )
    return stored


@transaction.atomic
def remove_file(*, file: StoredFile, by: Any) -> None:
    """Take a file out of its case; the bytes go when the transaction is kept."""
    file.removed_at = city_now()
    file.save(update_fields=["removed_at"])
    record(
        "file:remove",
        case_kind=file.case_kind,
        case_number=file.case_number,
        by=by,
        before={"name": file.name, "sha256": file.sha256},
    )
    storage, path = file.content.storage, file.content.name
    transaction.on_commit(lambda: storage.delete(path))
