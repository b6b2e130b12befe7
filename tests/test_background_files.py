"""Every list that can be had as a file can also be made in the background."""

from __future__ import annotations

import pytest

from sauro.engines.jobs import addresses, files
from sauro.engines.jobs import services as job_services
from sauro.engines.jobs.states import JobState
from tests import sweeping, world

pytestmark = pytest.mark.django_db
LISTS = (
    *("task_list", "target_list", "programme_list", "verification_queue"),
    *("silent_list", "silent_agency", "document_list", "organisation_list", "user_list"),
)
ADDRESSES = [(name, "?format=csv&as_of=2025-06-01") for name in LISTS]
ADDRESSES += [("programme_export", "?format=docx"), ("programme_export", "?kind=months")]


@pytest.fixture(scope="module")
def sweep(django_db_setup, django_db_blocker):
    with world.living(django_db_blocker) as made:
        yield sweeping.Sweep(made)


@pytest.mark.parametrize(("name", "query"), ADDRESSES)
def test_the_background_gives_the_same_file_as_the_page(sweep, name, query):
    _route, parts, view = sweeping.pages()[name]
    person = "admin" if view.access.startswith("accounts") else "monitor"
    address = sweep.address(name, parts) + query
    browser = sweep.browsers[person]
    answer = browser.get(address)
    at_once = b"".join(answer.streaming_content) if answer.streaming else answer.content
    job = job_services.start(
        kind=addresses.KIND,
        title=name,
        arguments={"address": address, "as_of": "2025-06-01" if "as_of" in query else ""},
        by=sweep.world.people[person],
        at=world.NOW,
    )
    assert (job.state, job.error) == (JobState.DONE, "")
    assert job.file["name"] in answer["Content-Disposition"]
    later = files.path_of(job.file["stored"]).read_bytes()
    if name.endswith("_list"):
        assert later == at_once
    assert later[:2] == at_once[:2]
