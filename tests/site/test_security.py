"""What a browser may do with a page, and that no text of a source becomes markup in any."""

import pytest

from pipeline.site.security import content_security_policy, with_headers

PAGES = [
    "/", "/-/reader", "/-/reader/water", "/-/entity/water-agency", "/-/entity/port-of-salt", "/-/entity/wells", "/-/panel/port-of-salt",
    "/-/graph", "/-/graph.json", "/-/viewpoints", "/-/explore?q=agency", "/-/explore?q=%3Cscript%3Ealert('q')%3C/script%3E", "/water",
    "/water/entities", "/water/entities/port-of-salt", "/water/sentences", "/water/mentions", "/water/statements", "/water/relations", "/water/evidence",
    "/water/viewpoints", "/water/sections", "/water/aliases", "/water/entities_readable", "/water/relations_readable", "/water/viewpoints_readable",
    "/water/own-question", "/water/what-critics-say?about=%3Cscript%3Ealert(1)", "/water?sql=select+'%3Cscript%3Ealert(1)%3C/script%3E'",
    "/-/entity/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/-/nothing/%3Cimg%20src=x%3E",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_text_becomes_markup(get, path):
    answer = get(path, follow_redirects=True)
    if answer.headers["content-type"].startswith("text/html"):
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert "<b>Agency" not in answer.text
        assert "5183" not in answer.text


@pytest.mark.parametrize("path", ["/", "/water/entities", "/water.json?sql=nonsense", "/-/nothing", "/static/site.js", "/-/files/water.db"])
def test_every_answer_carries_the_security_headers(get, path):
    headers = get(path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self' 'sha256-" in policy and "default-src 'none'" in policy
    assert "unsafe" not in policy.partition("script-src")[2].partition(";")[0]
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


def test_an_own_header_of_the_application_does_not_weaken_the_policy():
    import asyncio

    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "headers": [(b"Content-Security-Policy", b"default-src *")]})

    async def keep(message):
        sent.append(message)

    asyncio.run(with_headers(app, "default-src 'none'")({}, None, keep))
    assert [value for name, value in sent[0]["headers"] if name.lower() == b"content-security-policy"] == [b"default-src 'none'"]


def test_the_policy_follows_the_installed_templates():
    assert content_security_policy(True) != content_security_policy(False)


@pytest.mark.parametrize("path", ["../conftest.py", "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "sources/../../x", "SHA256SUM", ""])
def test_only_files_of_the_release_are_handed_out(get, path):
    assert get(f"/-/files/{path}", follow_redirects=True).status_code == 404


def test_files_are_handed_out_as_they_are(get, release):
    answer = get("/-/files/entities.csv")
    assert answer.content == (release / "entities.csv").read_bytes()
    assert "attachment" in answer.headers["content-disposition"]


def test_robots_are_kept_from_what_has_no_end(get):
    assert "Disallow: /*?" in get("/robots.txt").text
