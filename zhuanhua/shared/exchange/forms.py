"""What does a person choose when a spreadsheet comes in? The file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.ui.forms import LookForm


class UploadForm(LookForm):
    """The file."""

    file = forms.FileField(
        label=_("文件"),
        allow_empty_file=True,  # the gate says what to do about an empty one
        help_text=_("XLSX或CSV，不超过20MB、5万行。先读出来给您核对，确认之前什么都不会存。"),
    )
