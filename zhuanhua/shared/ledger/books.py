"""Which books does a fen stand in, and what moves it from one to another?"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Book(TextChoices):
    """Where money of one source stands; the five books of an account always sum to zero."""

    TREASURY = "treasury", _("财政拨入")  # the other side of what was allocated: always minus `allocated_fen`
    AVAILABLE = "available", _("可用")
    RESERVED = "reserved", _("已预留")
    PAID = "paid", _("已支付")
    RETURNED = "returned", _("交回财政")


class TransferKind(TextChoices):
    """What happened to money."""

    ALLOCATE = "allocate", _("安排预算")
    RESERVE = "reserve", _("预留")
    POST = "post", _("支付")
    VOID = "void", _("释放预留")
    EXPIRE = "expire", _("预留到期释放")
    REFUND = "refund", _("退回")
    CLOSE = "close", _("年终结转和交回")


class BudgetState(TextChoices):
    """Whether money may still be reserved."""

    OPEN = "open", _("执行中")
    CLOSED = "closed", _("已结账")
