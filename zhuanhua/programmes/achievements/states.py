"""Where can an achievement stand, and what may happen next? The table of all catalogues, with this programme's permissions."""

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.states import publication_moves

MOVES = publication_moves(file=Permission.ACHIEVEMENT_FILE, review=Permission.ACHIEVEMENT_REVIEW)
