"""How does a sheet become a PDF? Typst sets it from facts that arrive as inert JSON, with a Chinese font that is sure to be there."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from zhuanhua.core.errors import Refusal

SYSTEM_FONTS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)


def typeset(sheet: Path, facts: dict[str, Any]) -> bytes:
    """Draw a sheet as PDF/A. Raises Refusal when the machine has no Chinese font at all, naming the command that brings one."""
    import typst  # slow, and only for sheets

    fonts, ignore_system = _fonts()
    drawn: bytes = typst.compile(
        sheet,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        font_paths=fonts,
        ignore_system_fonts=ignore_system,
        pdf_standards=["a-2b"],
    )
    return drawn


@cache
def _fonts() -> tuple[list[str], bool]:
    """Find a Chinese font: the system's Noto CJK, else the one that set-up brought from the package registry."""
    for folder in SYSTEM_FONTS:
        if folder.exists() and any(
            "CJK" in name for _root, _dirs, files in os.walk(folder) for name in files
        ):
            return [], False
    brought = settings.ASSETS_DIR / "fonts"
    if brought.exists() and any(brought.rglob("*.ttf")):
        return [str(brought)], True
    raise Refusal(
        "这台机器没有中文字体，不能生成PDF。",
        way_out="请安装fonts-noto-cjk，或运行make fonts，再试一次。",
        code="no_font",
    )
