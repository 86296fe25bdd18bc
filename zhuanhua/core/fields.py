"""How do amounts enter the database and the forms? As whole fen, range-checked in both."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from zhuanhua.core import money


class FenField(models.BigIntegerField):
    """Whole fen between `least` and MAX_FEN; the bounds also stand as a validator."""

    def __init__(self, *args: Any, least: int = 0, **kwargs: Any) -> None:
        self.least = least
        kwargs.setdefault("validators", [MinValueValidator(least), MaxValueValidator(money.MAX_FEN)])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the validators out of migrations; keep the bound."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        if self.least:
            kwargs["least"] = self.least
        return name, path, args, kwargs


class AmountField(forms.CharField):
    """A typed amount in 元 or 万元 that cleans to whole fen."""

    def __init__(self, *args: Any, unit: str = "wan", least_fen: int | None = 0, **kwargs: Any) -> None:
        self.unit = unit
        self.least_fen = least_fen
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def clean(self, value: Any) -> int | None:
        """Give fen, or None when an optional field is empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = money.parse_fen(text, self.unit)
        except money.AmountError as fault:
            raise ValidationError(str(fault), code=fault.code) from fault
        if self.least_fen is not None and fen < self.least_fen:
            raise ValidationError(
                "金额不能小于%(least)s元。",
                code="too_small",
                params={"least": money.yuan_text(self.least_fen)},
            )
        return fen

    def prepare_value(self, value: Any) -> Any:
        """Show fen as the unit that the field takes, without losing a fen."""
        if isinstance(value, int):
            places = len(str(money.FEN_PER[self.unit])) - 1
            text = money._scaled(value, money.FEN_PER[self.unit], places).replace(",", "")  # noqa: SLF001 - same room
            whole, _, fraction = text.partition(".")
            return f"{whole}.{fraction.rstrip('0').ljust(2, '0')}".replace("−", "-")
        return value
