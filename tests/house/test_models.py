"""Is every model in the glossary, every foreign key between programmes on the list, every migration made?"""

from io import StringIO

from django.apps import apps
from django.core.management import call_command

from tests.house.architecture import ROOT

BETWEEN_PROGRAMMES: set[tuple[str, str]] = {
    ("matching", "achievements"),
    ("matching", "contracts"),
    ("matching", "needs"),
}  # (from, to), by label


def _own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("zhuanhua.")]


def test_every_model_is_in_the_glossary():
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")

    assert [model.__name__ for model in _own_models() if f"`{model.__name__}`" not in glossary] == []


def test_foreign_keys_between_programmes_stand_on_the_list():
    programmes = {
        config.label for config in apps.get_app_configs() if config.name.startswith("zhuanhua.programmes.")
    }
    found = {
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in _own_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    }
    crossing = {
        (home, other) for home, other in found if home in programmes and other in programmes and home != other
    }

    assert crossing == BETWEEN_PROGRAMMES


def test_no_migration_is_missing(db):
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)

    assert "No changes detected" in out.getvalue()
