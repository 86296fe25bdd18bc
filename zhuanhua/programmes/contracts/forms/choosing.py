"""What do several forms of a contract share: choices with an empty one first, kinds and their sub-kinds, names of fields?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.models import Contract

NUMBER_LENGTHS = (16, 14)  # digits of a registration number, and of an old one


def choices_of(codelist: Any) -> list[tuple[str, Any]]:
    """Give a list of codes with the line “choose” first."""
    return [("", _("请选择")), *codelist.choices]


def subkinds() -> list[Any]:
    """Give the sub-kinds under the name of their kind, so that nobody has to know the numbers."""
    groups = [
        (
            kind.label,
            [(sub.value, sub.label) for sub in codes.Subkind if codes.kind_of(sub.value) == kind.value],
        )
        for kind in codes.Kind
    ]
    return [("", _("请选择")), *groups]


def check_subkind(form: forms.Form) -> None:
    """A sub-kind belongs to its kind."""
    kind, subkind = form.cleaned_data.get("kind"), form.cleaned_data.get("subkind")
    if kind and subkind and codes.kind_of(subkind) != kind:
        form.add_error("subkind", str(_("合同细类不属于所选的合同类型。请重新选择细类。")))


def label_of(name: str) -> Any:
    """Name a field of the contract as its model does."""
    return Contract._meta.get_field(name).verbose_name
