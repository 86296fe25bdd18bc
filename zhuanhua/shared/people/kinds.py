"""Which kinds and sizes of organisation are there?"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What sort of body it is."""

    ENTERPRISE = "enterprise", _("企业")
    UNIVERSITY = "university", _("高等学校")
    INSTITUTE = "institute", _("科研院所")
    HOSPITAL = "hospital", _("医疗机构")
    AGENCY = "agency", _("技术转移机构")
    GOVERNMENT = "government", _("政府机关")
    ASSOCIATION = "association", _("社会团体")
    INDIVIDUAL = "individual", _("自然人")
    OVERSEAS = "overseas", _("境外机构")
    OTHER = "other", _("其他")


class OrganisationSize(TextChoices):
    """How large it is (工信部联企业〔2011〕300号); NONE where the standard gives no sizes."""

    LARGE = "large", _("大型")
    MEDIUM = "medium", _("中型")
    SMALL = "small", _("小型")
    MICRO = "micro", _("微型")
    NONE = "none", _("无标准")
