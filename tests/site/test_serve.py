"""The site as a whole: it starts by the documented commands, answers every kind of page, and only reads."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import CallError, DataError
from pipeline.site.metadata import inspected
from pipeline.site.release import open_release
from pipeline.site.serve import SITE, _shown_at, serve, site

PAGES = [
    "/", "/-/reader", "/-/reader/water", "/-/entity/water-agency", "/-/graph", "/-/viewpoints", "/-/explore", "/-/explore?q=agency", "/water",
    "/water/entities", "/water/relations", "/water/relations_readable", "/water/statements_readable", "/water/viewpoints_readable",
    "/water/entities/water-agency", "/water/entities.json", "/water/entities.csv", "/water/own-question", "/water/what-critics-say?about=", "/robots.txt",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_kind_of_page_answers(get, path):
    assert get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("query", [path.stem for path in sorted((SITE / "queries").glob("*.sql"))])
def test_every_saved_question_has_an_answer_page_without_error(get, query):
    answer = get(f"/water/{query}.json?_shape=array&body=&about=&holder=&rule=&name=&words=wells&one=&other=")
    assert answer.status_code == 200 and isinstance(answer.json(), list)


def test_the_plain_datasette_command_shows_the_same_site(release):
    datasette = Path(sys.executable).with_name("datasette")
    command = [datasette, SITE, "-i", release / "water.db", "--get", "/"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=SITE.parent.parent, env=os.environ)
    assert done.returncode == 0, done.stderr
    assert "Water &lt;i&gt;and&lt;/i&gt; its agency" in done.stdout


def test_titles_descriptions_and_units_come_from_the_contract(get):
    metadata = get("/-/metadata.json").json()["databases"]["water"]
    assert metadata["tables"]["mentions"]["columns"]["start"].endswith("Unit: code points.")
    assert metadata["tables"]["entities"]["label_column"] == "name"
    assert metadata["queries"]["own-question"]["title"] == "What <b>is</b> licensed?"


def test_foreign_keys_are_shown_by_label_and_lead_to_entities(get):
    page = get("/water/mentions").text
    assert 'href="/-/entity/salt">Salt</a>' in page


def test_nothing_can_be_written(get):
    assert get("/water?sql=delete+from+entities").status_code == 400
    assert get("/water.json?sql=insert+into+entities+values(1)").status_code == 400
    assert get("/-/databases.json").json()[0]["is_mutable"] is False


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
        "select printf('%.*c', 900000000, 'x')",
        "select zeroblob(900000000)",
        "select hex(randomblob(90000000))",
    ],
)
def test_sql_that_asks_for_too_much_is_cut_off(get, sql):
    answer = get("/water.json", params={"sql": sql})
    assert answer.status_code == 400 or answer.json()["rows"] == [[None]]


def test_a_folder_without_a_release_is_a_wrong_call(tmp_path):
    with pytest.raises(CallError, match="there is no release here"):
        site(tmp_path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [("{", "not a readable descriptor"), ("[]", "has a name"), ('{"name": "x", "resources": []}', "no SQLite database")],
)
def test_a_broken_release_is_named(tmp_path, content, problem):
    (tmp_path / "datapackage.json").write_text(content)
    with pytest.raises((CallError, DataError), match=problem):
        site(tmp_path)


def test_a_taken_port_is_one_sentence(release):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CallError, match="cannot listen there"):
        serve(release, port=taken.getsockname()[1])


def test_datasette_is_told_how_many_rows_there_are(release, get):
    told = {name: table["count"] for name, table in inspected(open_release(release))["tables"].items()}
    assert told["mentions"] and told["statements_readable"]
    with closing(sqlite3.connect(release / "water.db")) as database:
        assert told == {name: database.execute(f"select count(*) from [{name}]").fetchone()[0] for name in told}
    for name in ("mentions", "statements_readable"):
        assert get(f"/water/{name}.json").json()["filtered_table_rows_count"] == told[name]


@pytest.mark.parametrize(
    ("given", "path", "secure"),
    [
        ("/", "/", False),
        ("data", "/data/", False),
        ("/data/set/", "/data/set/", False),
        ("https://data.example.org", "/", True),
        ("http://x.example/a", "/a/", False),
    ],
)
def test_where_a_proxy_shows_the_site_is_a_path_or_an_address(given, path, secure):
    assert _shown_at(given) == {"base_url": path, "force_https_urls": secure}


@pytest.mark.parametrize("given", ["ftp://x.example/", "https:///x", "/a?b", "/a#b"])
def test_a_wrong_place_is_a_wrong_call(given):
    with pytest.raises(CallError, match="not a path such as"):
        _shown_at(given)


def test_behind_a_proxy_all_addresses_are_those_that_others_see(release):
    client = site(release, **_shown_at("https://data.example.org/set/")).client
    manifest = asyncio.run(client.get("/-/reconcile", headers={"host": "data.example.org"})).json()
    assert manifest["view"]["url"] == "https://data.example.org/set/-/entity/{{id}}"
    assert 'href="/set/-/graph"' in asyncio.run(client.get("/")).text
