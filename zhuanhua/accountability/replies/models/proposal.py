"""What do we keep of a proposal? What was asked, by whom, until when it is answered, and who drafts the answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from zhuanhua.accountability.replies.states import PROPOSAL_MOVES, PROPOSAL_TONES, ProposalState
from zhuanhua.shared.workflow.models import Case, Clocked

PEOPLE = settings.AUTH_USER_MODEL


class ProposalKind(TextChoices):
    """Who asks: deputies of the people's congress, or members of the political consultative conference."""

    NPC = "npc", _("人大代表建议")
    CPPCC = "cppcc", _("政协提案")


class Proposal(Case, Clocked):
    """建议、提案: handed over by the congress or the conference, answered in a letter until `due_on`."""

    case_kind = "proposal"
    States = ProposalState
    MOVES = PROPOSAL_MOVES
    TONES = PROPOSAL_TONES
    FINAL = (ProposalState.RETURNED,)

    kind = models.CharField(_("类别"), max_length=8, choices=ProposalKind)
    session = models.CharField(_("届次"), max_length=80)
    paper_number = models.CharField(_("建议提案号"), max_length=20)
    title = models.CharField(_("题目"), max_length=200)
    proposers = models.CharField(_("提出人"), max_length=300)
    text = models.TextField(_("正文"), blank=True)
    received_on = models.DateField(_("交办日期"))
    lead_unit = models.CharField(_("主办单位"), max_length=120)
    cosign_units = models.CharField(_("会办单位"), max_length=500, blank=True)
    registered_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    drafter = models.ForeignKey(
        PEOPLE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("起草人")
    )
    draft_due_on = models.DateField(_("起草期限"), null=True, blank=True)

    class Meta:
        verbose_name = _("建议提案")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="proposal_state_known", condition=Q(state__in=ProposalState.values)),
            models.CheckConstraint(name="proposal_kind_known", condition=Q(kind__in=ProposalKind.values)),
            models.CheckConstraint(
                name="proposal_says_what",
                condition=~Q(title="") & ~Q(proposers="") & ~Q(paper_number="") & ~Q(session=""),
            ),
            models.CheckConstraint(
                name="proposal_due_after_received", condition=Q(due_on__gte=F("received_on"))
            ),
            models.CheckConstraint(
                name="proposal_in_hand_has_drafter",
                condition=~Q(state=ProposalState.ASSIGNED)
                | Q(drafter__isnull=False, draft_due_on__isnull=False),
            ),
            models.UniqueConstraint(name="proposal_once", fields=("kind", "session", "paper_number")),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def units(self) -> list[str]:
        """Name the co-signing units, one each."""
        return [unit.strip() for unit in self.cosign_units.splitlines() if unit.strip()]
