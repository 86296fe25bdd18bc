"""Can what was brought from npm be collected for production, where every file that a style sheet names has to be there?"""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

pytestmark = pytest.mark.skipif(not settings.ASSETS_DIR.is_dir(), reason="no assets: make prepare")


def test_no_asset_names_a_source_map_that_stays_behind():
    brought = [path for path in settings.ASSETS_DIR.rglob("*") if path.suffix in {".css", ".js"}]

    assert [path.name for path in brought if b"sourceMappingURL=" in path.read_bytes()] == []
    assert {"tabler.min.css", "htmx.min.js"} <= {path.name for path in brought}


def test_a_real_site_collects_all_that_its_pages_name(tmp_path: Path, settings: Any) -> None:
    production = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": production}
    settings.STATIC_ROOT = tmp_path

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / "staticfiles.json").is_file()
    assert len(list(tmp_path.glob("vendor/tabler.min.*.css"))) == 1
