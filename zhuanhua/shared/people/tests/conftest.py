"""Who tries to come in, with no try counted yet?"""

import pytest
from django.core.cache import cache

from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.tests.entering import PASSWORD


@pytest.fixture
def fresh_limits() -> None:
    """Forget every try counted before."""
    cache.clear()


@pytest.fixture
def keyed(applicant: Person) -> Person:
    """The applicant with a password."""
    applicant.set_password(PASSWORD)
    applicant.save()
    return applicant
