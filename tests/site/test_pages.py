"""What the pages say, asked without a browser."""

import asyncio
import json
import re
from urllib.parse import quote

import pytest

from pipeline.site.serve import site


def location(answer) -> str:
    assert answer.status_code == 302
    return answer.headers["location"]


def span(text: str, words: str) -> str:
    start = text.index(words)
    return f"/-/reader/water?start={start}&end={start + len(words)}#lit"


@pytest.fixture
def text(release) -> str:
    return (release / "sources" / "water.txt").read_bytes().decode()


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("relations", "water-agency.regulates.wells", "The Water <b>Agency</b> licenses wells & =1+1 {{71*73}}"),
        ("evidence", None, None),
        ("viewpoints", None, "</title><script>alert('fees')</script> fees are too low"),
        ("statements", None, "The Water <b>Agency</b> licenses wells & =1+1 {{71*73}}"),
        ("sections", None, None),
        ("mentions", None, None),
    ],
)
def test_every_row_has_an_address_that_leads_to_its_words(get, text, table, key, words):
    key = (
        key
        or get(f"/water/{table}.json?_shape=array&_sort_desc=start&_size=1".replace("_sort_desc=start&", "")).json()[0][
            f"{table.removesuffix('s')}_id"
        ]
    )
    to = location(get(f"/-/place/{table}/{quote(key, safe='')}"))
    assert re.fullmatch(r"/-/reader/water\?start=\d+&end=\d+#lit", to)
    if words:
        assert to == span(text, words)


@pytest.mark.parametrize("path", ["/-/place/relations/none", "/-/place/predicates/is_a", "/-/place/sqlite_master/x", "/-/reader/none", "/-/reader/water?page=9", "/-/entity/none", "/-/panel/none"])  # fmt: skip
def test_what_is_not_there_is_not_found(get, path):
    answer = get(path)
    assert answer.status_code == 404
    assert "Back to the overview" in answer.text


def test_the_only_document_is_opened_at_once(get):
    assert location(get("/-/reader")) == "/-/reader/water"


def test_many_documents_are_listed_a_page_at_a_time(get_many):
    first = get_many("/-/reader").text
    assert first.count("/-/reader/water-") == 50
    following = re.search(r'rel="next" href="([^"]+)"', first).group(1)
    assert get_many(following).text.count("/-/reader/water-") == 10
    assert "No document has such a title" in get_many("/-/reader?q=nothing+like+it").text


@pytest.mark.parametrize(
    "query", ["start=-1&end=x", "start=999999999999999&end=1", "start=5&end=2", "page=0", "page=-3", "start=%F0%9F%92%A7"]
)
def test_a_nonsensical_place_still_shows_the_text(get, query):
    assert get(f"/-/reader/water?{query}").status_code == 200


def test_the_panel_shows_what_was_read_in_the_sentence(get):
    sentence = get("/water/statements.json?_shape=array").json()[0]["sentence_id"]
    panel = get(f"/-/panel/wells?sentence={sentence}").text
    assert "Read in this sentence" in panel and "<html" not in panel


def test_relations_are_shown_from_both_ends(get):
    assert "<h3>regulates</h3>" in get("/-/entity/water-agency").text
    inverse = get("/water/predicates/regulates.json?_shape=objects").json()["rows"][0]["inverse_label"]
    assert f"<h3>{inverse}</h3>" in get("/-/entity/wells").text


def test_viewpoints_are_narrowed_by_holder_and_topic(get):
    assert "fees are too low" in get("/-/viewpoints?holder=crit").text
    assert "fees are too low" not in get("/-/viewpoints?holder=nobody").text


@pytest.mark.parametrize(
    "query", ['"', "*", "NEAR(", "a AND", "name:x", "'; drop table entities; --", "^", "-", "%", "\\", "x" * 1000, "ő💧"]
)
def test_no_search_is_an_error(get, query):
    assert get("/-/explore", params={"q": query}).status_code == 200


def test_search_finds_an_entity_by_its_alias(get):
    assert 'href="/-/entity/water-agency"' in get("/-/explore?q=WA").text


def test_questions_ask_for_their_parameters(get):
    page = get("/-/explore").text
    assert 'id="what-links-two-things-one"' in page and 'id="what-links-two-things-other"' in page


def test_the_graph_has_every_related_entity_once(get):
    data = get("/-/graph.json").json()
    assert sorted(node["id"] for node in data["nodes"]) == ["port-of-salt", "water-agency", "wells"]
    assert {(edge["source"], edge["target"]) for edge in data["edges"]} == {("water-agency", "wells"), ("port-of-salt", "water-agency")}
    assert get("/-/graph.json?entity=wells").json()["nodes"][0]["id"] == "wells"
    assert len(get("/-/graph.json?limit=1").json()["nodes"]) == 1


def ask(get, **queries):
    return {key: value["result"] for key, value in get("/-/reconcile", params={"queries": json.dumps(queries)}).json().items()}


def test_reconciliation_says_what_it_offers(get):
    manifest = get("/-/reconcile").json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["view"]["url"].endswith("/-/entity/{{id}}")
    assert {"id": "law", "name": "law"} in manifest["defaultTypes"]


@pytest.mark.parametrize(
    ("query", "best", "match"),
    [
        ({"query": "Water <b>Agency</b>"}, "water-agency", True),
        ({"query": "water <B>agency</B>"}, "water-agency", True),
        ({"query": "wa"}, "water-agency", True),
        ({"query": "Water"}, "water-agency", False),
        ({"query": "Salt", "type": "place"}, "salt", True),
        ({"query": "Salt", "type": [{"id": "government_body"}]}, "port-of-salt", False),
        ({"query": "Salt", "type": "law"}, None, None),
        ({"query": "'\"; drop table entities"}, None, None),
        ({"query": ""}, None, None),
    ],
)
def test_reconciliation_knows_names_and_aliases(get, query, best, match):
    found = ask(get, q0=query)["q0"]
    assert (found[0]["id"], found[0]["match"]) == (best, match) if best else found == []


def test_a_table_is_extended_with_columns_and_relations(get):
    wanted = {"ids": ["water-agency", "none"], "properties": [{"id": "regulates"}, {"id": "mentions"}]}
    answer = get("/-/reconcile", params={"extend": json.dumps(wanted)}).json()
    assert answer["rows"]["water-agency"]["mentions"] == [{"int": 3}]
    assert answer["rows"]["water-agency"]["regulates"][0]["id"] == "wells"
    assert answer["rows"]["none"] == {"regulates": [], "mentions": []}


@pytest.mark.parametrize("what", ["entity", "type", "property"])
def test_suggestions(get, what):
    found = get(f"/-/reconcile/suggest/{what}?prefix=w").json()["result"]
    assert found if what == "entity" else isinstance(found, list)


@pytest.mark.parametrize(
    "given", ["nonsense", "[]", "{", '{"q0": 1}', '{"q0": {}}', json.dumps({f"q{n}": {"query": "a"} for n in range(101)})]
)
def test_a_wrong_request_is_told_so(get, given):
    assert get("/-/reconcile", params={"queries": given}).status_code == 400


def test_a_client_shows_an_entity_in_a_window_of_its_own(get):
    manifest = get("/-/reconcile").json()
    assert manifest["preview"]["url"].endswith("/-/reconcile/preview?id={{id}}") and manifest["preview"]["width"] > 100
    answer = get("/-/reconcile/preview?id=water-agency")
    assert "also &#39;; drop table" in answer.text and "<form" not in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"] and "x-frame-options" not in answer.headers
    assert get("/-/reconcile/preview?id=none").status_code == 404


def test_suggestions_go_on(get):
    first = get("/-/reconcile/suggest/property?prefix=").json()["result"]
    following = get(f"/-/reconcile/suggest/property?prefix=&cursor={len(first)}").json()["result"]
    assert len(first) == 12 and following and first[0] not in following


def test_the_front_page_says_how_good_it_is(get, get_outbreak):
    page = get("/").text
    assert "The extraction alone, on articles annotated by hand" in page and "own articles, held out" in page
    assert "reviewed row by row" not in page
    assert "reviewed row by row" in get_outbreak("/").text


@pytest.mark.parametrize(
    ("query", "section", "found", "place"),
    [
        ("licenses", "relations", "<mark>licenses</mark>", "/-/place/evidence/"),
        ("low", "viewpoints", "<mark>low</mark>", "/-/place/viewpoints/"),
        ("worry", "viewpoints", "<mark>worry</mark>", "/-/place/viewpoints/"),
        ("wells", "entities", "<mark>wells</mark>", "/-/entity/wells"),
    ],
)
def test_search_finds_everything_with_the_words_marked(get, query, section, found, place):
    page = get(f"/-/explore?q={query}").text
    results = page.partition(f'aria-label="{section}"')[2].partition("</section>")[0]
    assert found in results and place in results


def test_a_release_without_some_index_is_searched_without_it(get, release, monkeypatch):
    monkeypatch.setattr("pipeline.site.pages.explore.searchable", lambda _: {"sentences"})
    page = get("/-/explore?q=licenses").text
    assert 'aria-label="sentences"' in page and 'aria-label="relations"' not in page


def test_a_description_leads_to_its_words(get, text):
    assert span(text, "The Water <b>Agency</b> licenses wells").partition("&")[0] in get("/-/entity/wells").text


def test_a_row_names_what_it_refers_to(get):
    assert "Water &lt;b&gt;Agency&lt;/b&gt;</small>" in get("/water/relations/water-agency~2Eregulates~2Ewells").text


def test_the_panel_has_the_viewpoints(get):
    assert "fees are too low" in get("/-/panel/critics").text


@pytest.mark.parametrize(
    "path",
    [
        "/water/entities.json?_sort=bad",
        "/water/aliases/x.json",
        "/water/entities.json?_next=a,b,c,d&_sort=name",
        "/water/entities.json?_timelimit=x",
    ],
)
def test_what_is_asked_in_vain_is_told_so(get, path):
    answer = get(path)
    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 400:
        assert answer.json()["error"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_but_reading_is_answered(release, method):
    answer = asyncio.run(getattr(site(release).client, method)("/water/entities"))
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD, OPTIONS"
