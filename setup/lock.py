"""How are locked files renewed: exact versions with hashes, without any address?"""

import os
import shutil
import venv
from pathlib import Path

from environment import NETWORK, REQUIREMENTS
from places import ROOT, VAR
from steps import StepFailed, run, say

TOOL = "uv==0.13.9"  # resolves for every platform at once, with the hashes of all their files
OPTIONS = ("--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--quiet")
WITHOUT_ADDRESSES = ("--no-emit-index-url", "--no-emit-find-links")
SETS: dict[str, tuple[str, ...]] = {
    "base": (),
    "production": ("--extra=postgres", "--constraint=requirements/base.txt"),
    "test": ("--extra=dev", "--extra=browser", "--extra=postgres", "--constraint=requirements/base.txt"),
    "bench": (
        "--extra=dev",
        "--extra=browser",
        "--extra=postgres",
        "--extra=bench",
        "--constraint=requirements/test.txt",
    ),
    "spark": ("--extra=spark", "--constraint=requirements/test.txt"),
}


def resolver() -> Path:
    """The tool lives in an environment of its own, so that it never enters the product's."""
    home = VAR / "lock"
    tool = home / "bin" / "uv"
    if not tool.exists():
        venv.create(home, with_pip=True)
        run([home / "bin" / "python", "-m", "pip", "install", "--quiet", TOOL], way_out=NETWORK)
    return tool


def renew() -> int:
    """Write requirements/*.txt and package-lock.json anew."""
    uv = resolver()
    for name, extra in SETS.items():
        out = REQUIREMENTS / f"{name}.txt"
        sources = ["pyproject.toml", "requirements/build.in"]
        run(
            [uv, "pip", "compile", *OPTIONS, *WITHOUT_ADDRESSES, *sources, *extra, "-o", out], way_out=NETWORK
        )
        say(f"  ✓ {out.relative_to(ROOT)}")
    out = REQUIREMENTS / "node.txt"
    run(
        [uv, "pip", "compile", *OPTIONS, *WITHOUT_ADDRESSES, "requirements/node.in", "-o", out],
        way_out=NETWORK,
    )
    say(f"  ✓ {out.relative_to(ROOT)}")
    npm = shutil.which("npm")
    if npm is None:
        raise StepFailed("package-lock.json needs npm, which is not installed here. 需要 npm。")
    run([npm, "install", "--package-lock-only", "--ignore-scripts"], way_out=NETWORK, env=dict(os.environ))
    say("  ✓ package-lock.json")
    return 0
