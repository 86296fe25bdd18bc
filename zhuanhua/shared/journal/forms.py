"""What does an auditor ask the journal for? A case, a person, an event, days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.journal import queries
from zhuanhua.shared.journal.sentences import event_name
from zhuanhua.ui.forms import LookForm


class WantedForm(LookForm):
    """The filter above the journal; what cannot be read is left out and told."""

    case = forms.CharField(label=_("编号"), required=False, max_length=60)
    actor = forms.CharField(label=_("账号或姓名"), required=False, max_length=120)
    event = forms.ChoiceField(label=_("事项"), required=False)
    since = forms.DateField(label=_("起始日"), required=False)
    until = forms.DateField(label=_("截止日"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(name, event_name(name)) for name in queries.events()]
        self.fields["event"].choices = [("", _("全部")), *known]  # type: ignore[attr-defined]

    def wanted(self) -> queries.Wanted:
        """Give what was asked for."""
        if not self.is_bound:
            return queries.Wanted()
        self.is_valid()
        kept = {name: value for name, value in self.cleaned_data.items() if value}
        return queries.Wanted(
            **{name: value.strip() if isinstance(value, str) else value for name, value in kept.items()}
        )

    def asked(self) -> list[tuple[str, str]]:
        """Give what was typed, to be sent on with an export."""
        return (
            [(name, str(self.data.get(name, ""))) for name in self.fields if self.data.get(name)]
            if self.is_bound
            else []
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.asked())
