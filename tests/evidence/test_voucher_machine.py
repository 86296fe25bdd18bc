"""Do long random sequences of steps on vouchers and their money agree with a small reference, step by step? (R4)"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.evidence.crash import world
from tests.evidence.voucher_machine import VoucherMachine
from tests.evidence.voucher_steps import COUNTS, ROOM
from tests.support.evidence import Evidence, size

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R4")]


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settle everybody, with a budget for a few vouchers."""
    monkeypatch.setenv("ZHUANHUA_TODAY", world.ON.isoformat())
    world.forget()
    world.fill(voucher_money=ROOM)
    yield
    world.forget()


def run(sequences: int, steps: int) -> None:
    """Let the machine take so many steps."""
    COUNTS.update(dict.fromkeys(COUNTS, 0))
    how = settings(
        max_examples=sequences, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,), database=None,
    )  # fmt: skip
    run_state_machine_as_test(VoucherMachine, settings=how)


def test_vouchers_and_their_money_agree_with_the_reference(city: None, evidence: Evidence) -> None:
    sequences = size(6, 150)
    run(sequences, size(30, 50))

    assert min(COUNTS.values()) > 0
    evidence.figure("sequences of vouchers", sequences, "创新券操作序列")
    evidence.figure("steps on vouchers", COUNTS["steps"], "创新券操作步数")
    evidence.figure("steps on vouchers refused by both", COUNTS["refused"], "两边都拒绝的创新券操作")
