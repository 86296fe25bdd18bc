"""What does somebody do in a browser until they are killed? The same deeds as a worker, by the pages' own forms."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.crash import world
from tests.evidence.crash.browser import Answer, Broken, Browser
from tests.evidence.crash.deeds import PAPERS, Facts, at, proof_of
from tests.evidence.crash.deeds_paying import answers_of, end_notice
from tests.evidence.crash.worker import Worker
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.money import yuan_text
from zhuanhua.shared.payments.models import Batch
from zhuanhua.shared.people.models import Person

RECEIPT = re.compile(r"\d{4}-HZ-\d{5}")
NUMBER = re.compile(r"\d{4}-Q-\d{5}")
BATCH = re.compile(r"\d{4}-BF-\d{5}")
TITLES = {
    "付款编号": "number", "金额（元）": "amount_fen", "结果": "result", "付款日期": "paid_on", "银行流水号": "bank_reference",
    "失败原因": "reject_reason",
}  # fmt: skip


class Visitor(Worker):
    """One life of a browser."""

    letter = "h"
    kinds = (
        "pass", "issue", "begin", "redeem", "accept", "send_back", "grant", "carry", "answer", "receive",
    )  # fmt: skip

    def __init__(self, folder: Path, slot: int, life: int, seed: int, plant: str = "") -> None:
        super().__init__(folder, slot, life, seed)
        self.port = int((folder / "port").read_text())
        self.browsers: dict[str, Browser] = {}

    def attempt(self, number: str, name: str, facts: Facts) -> None:
        """Write the wish, press the button, write what the page says; a server's failure leaves the outcome open."""
        self.book.write("intent", number, name=name, facts=facts)
        press: Callable[[Facts], Facts] = getattr(self, f"press_{name}")
        try:
            self.book.write("ack", number, told=press(facts))
        except Refusal as refusal:
            self.book.write("refused", number, code=refusal.code, words=str(refusal))
        except Broken as broken:
            self.book.write("lost", number, status=broken.status)
            self.wait()
        except Exception as fault:  # whatever it is, it is told and judged
            if "connection" in str(fault) or "terminat" in str(fault) or "startup" in str(fault):
                self.book.write("lost", number, status=0)
                self.wait()
            else:
                self.book.write("fault", number, words=f"{name} over HTTP: {type(fault).__name__}: {fault}"[:400])  # fmt: skip

    def who(self, username: str) -> Browser:
        """Somebody's browser, kept as long as this life lasts."""
        return self.browsers.setdefault(username, Browser(self.port, username))

    def holder(self, facts: Facts) -> tuple[Browser, Person]:
        """The browser of a voucher's holder; the oldest are closed so that lines do not pile up."""
        person = world.holder_of(at(facts))
        if len(self.browsers) > 12:
            self.browsers.clear()
        return self.who(person.username), person

    # --- vouchers -----------------------------------------------------------------------------------
    def press_pass(self, facts: Facts) -> Facts:
        """区县通过."""
        return done(self.who("district").post(f"/vouchers/{facts['number']}/pass/"), facts)

    def press_issue(self, facts: Facts) -> Facts:
        """发券，预留资金."""
        typed = {"account": world.account("vouchers").pk}
        answer = self.who("officer").post(f"/vouchers/{facts['number']}/issue/", typed)
        told = done(answer, facts)
        return told | {"voucher_number": NUMBER.search(answer.good)[0]}

    def press_begin(self, facts: Facts) -> Facts:
        """开始使用."""
        return done(self.holder(facts)[0].post(f"/vouchers/{facts['number']}/begin/"), facts)

    def press_redeem(self, facts: Facts) -> Facts:
        """Upload three papers, then hand in; whoever comes second reads the receipt of who was first."""
        browser, _person = self.holder(facts)
        for kind in PAPERS:
            browser.post(f"/vouchers/{facts['number']}/papers/", {"kind": kind, "file": world.pdf(kind)})
        answer = browser.post(
            f"/vouchers/{facts['number']}/redeem/", redemption_form(at(facts), facts["part"])
        )
        found = RECEIPT.search(answer.good or answer.bad)
        if found is None:
            raise refused(answer)
        return facts | {"receipt": found[0]}

    def press_accept(self, facts: Facts) -> Facts:
        """核准兑付."""
        return done(self.who("officer").post(f"/vouchers/{facts['number']}/accept/"), facts)

    def press_send_back(self, facts: Facts) -> Facts:
        """退回补正."""
        typed = {"reason": "缺一页"}
        return done(self.who("officer").post(f"/vouchers/{facts['number']}/send-back/", typed), facts)

    # --- batches ------------------------------------------------------------------------------------
    def press_grant(self, facts: Facts) -> Facts:
        """编成批次, under the key that the page has given."""
        typed = {
            "account": world.account("vouchers").pk,
            "key": facts["key"],
            "title": "兑付",
            "number": facts["numbers"],
        }
        answer = self.who("officer").post("/vouchers/batch/", typed)
        told = done(answer, facts)
        return told | {"batch": BATCH.search(answer.address)[0]}

    def press_carry(self, facts: Facts) -> Facts:
        """The next button of a batch."""
        name = {"approve": "leader", "send": "finance"}.get(facts["verb"], "officer")
        if facts["verb"] == "submit":
            end_notice(Batch.objects.select_related("publicity").get(number=facts["batch"]))
        answer = self.who(name).post(f"/payments/{facts['batch']}/{facts['verb']}/")
        return done(answer, facts)

    def press_answer(self, facts: Facts) -> Facts:
        """Upload the bank's file, say what its columns are, check, import when every line is right."""
        lines = answers_of(facts)
        finance = self.who("finance")
        book = SimpleUploadedFile("回单.xlsx", workbook(lines))
        page = finance.post("/imports/payment-answers/", {"file": book})
        columns = {f"column_{place}": key for place, key in enumerate(TITLES.values())}
        page = finance.post(f"{page.address}columns/", columns | {"unit": "yuan"})
        if "列的对应" not in page.page:
            raise refused(page)
        if (
            "错在哪里，怎么改" in page.page
        ):  # sent back meanwhile: the page would take in the other lines alone, or none
            raise Conflict("回单里有错的行", way_out="", code="page")
        page = finance.post(f"{page.address}confirm/")
        if "已导入" not in page.page:
            raise refused(page)
        return facts | {"paid": [line.number for line in lines if line.result == "paid"]}

    def press_receive(self, facts: Facts) -> Facts:
        """登记追回的款项."""
        typed = {
            "amount_fen": yuan_text(facts["amount_fen"]), "received_on": world.ON.isoformat(),
            "bank_reference": facts["key"],
        }  # fmt: skip
        answer = self.who("finance").post(f"/payments/recoveries/{facts['recovery']}/receive/", typed)
        return facts if "流水号已经登记过" in answer.bad else done(answer, facts)


def done(answer: Answer, facts: Facts) -> Facts:
    """Give the facts back when the page says that it is done; else raise what it says."""
    if not answer.good:
        raise refused(answer)
    return dict(facts)


def refused(answer: Answer) -> Refusal:
    """Make a refusal of what the page says; a page that says nothing is told by its status."""
    return Conflict(
        answer.bad or f"silent {answer.status}", way_out="", code="page" if answer.bad else "silent"
    )


def redemption_form(voucher: Any, part: int) -> dict[str, Any]:
    """The form of a redemption as the page has it: two lists of one line, and what it brought."""
    lines = proof_of(voucher, part)
    typed: dict[str, Any] = {"submit": "1", "research_fen": "300000", "new_products": "1", "ip_rights": "2"}
    for name in ("invoices", "slips"):
        typed |= {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": "0"}
        for key, value in lines[name][0].items():
            typed[f"{name}-0-{key}"] = yuan_text(value) if key == "amount_fen" else str(value)
    return typed


def workbook(lines: list[Any]) -> bytes:
    """Write what the bank sends back."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("回单")
        page.write_row(0, 0, list(TITLES))
        for place, line in enumerate(lines, start=1):
            paid = line.result == "paid"
            page.write_row(
                place, 0,
                [line.number, yuan_text(line.amount_fen), "成功" if paid else "失败",
                 line.paid_on.isoformat() if paid else "", line.bank_reference, line.reject_reason],
            )  # fmt: skip
    return out.getvalue()
