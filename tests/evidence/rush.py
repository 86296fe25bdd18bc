"""How do many people press the same kind of button at the same moment, in browsers of their own, against a real server?"""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from django.db import connections

from tests.evidence.crash import deeds, world
from tests.evidence.crash.browser import Answer, Broken, Browser
from tests.evidence.crash.deeds import PAPERS
from tests.evidence.crash.nemesis import Server
from tests.evidence.crash.visitor import redemption_form
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Voucher

PRICE = 3_000_003  # fen of one voucher: no round number, so that halves of a fen would show
READY = 60.0
SHORT = re.compile(r"只剩[\d,.]+(元|万元)，不够[\d,.]+(元|万元)。.*请先追加预算")
TAKEN = re.compile(r"(现在是|已由.+改为)“.+”，不能“.+”。它可能刚被别人办理，请刷新后再看。")
RECEIPT = re.compile(r"回执(\d{4}-HZ-\d{5})")
SENTENCES = (
    SHORT,
    TAKEN,
    re.compile(r"这张券已经申请过兑付，回执\d{4}-HZ-\d{5}，现在是“.+”"),
    re.compile(r"同一笔办理正在进行|这笔资金已经预留或者支付过|不再等待拨付|没有发票|附件.*已经有"),
)
Press = tuple[str, str, Callable[[], dict[str, Any]]]  # who, where, what is typed


@dataclass
class Rush:
    """What everybody read after pressing, and how long it took."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def good(self) -> list[str]:
        """The cases of which somebody read that it was done, once for each who did."""
        return [name for name, some in self.answers.items() for each in some if each.good]

    @property
    def refusals(self) -> list[str]:
        """What the others read."""
        return [each.bad for some in self.answers.values() for each in some if not each.good]

    def unclear(self) -> list[str]:
        """Say which refusal is none of the clear sentences, and what was answered with no sentence at all."""
        return [words or "an answer without a sentence" for words in self.refusals if not any(one.search(words) for one in SENTENCES)]  # fmt: skip


@contextmanager
def serving(folder: Path, *, workers: int = 2, threads: int = 4) -> Iterator[int]:
    """Serve this process's own database with the product's web server; gives the port."""
    connections.close_all()
    server = Server(folder, workers, threads)
    try:
        _wait(server.port)
        yield server.port
    finally:
        server.kill()
        connections.close_all()


def _wait(port: int) -> None:
    limit = time.monotonic() + READY
    while True:
        try:
            Browser(port, "officer").get("/healthz")
            return
        except Broken:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)


def rush(port: int, presses: Sequence[Press], *, people: int, chance: Random) -> Rush:
    """Let so many people press all buttons as fast as they can, in a mixed order."""
    waiting, told = list(presses), Rush()
    chance.shuffle(waiting)
    start, guard = threading.Barrier(people + 1), threading.Lock()

    def person() -> None:
        browsers: dict[str, Browser] = {}
        start.wait()
        while True:
            with guard:
                if not waiting:
                    return
                who, where, typed = waiting.pop()
            browser = browsers.setdefault(who, Browser(port, who))
            try:
                answer = browser.post(where, typed())
            except Broken as broken:
                with guard:
                    told.broken.append(f"{where} {broken}")
                continue
            with guard:
                told.answers.setdefault(where, []).append(answer)

    threads = [threading.Thread(target=person) for _number in range(people)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    told.seconds = time.monotonic() - began
    return told


def waiting_for_issue(count: int) -> list[str]:
    """Lead so many vouchers, each of a firm of its own, to the desk of the city."""
    numbers = [deeds.do_apply({"firm": 1_000 + place, "asked_fen": PRICE})["number"] for place in range(count)]  # fmt: skip
    for number in numbers:
        deeds.do_pass({"number": number})
    return numbers


def ready_to_redeem(numbers: Sequence[str]) -> None:
    """Begin to use them, and attach what a redemption asks for."""
    for number in numbers:
        deeds.do_begin({"number": number})
        voucher = Voucher.objects.get(number=number)
        for kind in PAPERS:
            upload = world.pdf(f"{kind}-{number}")
            actions.attach_paper(voucher=voucher, upload=upload, kind=kind, by=world.holder_of(voucher))


def issues(numbers: Sequence[str]) -> list[Press]:
    """The button of two officers' windows on each voucher."""
    account = world.account("vouchers").pk
    return [("officer", f"/vouchers/{number}/issue/", lambda: {"account": account}) for number in numbers] * 2


def redemptions(numbers: Sequence[str], part: int = 7) -> list[Press]:
    """The button of two windows of each holder."""
    found = []
    for voucher in Voucher.objects.filter(number__in=numbers):
        form = redemption_form(voucher, part)
        who = world.holder_of(voucher).username
        found.append((who, f"/vouchers/{voucher.number}/redeem/", lambda form=form: form))
    return found * 2


def acceptances(numbers: Sequence[str]) -> list[Press]:
    """The button of two officers' windows on each redemption."""
    return [("officer", f"/vouchers/{number}/accept/", dict) for number in numbers] * 2
