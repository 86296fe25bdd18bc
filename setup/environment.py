"""Which Python packages does a goal need, and how do they come into .venv?"""

import subprocess
import sys
from pathlib import Path

from places import BIN, PYTHON, ROOT, STAMPS, VENV
from steps import StepFailed, digest, once, run

REQUIREMENTS = ROOT / "requirements"
LARGER = {  # sets that contain this one
    "base": ("production", "test", "bench"),
    "production": ("test", "bench"),
    "test": ("bench",),
    "bench": (),
    "node": (),
    "spark": (),
}
NETWORK = "Check the network or the package mirror (pip config), then run the same command again. 请检查网络或镜像设置后重试。"


def make_venv() -> None:
    """Create .venv with this Python; Debian splits the module off, so say how to get it."""
    try:
        import ensurepip  # noqa: F401  asked only where a .venv must be made
    except ImportError:
        version = ".".join(map(str, sys.version_info[:2]))
        raise StepFailed(
            f"Python {version} here has no venv module. Debian: apt install python{version}-venv. 缺少 venv 模块。"
        ) from None
    run([sys.executable, "-m", "venv", VENV], way_out="Remove .venv and try again. 删除 .venv 后重试。")


def venv_works() -> bool:
    """A .venv that was moved or whose Python was removed does not start."""
    if not PYTHON.exists():
        return False
    done = subprocess.run(
        [PYTHON, "-c", "import sys; raise SystemExit(sys.version_info < (3, 11))"], check=False
    )
    return done.returncode == 0


def ensure_venv() -> None:
    """Make .venv where none works."""
    if not venv_works():
        (STAMPS / "venv").unlink(missing_ok=True)
        once("venv", "Python 环境 · Python environment", [sys.version], [PYTHON], make_venv)


def pip_install(*arguments: str | Path) -> None:
    """Install quietly, without asking and without compiling what may never be imported."""
    run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *arguments],
        way_out=NETWORK,
    )


def ensure_packages(level: str) -> None:
    """Install the locked set of this level, unless a larger one already stands."""
    locked = REQUIREMENTS / f"{level}.txt"
    for larger in LARGER[level]:
        stamp = STAMPS / f"packages-{larger}"
        if stamp.exists() and stamp.read_text() == digest(REQUIREMENTS / f"{larger}.txt", python_tag()):
            return
    once(
        f"packages-{level}",
        f"Python 软件包（{level}）· locked packages",
        [locked, python_tag()],
        [PYTHON],
        lambda: pip_install("--require-hashes", "--no-compile", "-r", locked),
    )


def python_tag() -> str:
    """Packages belong to one .venv: a new one needs them again."""
    config = VENV / "pyvenv.cfg"
    return f"{config.stat().st_mtime_ns}" if config.exists() else "none"


def ensure_product() -> None:
    """Install the product itself, editable, which brings the command `zhuanhua`."""
    once(
        "product",
        "转化 · the product",
        [ROOT / "pyproject.toml", python_tag()],
        [BIN / "zhuanhua"],
        lambda: pip_install("--no-deps", "--no-build-isolation", "--editable", ROOT),
    )
