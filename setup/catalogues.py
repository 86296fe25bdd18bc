"""Compile every django.po of the house into django.mo; run inside .venv, before Django's settings are known."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from zhuanhua.ui.catalogues import compile_file  # noqa: E402  the path above has to stand first

if __name__ == "__main__":
    for source in sorted((ROOT / "zhuanhua").rglob("locale/*/LC_MESSAGES/django.po")):
        compile_file(source)
