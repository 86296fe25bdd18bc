"""P2: one verdict sheet, warm: from the number of a contract to conditions, sources, arithmetic and digest, with its queries counted."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from frame import ROOT, Result

SIZES = {"small": 200, "full": 2_000}
AIM_MS, AIM_QUERIES = 20, 3
CONTRACTS = 400
SEED = 20180607


def measure(size: str) -> list[Result]:
    """In a process and a database of its own, with a seller who shares a cap with a handful of contracts."""
    with tempfile.TemporaryDirectory(prefix="zhuanhua-p2-") as folder:
        environment = {**os.environ, "ZHUANHUA_DEMO": "1", "ZHUANHUA_DATA_DIR": folder}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": f"{ROOT}"}
        for name in ("DATABASE_URL", "ZHUANHUA_DATABASE_URL", "ZHUANHUA_TODAY"):
            environment.pop(name, None)
        command = [sys.executable, __file__, str(SIZES[size])]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-1500:])
    told = dict(line.split("=") for line in done.stdout.split())
    median, queries = float(told["median"]), int(told["queries"])
    note = f"slowest in twenty {float(told['late']):.1f} ms; {queries} queries; {told['rows']} contracts in the queue"
    shape = f"{SIZES[size]:,} sheets"
    return [
        Result(
            "P2",
            "verdict sheet of one case, warm",
            shape,
            median,
            "ms",
            None,
            "",
            f"≤ {AIM_MS} ms",
            median <= AIM_MS,
            note,
        ),
        Result(
            "P2",
            "its queries",
            shape,
            queries,
            "queries",
            None,
            "",
            f"≤ {AIM_QUERIES}",
            queries <= AIM_QUERIES,
        ),
    ]


def run(times: int) -> None:
    """Fill a small register, then judge contracts of 2018 one after another."""
    import django

    django.setup()
    from datetime import date
    from random import Random

    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0, interactive=False)
    from zhuanhua.demo import accounts
    from zhuanhua.demo.arrivals import previewed
    from zhuanhua.demo.names import populate
    from zhuanhua.demo.register import YUAN, Year, contracts_of
    from zhuanhua.demo.workbooks import NATIONAL, national_row, write_workbook
    from zhuanhua.programmes.contracts.models import Contract
    from zhuanhua.shared.exchange.actions.importing import confirm_import
    from zhuanhua.shared.policy import queries, rules

    population = populate(SEED)
    people = accounts.settle(population, since=date(2016, 1, 4), bureau_name="Bench", chance=Random(SEED))
    sold = contracts_of(Year(2018, CONTRACTS, CONTRACTS * 3_000_000 * YUAN), population, SEED)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as book:
        from pathlib import Path

        path = write_workbook(Path(book.name), NATIONAL, map(national_row, sold))
        taken = previewed(path, sheet="registered-contracts", by=people["officer"])
        confirm_import(run=taken, by=people["officer"])
    rule, on = rules.find("contracts.subsidy.seller"), date(2018, 12, 31)
    numbers = list(Contract.objects.filter(registered_on__year=2018).values_list("number", flat=True))
    for number in numbers[:5]:
        queries.sheet_for(rule, number, on)
    took = []
    for place in range(times):
        began = time.perf_counter()
        sheet = queries.sheet_for(rule, numbers[place % len(numbers)], on)
        assert len(sheet.digest) == 64
        took.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        queries.sheet_for(rule, numbers[0], on)
    took.sort()
    print(f"median={statistics.median(took)} late={took[-max(times // 20, 1)]} queries={len(asked)}")
    print(f"rows={len(rule.rows_for(numbers[0], on))}")


if __name__ == "__main__":
    run(int(sys.argv[1]))
