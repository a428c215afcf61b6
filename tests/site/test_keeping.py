"""Answers are kept for a while, by the site and by browsers, and only such as are the same for everybody."""

import asyncio

import pytest

from pipeline.site.keeping import Kept, keeping, tag_of
from pipeline.site.release import open_release

TAG = b'W/"now"'
HTML = [(b"content-type", b"text/html")]


def ask(app, *, method="GET", path="/a", query=b"", headers=()):
    """The status, headers and body of the answer to one request."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query, "headers": list(headers)}
    asyncio.run(app(scope, None, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


class Site:
    """An application that counts how often it is asked, with its answers kept."""

    def __init__(self, status=200, headers=HTML, body=(b"a", b"b"), kept=None):
        self.asked = 0
        self.kept = kept or Kept()

        async def app(scope, receive, send):
            self.asked += 1
            await send({"type": "http.response.start", "status": status, "headers": headers})
            for at, part in enumerate(body):
                await send({"type": "http.response.body", "body": part, "more_body": at < len(body) - 1})

        self.app = keeping(app, TAG, self.kept)


def test_the_second_answer_is_the_first():
    site = Site()
    first, second = ask(site.app), ask(site.app)
    assert first == second and first[2] == b"ab"
    assert first[1][b"etag"] == TAG and first[1][b"cache-control"] == b"max-age=60"
    assert site.asked == 1


@pytest.mark.parametrize(
    "asked",
    [{"path": "/b"}, {"query": b"x=1"}, {"headers": [(b"host", b"other")]}, {"method": "POST"}, {"headers": [(b"cookie", b"ds_actor=1")]}],
)
def test_another_request_has_an_answer_of_its_own(asked):
    site = Site()
    ask(site.app)
    ask(site.app, **asked)
    assert site.asked == 2


@pytest.mark.parametrize(
    "made",
    [
        {"status": 404},
        {"status": 400},
        {"headers": [(b"content-type", b"text/csv")]},
        {"headers": [*HTML, (b"set-cookie", b"a=1")]},
        {"headers": [*HTML, (b"cache-control", b"no-cache")]},
        {"body": [b"x" * 600_000] * 2},
    ],
)
def test_some_answers_are_not_kept(made):
    site = Site(**made)
    first, second = ask(site.app), ask(site.app)
    assert first == second and site.asked == 2 and site.kept.size == 0


def test_what_many_ask_for_at_once_is_made_once():
    asked = 0

    async def app(scope, receive, send):
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": 200, "headers": HTML})
        await send({"type": "http.response.body", "body": b"a"})

    async def visit(visitors: int) -> list[bytes]:
        wrapped = keeping(app, TAG, Kept())
        bodies = []

        async def send(message):
            bodies.append(message.get("body"))

        scope = {"type": "http", "method": "GET", "path": "/a", "query_string": b"", "headers": []}
        await asyncio.gather(*(wrapped(scope, None, send) for _ in range(visitors)))
        return [body for body in bodies if body is not None]

    assert asyncio.run(visit(5)) == [b"a"] * 5
    assert asked == 1


def test_who_has_the_answer_is_told_that_it_holds():
    site = Site()
    assert ask(site.app, headers=[(b"if-none-match", b'"x", W/"now"')])[::2] == (304, b"")
    assert ask(site.app, headers=[(b"if-none-match", b'"then"')])[0] == 200
    assert site.asked == 1


def test_the_oldest_give_way_and_all_grow_old():
    now = [0.0]
    kept = Kept(most_bytes=10, clock=lambda: now[0])
    for name in (b"a", b"b", b"c"):
        kept.put((name,), [], b"1234")
    assert [kept.get((name,)) for name in (b"a", b"b")] == [None, ([], b"1234")]
    kept.put((b"big",), [], b"x" * 11)
    assert kept.size == 0
    kept.put((b"d",), [], b"1")
    now[0] = 61.0
    assert kept.get((b"d",)) is None and kept.size == 0


def test_the_tag_is_of_the_database_and_the_settings(release, many):
    one, other = open_release(release), open_release(many)
    assert tag_of(one, "x") == tag_of(one, "x")
    assert len({tag_of(one, "x"), tag_of(one, "y"), tag_of(other, "x")}) == 3
