"""Are papers of an application taken in and out by where it stands at that moment?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.codes import PaperKind
from zhuanhua.programmes.projects.models import Application
from zhuanhua.programmes.projects.tests import factories

DAY = city_today()


def test_papers_of_an_application_are_judged_by_where_it_stands_now(application, cast):
    """Its page was opened before somebody else handed it in."""
    stale = Application.objects.get(pk=application.pk)
    actions.submit_application(application=application, by=cast["applicant"], on=DAY)
    upload = SimpleUploadedFile("补.pdf", factories.pdf("补"))

    with pytest.raises(Refusal):
        actions.attach_project_paper(
            application=stale, upload=upload, kind=PaperKind.BODY, by=cast["applicant"]
        )
    with pytest.raises(Refusal):
        actions.detach_project_paper(
            application=stale, paper=factories.body_of(stale).pk, by=cast["applicant"]
        )
