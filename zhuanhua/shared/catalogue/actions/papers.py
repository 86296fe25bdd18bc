"""Pictures and documents of an item come in and go out."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.shared.catalogue import permissions
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.documents.actions import remove_file, store_file
from zhuanhua.shared.documents.models import StoredFile
from zhuanhua.shared.documents.queries import files_of


@transaction.atomic
def attach_paper(*, item: Any, upload: Any, kind: str, by: Any) -> StoredFile:
    """Keep an uploaded picture or document with an item that may be edited."""
    verdict = permissions.may_edit(by, item)
    if not verdict:
        raise Forbidden(verdict.reason)
    if kind not in dict(catalogue_of(item.case_kind).papers):
        raise Refusal(_("没有这种附件。"), field="kind", way_out=_("请从列出的选项里选。"))
    return store_file(upload=upload, kind=kind, case=item, by=by)


@transaction.atomic
def detach_paper(*, item: Any, paper: Any, by: Any) -> None:
    """Take a picture or document out again while the item may be edited."""
    verdict = permissions.may_edit(by, item)
    if not verdict:
        raise Forbidden(verdict.reason)
    stored = files_of(item).filter(pk=paper).first()
    if stored is None:
        raise Http404
    remove_file(file=stored, by=by)
