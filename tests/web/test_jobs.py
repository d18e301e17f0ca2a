"""The pages of long work: progress that asks for itself, results for the organization's people alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

import banso.jobs.all_kinds  # noqa: F401  # registers every kind of job
from banso.jobs.worker import work_on
from banso.models import Job, Person, Plan
from banso.models.jobs import JobState
from banso.services.jobs import take_job
from banso.services.policy import Actor
from banso.services.printing import start_print

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


@pytest.fixture
def job(plan: Plan, actor: Actor) -> Job:
    return start_print(actor=actor, plan=plan, year=2023, paper="sheets", format="xlsx", finish="draft")


def done(job: Job) -> Job:
    taken = take_job("tests")
    assert taken is not None
    work_on(taken)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.message
    return job


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_waiting_job_asks_for_itself_and_a_finished_one_does_not(
    job: Job, reader: Person, client_of: ClientOf
) -> None:
    client = client_of(reader)
    state = f"/jobs/{job.pk}/state"
    assert 'hx-trigger="every 1s"' in text_of(client, f"/jobs/{job.pk}/")
    Job.objects.update(state=JobState.RUNNING, done=7, total=21, step="シートを組んでいます", heartbeat=timezone.now())
    shown = text_of(client, state)
    assert '<progress id="progress" value="7" max="21">' in shown
    assert "7 / 21" in shown
    assert "hx-trigger" in shown
    Job.objects.update(state=JobState.WAITING)
    done(job)
    shown = text_of(client, state)
    assert "hx-trigger" not in shown
    assert "シート 21件があります。あるはずの数と合うことを確かめました。" in shown


def test_the_result_is_saved_under_its_japanese_name(job: Job, reader: Person, client_of: ClientOf) -> None:
    client = client_of(reader)
    assert client.get(f"/jobs/{job.pk}/result").status_code == 404
    done(job)
    answer = client.get(f"/jobs/{job.pk}/result")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%B8%AD%E5%B0%8F")
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_others_find_nothing(job: Job, outsider: Person, client_of: ClientOf) -> None:
    done(job)
    client = client_of(outsider)
    for address in ("", "state", "result"):
        assert client.get(f"/jobs/{job.pk}/{address}").status_code == 404
        assert Client().get(f"/jobs/{job.pk}/{address}").status_code == 302
    assert client.post(f"/jobs/{job.pk}/again").status_code == 404
    assert job.title not in text_of(client, "/jobs/")
    assert Job.objects.count() == 1


def test_a_failed_job_says_why_and_starts_again(job: Job, reader: Person, client_of: ClientOf) -> None:
    client = client_of(reader)
    Job.objects.update(state=JobState.FAILED, message="こうしてください。", finished_at=timezone.now())
    shown = text_of(client, f"/jobs/{job.pk}/")
    assert "こうしてください。" in shown
    assert "もう一度始める" in shown
    answer = client.post(f"/jobs/{job.pk}/again")
    again = Job.objects.exclude(pk=job.pk).get()
    assert answer["Location"] == f"/jobs/{again.pk}/"
    assert (again.kind, again.arguments, again.person) == (job.kind, job.arguments, reader)


def test_a_job_that_nobody_takes_says_whom_to_ask(job: Job, reader: Person, client_of: ClientOf) -> None:
    client = client_of(reader)
    assert "ワーカーが動いていない" not in text_of(client, f"/jobs/{job.pk}/")
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert "ワーカーが動いていない" in text_of(client, f"/jobs/{job.pk}/")


def test_a_result_whose_time_is_over_can_be_made_again(job: Job, reader: Person, client_of: ClientOf) -> None:
    done(job)
    (Path(settings.FILES_DIR) / job.result).unlink()
    client = client_of(reader)
    shown = text_of(client, f"/jobs/{job.pk}/")
    assert "保管期間（30日）" in shown
    assert "もう一度始める" in shown
    assert client.get(f"/jobs/{job.pk}/result").status_code == 404


def test_work_left_alone_is_found_again(job: Job, reader: Person, client_of: ClientOf) -> None:
    client = client_of(reader)
    assert f'href="/jobs/{job.pk}/"' in text_of(client, "/jobs/")
    assert f'href="/jobs/{job.pk}/"' in text_of(client, "/plans/mihon/sheets/2023/")


def test_the_list_asks_the_database_no_more_for_many_jobs(
    job: Job, reader: Person, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    Job.objects.bulk_create(
        Job(organization=job.organization, plan=job.plan, person=job.person, kind="sheets-pdf", title=f"印刷{number}")
        for number in range(200)
    )
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    client = client_of(reader)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        text_of(client, "/jobs/")
    assert "印刷" in text_of(client, "/jobs/?page=4")


def test_an_empty_list_says_where_to_begin(plan: Plan, reader: Person, client_of: ClientOf) -> None:
    assert "まとめて印刷できます" in text_of(client_of(reader), "/jobs/")
