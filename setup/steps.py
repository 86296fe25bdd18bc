"""How does a step run only when its inputs have changed, and how does it tell the person who waits?"""

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from places import ROOT, STAMPS

_printing = threading.Lock()


class StepFailed(Exception):
    """A step could not be done; the message says which, why and the way out."""


def say(line: str) -> None:
    """Print one whole line at once, also when two steps run side by side."""
    with _printing:
        print(line, flush=True)


def digest(*inputs: Path | str) -> str:
    """One fingerprint over the contents of files and over plain words."""
    total = hashlib.sha256()
    for item in inputs:
        total.update(item.read_bytes() if isinstance(item, Path) else item.encode())
        total.update(b"\0")
    return total.hexdigest()


def once(
    name: str, title: str, inputs: Sequence[Path | str], outputs: Sequence[Path], work: Callable[[], None]
) -> bool:
    """Do the work unless the stamp says that it was done with the same inputs and its outputs stand; True if done now."""
    stamp = STAMPS / name
    mark = digest(*inputs)
    if stamp.exists() and stamp.read_text() == mark and all(path.exists() for path in outputs):
        return False
    began = time.monotonic()
    say(f"  · {title} …")
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    say(f"  ✓ {title}  {time.monotonic() - began:.1f} s")
    return True


def run(command: Sequence[str | Path], *, way_out: str, env: dict[str, str] | None = None) -> None:
    """Run a quiet program; if it fails, show the end of what it said and the way out."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
        raise StepFailed(
            f"{said}\n\n  {' '.join(str(part) for part in command[:6])} …  exit {done.returncode}\n  {way_out}"
        )


def stop(message: str, code: int = 3) -> None:
    """End set-up with a message on the error stream."""
    print(f"\n{message}", file=sys.stderr)
    raise SystemExit(code)
