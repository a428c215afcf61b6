"""A sample of what `make soak` tries against the site for long."""

import asyncio
import json

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.site.serve import site as site_over
from tests.site.attacks import ALL, api_requests
from tests.site.serving import served


@pytest.fixture(scope="module")
def running(outbreak):
    with served(outbreak, quiet=True) as site:
        yield site


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.__name__)
def test_no_attack_comes_through(running, attack):
    assert attack(running) > 10


@pytest.fixture(scope="module")
def client(release):
    """One site for all requests, which an event loop of its own answers."""
    loop = asyncio.new_event_loop()
    datasette = site_over(release)
    yield lambda path: loop.run_until_complete(datasette.client.get(path))
    loop.close()


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(path=api_requests("water"))
def test_no_request_breaks_what_answers_in_json(client, path):
    answer = client(path)
    assert answer.status_code < 500, path
    if answer.headers["content-type"].startswith("application/json"):
        json.loads(answer.text)
