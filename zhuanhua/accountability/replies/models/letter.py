"""What do we keep of a letter? Its text with marks in place of numbers, who agreed, and the numbers as they were frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.accountability.replies.models.proposal import Proposal
from zhuanhua.accountability.replies.models.reference import Reference
from zhuanhua.accountability.replies.states import LETTER_MOVES, LETTER_TONES, LetterState
from zhuanhua.shared.figures.models import FrozenFigure
from zhuanhua.shared.workflow.models import Case, different_people

PEOPLE = settings.AUTH_USER_MODEL
_S = LetterState


class Letter(Case):
    """答复: drafted by one person, agreed by others, frozen, issued by somebody who neither drafted nor froze it."""

    case_kind = "reply"
    States = LetterState
    MOVES = LETTER_MOVES
    TONES = LETTER_TONES
    FINAL = (LetterState.RECALLED,)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="letters", verbose_name=_("建议提案"))
    title = models.CharField(_("标题"), max_length=200)
    addressee = models.CharField(_("主送"), max_length=120)
    body = models.TextField(_("正文"))
    sender = models.CharField(_("发文单位"), max_length=120)
    contact = models.CharField(_("联系人及电话"), max_length=120, blank=True)
    drafted_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+", verbose_name=_("起草人"))
    drafted_at = models.DateTimeField(_("起草时间"))
    round = models.PositiveSmallIntegerField(_("会签轮次"), default=0)
    edition = models.PositiveSmallIntegerField(_("冻结版次"), default=0)
    frozen_by = models.ForeignKey(
        PEOPLE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("冻结人")
    )
    frozen_at = models.DateTimeField(_("冻结时间"), null=True, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    issued_by = models.ForeignKey(
        PEOPLE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签发人")
    )
    issued_on = models.DateField(_("签发日期"), null=True, blank=True)
    layout = models.ForeignKey(
        "documents.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("版式文件"),
    )
    # What was sent, bit for bit: drawn once when the letter is issued, and never drawn again.
    issued_word = models.OneToOneField(
        "documents.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name=_("签发的Word")
    )
    issued_pdf = models.OneToOneField(
        "documents.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name=_("签发的PDF")
    )

    class Meta:
        verbose_name = _("答复")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="reply_state_known", condition=Q(state__in=LetterState.values)),
            models.UniqueConstraint(
                name="reply_one_live", fields=("proposal",), condition=~Q(state=LetterState.RECALLED)
            ),
            models.UniqueConstraint(
                name="reply_document_number_once",
                fields=("document_number",),
                condition=~Q(document_number=""),
            ),
            different_people("drafted_by", "issued_by", "reply_issuer_is_not_drafter"),
            different_people("frozen_by", "issued_by", "reply_issuer_is_not_freezer"),
            models.CheckConstraint(
                name="reply_frozen_in_pairs",
                condition=Q(frozen_by__isnull=True, frozen_at__isnull=True)
                | Q(frozen_by__isnull=False, frozen_at__isnull=False, edition__gt=0),
            ),
            models.CheckConstraint(
                name="reply_frozen_when_said",
                condition=~Q(state__in=(_S.FROZEN, _S.ISSUED, _S.RECALLED)) | Q(frozen_by__isnull=False),
            ),
            models.CheckConstraint(
                name="reply_papers_in_pairs",
                condition=Q(issued_word__isnull=True, issued_pdf__isnull=True)
                | Q(issued_word__isnull=False, issued_pdf__isnull=False, state__in=(_S.ISSUED, _S.RECALLED)),
            ),
            models.CheckConstraint(
                name="reply_issued_in_pairs",
                condition=Q(
                    state__in=(_S.ISSUED, _S.RECALLED), issued_by__isnull=False, issued_on__isnull=False
                )
                & ~Q(document_number="")
                | Q(
                    state__in=(_S.DRAFT, _S.COSIGNING, _S.FROZEN),
                    issued_by__isnull=True,
                    issued_on__isnull=True,
                    document_number="",
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_frozen(self) -> bool:
        """Whether the letter shows frozen numbers instead of today's."""
        return self.state in {_S.FROZEN, _S.ISSUED, _S.RECALLED}


class CosignVerdict(TextChoices):
    """What a co-signer says."""

    WAITING = "waiting", _("未会签")
    AGREED = "agreed", _("同意")
    OBJECTED = "objected", pgettext_lazy("cosigning", "不同意")


class Cosign(models.Model):
    """会签: one person speaks for one unit, about one round of a letter; never about their own draft."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="cosigns")
    round = models.PositiveSmallIntegerField(_("轮次"))
    unit = models.CharField(_("会签单位"), max_length=120)
    drafter = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    signer = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+", verbose_name=_("会签人"))
    verdict = models.CharField(
        _("会签意见"), max_length=8, choices=CosignVerdict, default=CosignVerdict.WAITING
    )
    remark = models.TextField(_("理由"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("会签")
        ordering = ("round", "id")
        constraints = (
            models.UniqueConstraint(name="cosign_once_a_round", fields=("letter", "round", "signer")),
            different_people("drafter", "signer", "cosigner_is_not_drafter"),
            models.CheckConstraint(
                name="cosign_decided_in_pairs",
                condition=Q(verdict=CosignVerdict.WAITING, decided_at__isnull=True)
                | Q(verdict=CosignVerdict.AGREED, decided_at__isnull=False)
                | Q(verdict=CosignVerdict.OBJECTED, decided_at__isnull=False) & ~Q(remark=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.round} {self.unit}"


class LetterFigure(models.Model):
    """答复用数: one number of a frozen letter, as printed, from the records (`frozen`) or from a document (`reference`)."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="figures")
    edition = models.PositiveSmallIntegerField(_("冻结版次"))
    place = models.PositiveSmallIntegerField(_("次序"))
    mark = models.CharField(_("引用"), max_length=300)
    text = models.CharField(_("数值"), max_length=60)
    name = models.CharField(_("指标"), max_length=200)
    definition = models.TextField(_("口径"))
    source = models.CharField(_("来源"), max_length=400)
    as_of = models.DateField(_("截至"))
    records = models.PositiveIntegerField(_("记录数"), default=0)
    frozen = models.ForeignKey(FrozenFigure, models.PROTECT, null=True, blank=True, related_name="+")
    reference = models.ForeignKey(Reference, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("答复用数")
        ordering = ("edition", "place")
        constraints = (
            models.UniqueConstraint(name="letter_figure_once", fields=("letter", "edition", "mark")),
            models.CheckConstraint(
                name="letter_figure_has_one_origin",
                condition=Q(frozen__isnull=False, reference__isnull=True)
                | Q(frozen__isnull=True, reference__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.edition} {self.mark}"
