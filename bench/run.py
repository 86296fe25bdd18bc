"""Runs every bench (or those named) and writes bench/results.md: `make bench`, `make bench SIZE=full`, `make bench ARGS=p12`."""

import importlib.util
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

from frame import Result, machine, number, size  # noqa: E402  the path above has to stand first

FOLDER = Path(__file__).resolve().parent
HEAD = ("row", "work", "size", "ours", "peer", "ours ÷ peer", "aim", "met", "note")


def benches(wanted: list[str]) -> list[Path]:
    """The files of the rows, P1 before P12."""
    found = sorted(
        FOLDER.glob("p[0-9]*.py"), key=lambda path: int("".join(filter(str.isdigit, path.stem.split("_")[0])))
    )
    chosen = [
        path for path in found if not wanted or path.stem.split("_")[0] in {word.lower() for word in wanted}
    ]
    if not chosen:
        raise SystemExit(f"No bench of that name. There are: {', '.join(path.stem for path in found)}.")
    return chosen


def load(path: Path) -> ModuleType:
    """One bench as a module; it has `measure(size) -> list[Result]`."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def line(result: Result) -> tuple[str, ...]:
    """One row of the table."""
    met = {True: "yes", False: "**no**", None: ""}[result.met]
    peer = f"{number(result.peer)} {result.unit} ({result.peer_name})" if result.peer else result.peer_name
    ours = f"{number(result.ours)} {result.unit}"
    return (result.row, result.work, result.size, ours, peer, result.ratio, result.aim, met, result.note)


def write(results: list[Result], failures: list[str]) -> Path:
    """The page; rows that were not run this time are not invented."""
    target = FOLDER / "results.md"
    now = datetime.now(tz=UTC)
    rows = ["| " + " | ".join(cells) + " |" for cells in [HEAD, ("---",) * len(HEAD), *map(line, results)]]
    text = [
        f"# Bench, {now:%Y-%m-%d %H:%M} UTC, SIZE={size()}",
        "",
        f"{machine()}. Made by `make bench`; not edited by hand.",
        "",
        *rows,
    ]
    text += ["", *(f"- {failure}" for failure in failures)] if failures else []
    target.write_text("\n".join(text) + "\n", encoding="utf-8")
    return target


def main() -> int:
    """Run all, also after one has failed."""
    results: list[Result] = []
    failures: list[str] = []
    for path in benches(sys.argv[1:]):
        print(f"  · {path.stem} …", flush=True)
        try:
            measured = load(path).measure(size())
        except Exception as fault:  # noqa: BLE001  the other rows are still worth knowing
            traceback.print_exc()
            failures.append(f"{path.stem} did not finish: {fault}")
            continue
        results += measured
        for result in measured:
            print("    " + "  ".join(filter(None, line(result)[1:8])), flush=True)
    target = write(results, failures)
    print(f"  ✓ {target.relative_to(FOLDER.parent)}")
    return 1 if failures or any(result.met is False for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
