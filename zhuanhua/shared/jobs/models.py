"""When is each recurring job due next? One line per job, so that of several workers exactly one queues it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledJob(models.Model):
    """A recurring job and when it is due; whoever moves `due_at` on queues it."""

    path = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField(_("下次运行"))

    class Meta:
        verbose_name = _("定时任务")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.path
