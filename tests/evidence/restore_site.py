"""What does the site of the restore drill hold, who writes to it during the backup, and what does it answer afterwards?

A process of its own: `python -m tests.evidence.restore_site fill COUNT | examine`, with the site in the environment.
"""

import itertools
import json
import sys
from datetime import date
from types import SimpleNamespace
from typing import Any

import django

DAY = date(2018, 11, 5)
PASSWORD = "quiet-river-7-lanterns"  # noqa: S105 - of an invented person


def fill(count: int) -> None:
    """A budget, two people, `count` reservations of which some are paid, and a file for every fifth."""
    from django.core.management import call_command

    from tests.support.cast import BUREAU_NAME, make_organisation, make_person
    from zhuanhua.shared.access.roles import RoleName
    from zhuanhua.shared.journal import heads
    from zhuanhua.shared.ledger import actions

    call_command("migrate", verbosity=0, interactive=False)
    bureau = make_organisation(BUREAU_NAME, "government")
    finance = make_person("finance", "唐子衡", RoleName.FINANCE, bureau)
    finance.set_password(PASSWORD)
    finance.save()
    make_person("officer", "顾长风", RoleName.OFFICER, bureau)
    actions.open_budget(
        code="DRILL-2018", programme="test", year=2018, name="演练", sources={"市级财政": 10**12},
        by=finance, key="open", on=DAY,
    )  # fmt: skip
    for number in range(count):
        one("F", number)
    heads.sign_head()


def write() -> None:
    """Go on until killed; every line that is printed was committed before."""
    print("filled", flush=True)
    for number in itertools.count():
        print(one("W", number), flush=True)


def one(series: str, number: int) -> str:
    """Reserve, sometimes pay or release, sometimes keep a file; give the key of the reservation."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.support.papers import small_pdf
    from zhuanhua.shared.documents.actions import store_file
    from zhuanhua.shared.ledger import actions
    from zhuanhua.shared.ledger.models import Account
    from zhuanhua.shared.people.models import Person

    officer, name = Person.objects.get(username="officer"), f"{series}-{number}"
    held = actions.reserve(
        account=Account.objects.get(), amount_fen=100 + number, case_kind="test", case_number=name,
        business_key=name, by=officer, key=f"reserve:{name}", on=DAY,
    )  # fmt: skip
    if number % 3 == 0:
        actions.post(reservation=held, amount_fen=50, by=officer, key=f"pay:{name}", on=DAY)
    if number % 3 == 1:
        actions.void(reservation=held, by=officer, key=f"void:{name}", on=DAY, reason="不再支付")
    if number % 5 == 0:
        upload = SimpleUploadedFile(f"{name}.pdf", small_pdf(name.encode() * 200))
        store_file(
            upload=upload, kind="contract", case=SimpleNamespace(case_kind="test", number=name), by=officer
        )
    return name


def examine() -> None:
    """Say what is there, whether somebody can sign in, and whether work goes on where it stopped."""
    from zhuanhua.shared.documents.models import StoredFile
    from zhuanhua.shared.journal.models import Entry
    from zhuanhua.shared.journal.queries import check_chain
    from zhuanhua.shared.ledger.models import Reservation
    from zhuanhua.shared.ledger.verifying import verify
    from zhuanhua.shared.people.models import Person

    found: dict[str, Any] = {
        "reservations": sorted(Reservation.objects.values_list("business_key", flat=True)),
        "files": StoredFile.objects.count(),
        "signs_in": Person.objects.get(username="finance").check_password(PASSWORD),
    }
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    one("AFTER", 0)
    follower = Entry.objects.order_by("seq").filter(seq__gt=last[0]).first()
    found |= {
        "goes_on": (follower.seq, follower.previous_hash) == (last[0] + 1, last[1]),
        "chain_whole": check_chain().is_whole,
        "books_whole": verify().is_whole,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
        write()
    else:
        examine()
