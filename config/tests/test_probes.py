"""Does monitoring get its answer, and a stranger none?"""

import pytest


@pytest.mark.django_db
def test_healthz_answers_when_the_database_does(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "given"),
    [("", ""), ("", "Bearer "), ("secret-1", ""), ("secret-1", "Bearer 秘"), ("secret-1", "Bearer secret-2")],
)
def test_metrics_do_not_exist_without_the_token(client, settings, token, given):
    settings.METRICS_TOKEN = token

    assert client.get("/metrics", headers={"authorization": given}).status_code == 404


@pytest.mark.django_db
def test_metrics_count_what_waits(client, settings):
    settings.METRICS_TOKEN = "secret-1"

    lines = client.get("/metrics", headers={"authorization": "Bearer secret-1"}).text.splitlines()

    assert {"zhuanhua_jobs_waiting 0.0", "zhuanhua_jobs_failed 0.0", "zhuanhua_journal_lines 0.0"} <= set(
        lines
    )
