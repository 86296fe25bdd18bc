"""What do people bring? A file, or the text itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.ui.forms import LookForm

MOST_BYTES = 20 * 1024 * 1024


class LetterForm(LookForm):
    """A letter to audit."""

    file = forms.FileField(
        label=_("文稿文件"), required=False, help_text=_("txt、docx、pdf或html，不超过20 MB。")
    )
    text = forms.CharField(
        label=_("或把正文贴在这里"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    title = forms.CharField(
        label=_("题名"), required=False, max_length=200, help_text=_("不填则取正文第一行。")
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        cleaned = super().clean() or {}
        upload, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if upload and text:
            self.add_error("text", _("文件和正文只能给一样。请去掉其中一样。"))
        elif not upload and not text and "file" not in self.errors:
            self.add_error("file", _("没有文稿。请选择文件，或把正文贴在下面。"))
        elif upload and upload.size > MOST_BYTES:
            self.add_error("file", _("文件超过20 MB。请只上传答复正文。"))
        return cleaned
