"""The site in a real browser, over the published dataset, and over one whose every text tries to break out.

The environment variable RELEASE names another release than `dist/`; SCREENSHOTS names a folder for screenshots of all pages.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.serving import Served, served

ROOT = Path(__file__).parents[2]
PUBLISHED = Path(os.environ.get("RELEASE", ROOT / "dist"))
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MODES = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}
SERIOUS = {"serious", "critical"}

if not Path(CHROMIUM).exists():
    if os.environ.get("CI"):
        pytest.fail("Chromium is not installed and the site cannot be tested; run: apt-get install chromium", pytrace=False)
    pytest.skip(reason="Chromium is not installed; to test the site in a browser run: apt-get install chromium", allow_module_level=True)


def pages(site: Served) -> dict[str, str]:
    """What each kind of page is called -> one of them."""
    (document,), (entity,) = (
        site.one("select document_id from documents"),
        site.one("select entity_id from entities order by mentions desc"),
    )
    relation, view = site.one("select relation_id from relations")[0], site.one("select viewpoint_id from viewpoints")[0]
    return {
        "overview": "/",
        "reader": f"/-/reader/{document}",
        "entity": f"/-/entity/{entity}",
        "viewpoints": "/-/viewpoints",
        "graph": "/-/graph",
        "explore": "/-/explore",
        "search": "/-/explore?q=the",
        "database": f"/{site.name}",
        "table": f"/{site.name}/relations",
        "view": f"/{site.name}/relations_readable",
        "question": f"/{site.name}/what-critics-say?about=",
        "sql": f"/{site.name}?sql=select+*+from+entities+limit+3",
        "row": site.row("relations", relation),
        "viewpoint": site.row("viewpoints", view),
        "nothing": "/-/entity/there-is-no-such-thing",
    }


@pytest.fixture(scope="module")
def published() -> Iterator[Served]:
    assert (PUBLISHED / "datapackage.json").exists(), "there is no release in dist/; make one with `make`"
    with served(PUBLISHED) as site:
        yield site


@pytest.fixture(scope="module")
def hostile(outbreak) -> Iterator[Served]:
    with served(outbreak) as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """`visit(served, path, mode)` opens a page. At the end nothing may have been complained of, fetched from elsewhere or popped up."""
    problems, contexts = [], []

    def visit(served: Served, path: str, mode: str = "desktop"):
        context = browser.new_context(**MODES[mode], base_url=served.address)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: problems.append(message.text) if message.type in ("error", "warning") and "404" not in message.text else None,
        )
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: problems.append(request.url) if not request.url.startswith((served.address, "data:")) else None)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not problems


def lit(page) -> str:
    return "".join(page.locator("mark.lit").all_inner_texts())


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["overview", "reader", "entity", "viewpoints", "graph", "explore", "search", "database", "table", "view", "question", "sql", "row", "viewpoint", "nothing"])  # fmt: skip
def test_pages_are_accessible_and_fit_the_screen(visit, published, name, mode):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(published, pages(published)[name], mode)
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{mode}.png")
    found = [(v["id"], v["nodes"][0]["html"][:200]) for v in Axe().run(page).response["violations"] if v["impact"] in SERIOUS]
    assert not found
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "the page is wider than the screen"


@pytest.mark.parametrize("name", ["overview", "reader", "entity", "viewpoints", "graph", "explore", "search", "database", "table", "view", "question", "row", "viewpoint"])  # fmt: skip
def test_no_text_runs_or_loads_anything(visit, hostile, name):
    page = visit(hostile, pages(hostile)[name])
    assert "alert(" in page.content()
    assert page.evaluate("document.images.length + document.querySelectorAll('[onload], [onerror]').length") == 0
    assert page.evaluate("[...document.scripts].filter(script => script.textContent.includes('alert')).length") == 0


def test_one_click_from_the_front_page_to_reading_questions_and_sql(visit, published):
    page = visit(published, "/")
    for link, heading in [
        ("Read", None),
        ("Explore", "Explore"),
        ("Graph", "The network"),
        ("Viewpoints", "Who holds what"),
        ("Data and SQL", "Data and SQL"),
    ]:
        page.goto("/")
        page.get_by_role("navigation", name="Site").get_by_role("link", name=link, exact=True).click()
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("heading", level=1).first.is_visible()
        if heading:
            assert page.get_by_role("heading", level=1).inner_text() == heading


def test_the_overview_offers_every_file_with_its_hash(visit, published):
    page = visit(published, "/")
    rows = page.locator("table.downloads tbody tr")
    assert rows.count() > 10
    page.locator("details.format summary", has_text="csv").click()
    with page.expect_download() as download:
        rows.get_by_role("link", name="entities.csv").click()
    assert Path(download.value.path()).read_bytes() == (PUBLISHED / "entities.csv").read_bytes()


def test_a_cell_of_the_coverage_leads_to_its_sentence(visit, published):
    page = visit(published, "/")
    page.locator(".coverage rect.relation").nth(3).click()
    page.wait_for_url("**/-/reader/**")
    assert page.locator("#lit").is_visible() and lit(page)


def test_a_mention_shows_its_entity_and_the_keyboard_comes_back(visit, published):
    page = visit(published, pages(published)["reader"])
    link = page.locator("#text p .m a").first
    link.focus()
    page.keyboard.press("Enter")
    heading = page.locator("#panel h2")
    heading.wait_for()
    assert heading.evaluate("node => node === document.activeElement")
    assert page.locator("#panel .relations li, #panel .triples li").count() > 0
    entity = page.locator("#text p .m").first.get_attribute("data-entity")
    (name,) = published.one(f"select name from entities where entity_id = '{entity}'")
    assert heading.inner_text() == name
    page.keyboard.press("Escape")
    assert link.evaluate("node => node === document.activeElement")


def test_the_address_keeps_the_chosen_entity_on_the_way_to_other_places(visit, published):
    page = visit(published, pages(published)["reader"])
    page.locator("#text p .m a").first.click()
    page.locator("#panel h2").wait_for()
    name = page.locator("#panel h2").inner_text()
    page.reload()
    page.locator("#panel h2").wait_for()
    assert page.locator("#panel h2").inner_text() == name and page.locator(".m.same").count() > 0
    page.locator("#panel q a, #panel .triples a").last.click()
    page.locator("#lit").wait_for()
    page.locator("#panel h2").wait_for()
    assert lit(page) and page.locator("#panel h2").inner_text() == name
    page.get_by_role("button", name="Close").click()
    assert "entity=" not in page.url


def test_on_a_phone_the_panel_comes_up_and_goes_away(visit, published):
    page = visit(published, pages(published)["reader"], "phone")
    page.locator("#text p .m a").first.tap()
    page.locator("#panel h2").wait_for()
    assert page.locator("#panel").is_visible()
    page.get_by_role("button", name="Close").tap()
    assert not page.locator("#panel").is_visible()


def test_the_legend_hides_a_type_and_the_address_keeps_it(visit, published):
    page = visit(published, pages(published)["reader"])
    kind = page.locator("#legend input").first.get_attribute("value")
    page.locator("#legend input").first.uncheck()
    for _ in range(2):
        assert page.locator(f"#text .m.t-{kind}:not(.off)").count() == 0
        assert page.locator("#text .m:not(.off)").count() > 0
        assert f"hide={kind}" in page.url
        page.reload()


def test_the_text_stands_as_it_is(visit, published):
    page = visit(published, pages(published)["reader"])
    source = next((PUBLISHED / "sources").glob("*.txt")).read_text(encoding="utf-8")
    shown = plain(page.locator("#text").evaluate("node => [...node.querySelectorAll('h1, h2, p, li')].map(n => n.textContent).join('')"))
    assert shown == plain(source)


@pytest.mark.parametrize(("table", "column"), [("viewpoints", "text"), ("evidence", "quote"), ("mentions", "text"), ("sentences", "text")])
def test_every_row_leads_to_its_words(visit, published, table, column):
    key, words = published.one(f"select {table.removesuffix('s')}_id, {column} from {table} order by 1 desc")
    page = visit(published, f"/-/place/{table}/{key}")
    assert plain(lit(page)) == plain(words)
    box = page.locator("#lit").bounding_box()
    assert 0 <= box["y"] < 900


def test_a_relation_in_a_table_leads_to_its_quote(visit, published):
    page = visit(published, pages(published)["view"])
    quote = page.locator("td.col-quotes").first.inner_text().split(" […] ")
    page.get_by_role("link", name="in the text").first.click()
    page.wait_for_url("**/-/reader/**")
    assert plain(lit(page)) in [plain(one) for one in quote]


def test_sides_stand_beside_each_other_where_there_is_room(visit, published):
    places = {}
    for mode in ("desktop", "phone"):
        sides = visit(published, "/-/viewpoints", mode).locator(".topic").first.locator(".side")
        places[mode] = [side.bounding_box() for side in sides.all()]
    assert places["desktop"][0]["y"] == places["desktop"][-1]["y"] and places["desktop"][0]["x"] < places["desktop"][-1]["x"]
    assert places["phone"][0]["y"] < places["phone"][-1]["y"]


def test_a_viewpoint_leads_to_its_words(visit, published):
    page = visit(published, "/-/viewpoints")
    link = page.locator(".side blockquote p a").first
    words = link.inner_text().strip("“”")
    link.click()
    page.wait_for_url("**/-/reader/**")
    assert plain(lit(page)) == plain(words)


def test_an_entity_shows_both_directions_and_its_neighbours(visit, published):
    (entity,) = published.one("select object_id from relations where object_id in (select subject_id from relations)")
    page = visit(published, f"/-/entity/{entity}")
    (out,) = published.one(f"select count(distinct predicate) from relations where subject_id = '{entity}'")
    assert page.locator(".columns-of-groups h3").count() > out or out == 0 or page.locator(".relations li").count() > 1
    page.locator(".neighbours a").first.click()
    page.wait_for_url("**/-/entity/**")
    assert not page.url.endswith(f"/{entity}")


def drawn(visit, served: Served, path: str = "/-/graph", mode: str = "desktop"):
    page = visit(served, path, mode)
    page.locator(".graph.drawn").wait_for()
    return page


def test_the_graph_shows_all_entities_with_relations(visit, published):
    page = drawn(visit, published)
    (count,) = published.one(
        "select count(*) from (select subject_id from relations where object_id is not null union select object_id from relations where object_id is not null)"
    )
    assert page.locator(".nodes a").count() == count
    assert page.locator(".labels g:not(.minor)").count() > 5


def test_the_graph_is_laid_out_alike_at_every_visit(visit, published):
    places = [
        drawn(visit, published, path).locator(".nodes a").evaluate_all("all => all.map(a => a.getAttribute('transform'))")
        for path in ("/-/graph", "/-/graph?q=a")
    ]
    assert places[0] == places[1]


def test_the_graph_is_filtered_and_the_address_shares_it(visit, published):
    page = drawn(visit, published)
    before = page.locator(".nodes a:not(.gone)").count()
    page.locator("#types input").first.uncheck()
    after = page.locator(".nodes a:not(.gone)").count()
    assert 0 < after < before
    shared = drawn(visit, published, page.url.removeprefix(published.address))
    assert shared.locator(".nodes a:not(.gone)").count() == after


def test_the_graph_is_searched_and_leads_to_the_entity(visit, published):
    page = drawn(visit, published)
    entity, name = published.one("select entity_id, name from entities join relations on subject_id = entity_id order by mentions desc")
    page.locator("#find").fill(name)
    assert page.locator(".nodes a.found").count() >= 1
    page.locator(f'.nodes a[href$="/{entity}"] circle').click()
    page.wait_for_url(f"**/-/entity/{entity}")


def test_search_marks_what_was_found_and_leads_there(visit, published):
    word = published.one("select name from entities where named order by mentions desc")[0].split()[-1][:6]
    page = visit(published, "/")
    page.get_by_role("searchbox").fill(word)
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/explore?q=*")
    assert word.lower() in page.locator(".results mark").first.inner_text().lower()
    page.locator(".results[aria-label=sentences] a").first.click()
    page.wait_for_url("**/-/reader/**")
    assert word.lower() in lit(page).lower()


def test_a_question_with_a_parameter_is_answered(visit, published):
    page = visit(published, "/-/explore")
    page.locator("form.question", has_text="Which entities go by this name?").get_by_role("textbox").fill("a")
    page.get_by_role("button", name="Answer: Which entities go by this name?").click()
    page.wait_for_url("**/find-an-entity?name=a")
    assert page.locator("table.rows-and-columns tbody tr").count() > 0


def test_results_can_be_copied(visit, published):
    page = visit(published, pages(published)["table"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy these rows").click()
    page.get_by_role("button", name="copied").wait_for()
    assert "\t" in page.evaluate("navigator.clipboard.readText()")


def test_a_row_says_how_to_report_a_mistake(visit, published):
    page = visit(published, pages(published)["row"])
    page.get_by_text("Report a mistake").click()
    assert "What is wrong:" in page.locator("details.report pre").inner_text()
    page.get_by_role("link", name="See it in the text").click()
    page.wait_for_url("**/-/reader/**")
    assert lit(page)


def test_dark_mode_follows_the_system(visit, published):
    light, dark = (
        visit(published, "/", mode).evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)")
        for mode in ("desktop", "dark")
    )
    assert min(light) > 200 and max(dark) < 60
