"""R7: a secret word is planted in every protected field and file; every part then reads all it can reach, and nobody finds a word not theirs.

What is read: every page, link, API answer, download and export (unpacked), error page, message, mail and log line. Those who
may see a word must find it, so that the crawl is known to look.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import TestCase

from tests.evidence.canaries import plant, planted
from tests.evidence.canary_crawl import crawl
from tests.evidence.test_access_matrix import PARTS
from tests.evidence.world import World, build

pytestmark = [pytest.mark.evidence, pytest.mark.django_db, pytest.mark.proof("R7")]
DESK = {"registrar", "officer", "reviewer"}
READERS = {
    "SUBJECT": {"own"} | DESK,
    "PAYMENT": {"own"} | DESK,
    "PAPER": {"own"} | DESK,
    "REMARK": {"own", "auditor", "leader", "finance"} | DESK,
    "GROUND": {"own", "auditor", "leader", "finance"} | DESK,
    "OBJECTION": {"own", "auditor", "leader", "finance"} | DESK,
    "CONTACT": {"registrar", "officer"},
    "SIGNER": {"registrar", "officer"},
    "IMPORT": {"own"},
    "EMAIL": {"own"},
    "PHONE": {"own"},
    "ASKER": {"security"},
    "SECRET": set(),
    "HIDDEN": {"own", "officer", "reviewer"},
    "FULLTEXT": {"own", "officer", "reviewer"},
    "PARTNER": {"own", "officer", "reviewer"},
    "SURVEY": {"own", "officer", "reviewer"},
    "PLAN": {"own", "expert", "auditor", "leader", "finance"} | DESK,
    "MEMBER": {"own", "auditor", "leader", "finance"} | DESK,
    "BODY": {"own", "officer", "expert"},
    "AUTHOR": {"own", "officer"},
    "COMMITMENT": {"own", "officer"},
    "OPINION": {"officer"},
    # the journal names who acted, the list of accounts everybody
    "EXPERT": {"officer", "auditor", "security", "system"},
    "MINUTES": {"officer", "reviewer", "leader"},
    "TIE": {"officer", "expert"},
    "VOUCHER": {"own", "district", "officer", "reviewer", "leader", "finance", "auditor"},
    "VOUCHERPAPER": {"own", "district", "officer"},
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):  # mails leave with the commit
            city = build()
            plant(city)
        city.objects["planted"]["mails"] = list(mail.outbox)
        yield city
        transaction.set_rollback(True)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_finds_its_own_words_and_no_others(
    world: World, part: str, capfd: pytest.CaptureFixture[str]
) -> None:
    mail.outbox.clear()
    found = crawl(world, part)
    told = "".join(capfd.readouterr())
    found |= {(name, "log") for name in planted(told.encode())}
    names = dict(found)

    allowed = {name for name, readers in READERS.items() if part in readers}
    assert {name: place for name, place in names.items() if name not in allowed} == {}
    assert sorted(allowed - set(names)) == []
    assert mail.outbox == []


def test_mails_carry_no_word_of_a_contract(world: World) -> None:
    mails = world.objects["planted"]["mails"]
    told = b"".join(f"{each.subject}{each.body}{each.extra_headers}".encode() for each in mails)

    assert planted(told) == set()
    assert [len(each.recipients()) for each in mails] == [1] * len(mails)
    assert len(mails) > len(PARTS)
