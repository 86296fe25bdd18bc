"""Is a request done once more when the database has ended its transaction, and only then?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from zhuanhua.core.deadlocks import TRIES, once_more


class Ended(Exception):
    """What the driver raises."""

    def __init__(self, sqlstate):
        super().__init__("ended")
        self.sqlstate = sqlstate


def failing(times, sqlstate="40P01"):
    """Give a view that fails so many times, and the list of what it has read each time."""
    read = []

    def view(request):
        read.append(request.FILES["file"].read())
        if len(read) <= times:
            raise OperationalError("ended") from Ended(sqlstate)
        return HttpResponse("done")

    return once_more(view), read


@pytest.fixture
def request_with_file():
    return RequestFactory().post("/", {"file": SimpleUploadedFile("a.txt", b"one")})


def test_a_request_that_was_ended_is_done_again_with_its_file_whole(request_with_file):
    view, read = failing(TRIES - 1)

    assert (view(request_with_file).content, read) == (b"done", [b"one"] * TRIES)


def test_it_is_given_up_in_the_end(request_with_file):
    view, read = failing(TRIES)
    with pytest.raises(OperationalError):
        view(request_with_file)
    assert len(read) == TRIES


def test_a_broken_line_is_no_reason_to_do_it_again(request_with_file):
    view, read = failing(1, sqlstate="08006")
    with pytest.raises(OperationalError):
        view(request_with_file)
    assert len(read) == 1


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_done_again(request_with_file):
    view, read = failing(1)
    with pytest.raises(OperationalError), transaction.atomic():
        view(request_with_file)
    assert len(read) == 1
