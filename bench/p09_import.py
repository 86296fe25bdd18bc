"""P9: contracts of a workbook, from the file to stored rows with a report; beside openpyxl, which only reads it."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from frame import ROOT, Result

SIZES = {"small": (10_000,), "full": (10_000, 100_000)}
AIM = 8_000  # rows a second (docs: performance)
SEED = 20180607


def measure(size: str) -> list[Result]:
    """Each size in a process and a database of its own, so that memory and disk are its own too."""
    return [one for rows in SIZES[size] for one in _measured(rows)]


def _measured(rows: int) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="zhuanhua-p9-") as folder:
        environment = {**os.environ, "ZHUANHUA_DEMO": "1", "ZHUANHUA_DATA_DIR": folder}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": f"{ROOT}"}
        for name in ("DATABASE_URL", "ZHUANHUA_DATABASE_URL", "ZHUANHUA_TODAY"):
            environment.pop(name, None)
        done = subprocess.run(
            [sys.executable, __file__, str(rows)],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-1500:])
    told = dict(line.split("=") for line in done.stdout.split())
    ours, peer = rows / float(told["ours"]), rows / float(told["openpyxl"])
    shape = f"{rows:,} rows, 21 columns"
    note = f"preview before it {float(told['preview']):.1f} s; peak memory {int(told['memory'])} MB; the peer stores and checks nothing"
    results = [
        Result(
            "P9",
            "workbook to stored contracts, every check",
            shape,
            ours,
            "rows/s",
            peer,
            "openpyxl, reads only",
            f"≥ {AIM:,} rows/s",
            ours >= AIM,
            note,
        )
    ]
    if "import_export" in told:
        other = rows / float(told["import_export"])
        results.append(
            Result(
                "P9",
                "the same, beside a resource that only stores",
                shape,
                ours,
                "rows/s",
                other,
                "django-import-export",
                "faster",
                ours > other,
            )
        )
    return results


def run(rows: int) -> None:
    """Make the workbook, take it in as a person would, then let the peers read it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from datetime import date
    from random import Random

    from zhuanhua.demo import accounts
    from zhuanhua.demo.arrivals import previewed
    from zhuanhua.demo.names import populate
    from zhuanhua.demo.register import YUAN, Year, contracts_of
    from zhuanhua.demo.workbooks import NATIONAL, national_row, write_workbook
    from zhuanhua.shared.exchange.actions.importing import confirm_import

    population = populate(SEED)
    people = accounts.settle(population, since=date(2016, 1, 4), bureau_name="Bench", chance=Random(SEED))
    sold = contracts_of(Year(2018, rows, rows * 3_000_000 * YUAN), population, SEED)
    path = write_workbook(Path(tempfile.mkdtemp()) / "register.xlsx", NATIONAL, map(national_row, sold))
    try:
        began = time.perf_counter()
        taken = previewed(path, sheet="registered-contracts", by=people["officer"])
        middle = time.perf_counter()
        stored = confirm_import(
            run=taken, by=people["officer"]
        )  # reads, converts and checks once more, then stores
        ended = time.perf_counter()
        assert (stored.counts["new"], taken.counts["bad"]) == (rows, 0)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"preview={middle - began} ours={ended - middle} memory={memory}")
        print(f"openpyxl={_openpyxl(path)}")
        other = _import_export(path)
        if other:
            print(f"import_export={other}")
    finally:
        shutil.rmtree(path.parent)


def _openpyxl(path: Path) -> float:
    import openpyxl

    began = time.perf_counter()
    count = sum(1 for _row in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True))
    assert count > 1
    return time.perf_counter() - began


def _import_export(path: Path) -> float | None:
    """Let the peer store organisations of the same workbook's rows: one narrow model, its own bulk mode, no checks."""
    try:
        import tablib
        from import_export.resources import ModelResource
    except ImportError:
        return None
    import openpyxl

    from zhuanhua.shared.people.models import Organisation

    class Resource(ModelResource):
        class Meta:
            model = Organisation
            fields = ("id", "name", "kind", "district")
            use_bulk = True
            batch_size = 1_000
            skip_diff = True

    began = time.perf_counter()
    rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(min_row=2, values_only=True)
    table = tablib.Dataset(
        *(("", str(row[2]), "enterprise", "210112") for row in rows), headers=Resource.Meta.fields
    )
    outcome = Resource().import_data(table, raise_errors=True, use_transactions=True)
    assert not outcome.has_errors()
    return time.perf_counter() - began


if __name__ == "__main__":
    run(int(sys.argv[1]))
