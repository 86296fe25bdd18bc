"""Who may do what with a need, and how much of it may they read? As in every catalogue."""

from zhuanhua.shared.catalogue.permissions import may_edit, may_file, may_merge, may_review, sight

__all__ = ["may_edit", "may_file", "may_merge", "may_review", "sight"]
