"""How do movements of money read in the journal?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuanhua.core.wording import amount_words
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.sentences import register_sentences
from zhuanhua.shared.ledger.books import TransferKind
from zhuanhua.shared.ledger.queries import CHECK


def moved(entry: Entry) -> str:
    """Say what moved, how much, in which budget."""
    kind = TransferKind(entry.event.partition(":")[2]).label
    words = {"kind": kind, "amount": amount_words(entry.after["amount_fen"]), "budget": entry.after["budget"]}
    return _("%(kind)s%(amount)s（预算%(budget)s）。") % words


def checked(entry: Entry) -> str:
    """Say what a check of the ledger has found."""
    words = {"transfers": entry.after["transfers"], "faults": entry.after["faults"]}
    if not words["faults"]:
        return _("核对资金账：%(transfers)s笔变动，完好。") % words
    return _("核对资金账：%(transfers)s笔变动，%(faults)s处不符。") % words


def register() -> None:
    """Hang them up."""
    register_sentences(
        {f"ledger:{kind}": moved for kind in TransferKind.values} | {CHECK: checked},
        {f"ledger:{kind.value}": kind.label for kind in TransferKind} | {CHECK: gettext_lazy("核对资金账")},
    )
