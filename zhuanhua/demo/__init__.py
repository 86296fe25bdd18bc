"""The demo city: a guest of the house that enters by its doors only (docs/decisions/0004)."""
