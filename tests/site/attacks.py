"""What somebody may try against the site: each attack gives the number of tries, and raises an AssertionError where one came through."""

from __future__ import annotations

import hashlib
import json
import re
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from hypothesis import strategies as st

from pipeline.tables.contract import load_contract
from tests.site.serving import Served

TOO_MUCH = {
    "an endless recursion": "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    "a product of tables": "select count(*) from mentions a, mentions b, mentions c, mentions d, mentions e",
    "a long text": "select printf('%.*c', 900000000, 'x')",
    "a large blob": "select zeroblob(900000000)",
    "random bytes": "select hex(randomblob(90000000))",
    "a text that grows": "with recursive t(s) as (select 'x' union all select s || s from t) select length(s) from t",
    "a pattern that backtracks": "select count(*) from (select hex(zeroblob(400000)) as a) where a like '" + "%0" * 600 + "1'",
    "a deep expression": "select " + "(" * 5000 + "1" + ")" * 5000,
    "many parts": "select 1" + " union select 1" * 600,
    "a very long statement": "select '" + "x" * 60_000 + "'",
    "a replacement that grows": "select replace(hex(zeroblob(400000)), '00', hex(zeroblob(400000)))",
    "a sort of everything": "select a.text || b.text from mentions a, mentions b, mentions c, mentions d order by 1 desc limit 1",
}
MALICIOUS = {
    **{f"a write: {sql.split()[0]}": sql for sql in (
        "insert into entities values (1)", "update entities set name = 'x'", "delete from entities", "drop table entities", "create table x (a)",
        "alter table entities rename to x", "replace into entities values (1)", "reindex", "analyze", "vacuum", "begin immediate", "savepoint x",
    )},
    "a file made": "vacuum into '/tmp/out-of-the-site.db'",
    "a file opened": "attach database '/etc/passwd' as p",
    "a setting": "pragma writable_schema = 1",
    "a journal": "pragma journal_mode = wal",
    "an extension": "select load_extension('/usr/lib/libc.so.6')",
    "a file read": "select readfile('/etc/passwd')",
    "a file written": "select writefile('/tmp/out-of-the-site', 'x')",
    "two statements": "select 1; drop table entities",
    "a comment first": "/* */ drop table entities",
    "a with that deletes": "with x as (select 1) delete from entities",
    "what is not there": "select * from fsdir('/')",
}  # fmt: skip
OUTSIDE = ("etc/passwd", "pyproject.toml", "SHA256SUMS", "pipeline/site/serve.py")
UPWARDS = (
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%252f",
    "..\\",
    "%2e%2e%5c",
    "....//",
    "..;/",
    "%c0%ae%c0%ae/",
    "~2E~2E~2F",
    "/",
    "%2f",
    "file:///",
    "\x00../".replace("\x00", "%00"),
)
DOORS = ("/-/files/", "/-/files/sources/", "/static/", "/-/static/", "/-/static-plugins/x/", "/-/reader/", "/-/place/", "/-/entity/", "/")
BREAK = "%0d%0aX-Evil:%201%0d%0a%0d%0a<script>alert(1)</script>"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the lines of the head, the body."""

    status: int
    head: list[str]
    body: bytes


def send(site: Served, path: str, *, method: str = "GET", headers: tuple[str, ...] = (), body: bytes = b"") -> Answer:
    """The answer to a request written byte by byte as given: no library between tidies it up."""
    place = urlsplit(site.address)
    lines = [
        f"{method} {path} HTTP/1.1",
        *(headers or (f"Host: {place.netloc}",)),
        "Connection: close",
        f"Content-Length: {len(body)}",
        "",
        "",
    ]
    with closing(socket.create_connection((place.hostname, place.port), timeout=30)) as connection:
        connection.sendall("\r\n".join(lines).encode() + body)
        received = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, rest = received.partition(b"\r\n\r\n")
    first, *others = head.decode("latin-1").split("\r\n")
    return Answer(int(first.split()[1]), others, rest)


def ask_sql(site: Served, sql: str) -> Answer:
    """The answer to one's own SQL, as JSON."""
    return send(site, f"/{site.name}.json?{urlencode({'sql': sql, '_shape': 'array'})}")


def too_much(site: Served) -> int:
    """Slow and huge SQL is cut off: refused, or answered with nothing."""
    for name, sql in TOO_MUCH.items():
        answer = ask_sql(site, sql)
        assert answer.status in (400, 414) or _is_nothing(answer.body), f"{name}: {answer.status} {answer.body[:200]!r}"
    return len(TOO_MUCH)


def _is_nothing(body: bytes) -> bool:
    found = re.search(rb"\[\{.*\}\]", body, re.DOTALL)
    return found is not None and all(value is None for row in json.loads(found.group()) for value in row.values())


def writes(site: Served) -> int:
    """No statement and no method writes: all are refused, and the database stays as it is, byte by byte."""
    before = hashlib.sha256(site.file.read_bytes()).hexdigest()
    for name, sql in MALICIOUS.items():
        answer = ask_sql(site, sql)
        assert answer.status == 400, f"{name}: {answer.status} {answer.body[:200]!r}"
    methods = [(method, path) for method in ("POST", "PUT", "PATCH", "DELETE") for path in ("/", f"/{site.name}", f"/{site.name}/entities", f"/{site.name}/entities/-/insert", f"/{site.name}/-/create", "/-/files/datapackage.json")]  # fmt: skip
    for method, path in methods:
        answer = send(
            site, path, method=method, headers=("Host: localhost", "Content-Type: application/json"), body=b'{"rows": [{"name": "x"}]}'
        )
        assert answer.status == 405, f"{method} {path}: {answer.status}"
    assert hashlib.sha256(site.file.read_bytes()).hexdigest() == before
    assert not [path for path in site.file.parent.iterdir() if path.name.startswith(site.file.name + "-")]
    return len(MALICIOUS) + len(methods)


def traversals(site: Served) -> int:
    """No way of writing a path leads out of what is handed out."""
    paths = [f"{door}{up * 8}{target}" for door in DOORS for up in UPWARDS for target in OUTSIDE]
    for path in paths:
        answer = send(site, path)
        assert answer.status in (301, 302, 400, 403, 404), f"{path}: {answer.status}"
        assert not any(words in answer.body for words in (b"root:x:", b"[build-system]", b"def serve(")), path
    return len(paths)


def injections(site: Served) -> int:
    """No line break in an address or a header becomes one in a head, and no address leads to another host."""
    relation = quote(site.one("select relation_id from relations")[0], safe="")
    paths = [
        *(f"{door}{BREAK}" for door in DOORS),
        f"/-/place/relations/{relation}?entity={BREAK}", f"/-/place/{BREAK}/x", f"/-/explore?q={BREAK}", f"/{site.name}{BREAK}", f"/{site.name}/entities/{BREAK}",
        f"/{site.name}/entities?_sort={BREAK}", f"/{site.name}.csv?sql=select+1&_dl={BREAK}", f"/{site.name}/entities.json?_next={BREAK}", "//evil.example/", "/%2f%2fevil.example/..",
        "//evil.example/-/reader/", f"/-/reader/?next=//evil.example{BREAK}", "/\\evil.example/", "/%5cevil.example/", "/%09/evil.example/", f"/{site.name}//evil.example/",
    ]  # fmt: skip
    for path in paths:
        _holds_together(send(site, path), path)
    heads = (("Host: evil.example\r\nX-Evil: 1",), ("Host: localhost", "X-Forwarded-Host: evil.example"), ("Host: localhost", "Cookie: a=%0d%0aX-Evil: 1"), ("Host: localhost", "If-None-Match: \"%0d%0aX-Evil: 1\""))  # fmt: skip
    for head in heads:
        for path in ("/-/reader", "/", f"/-/place/relations/{relation}"):
            _holds_together(send(site, path, headers=head), f"{path} with {head}")
    return len(paths) + 3 * len(heads)


def _holds_together(answer: Answer, tried: str) -> None:
    assert answer.status < 500, f"{tried}: {answer.status}"
    assert not [line for line in answer.head if line.lower().startswith("x-evil")], tried
    assert b"<script>alert" not in answer.body or not any("text/html" in line for line in answer.head), tried
    location = next((line.partition(":")[2].strip() for line in answer.head if line.lower().startswith("location:")), "/")
    assert location.startswith("/") and not location.startswith(("//", "/\\")), f"{tried}: leads to {location}"


ALL: tuple[Callable[[Served], int], ...] = (too_much, writes, traversals, injections)

_WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "0", "-1", "99999999999999999999", "1e309", "null", "%", "_", "*", '"', "'", ";--", "NEAR(", "a OR b", "[]", "{}", "\x00", "\u202e", "💧", "../", "a" * 3000]),
    st.integers().map(str),
)  # fmt: skip
_PARAMETERS = ("_shape", "_size", "_next", "_sort", "_sort_desc", "_facet", "_facet_size", "_facet_date", "_facet_array", "_search", "_search_name", "_searchmode", "_where", "_through", "_col", "_nocol", "_labels", "_label",
               "_timelimit", "_nl", "_json", "_nocount", "_nofacet", "_ttl", "_trace", "_extra", "sql", "name__contains", "name__in", "mentions__gt", "name__glob", "rowid", "q", "entity", "limit", "prefix", "cursor",
               "queries", "extend", "id", "start", "end", "page", "about", "holder", "words", "one", "other")  # fmt: skip


def api_requests(name: str) -> st.SearchStrategy[str]:
    """Addresses of what answers in JSON: known paths with known parameters and any values, and paths that nobody foresaw."""
    contract = load_contract()
    tables = [*(table.name for table in contract.tables), *(view.name for view in contract.views)]
    word = _WORDS.map(lambda text: quote(text.encode("utf-8", "replace"), safe=""))
    path = st.one_of(
        st.sampled_from([f"/{name}/{table}.json" for table in tables]),
        st.sampled_from([f"/{name}.json", "/.json", "/-/graph.json", "/-/reconcile", "/-/metadata.json", "/-/databases.json", "/-/settings.json", f"/{name}/what-links-two-things.json"]),
        st.sampled_from(["entity", "type", "property"]).map(lambda what: f"/-/reconcile/suggest/{what}"),
        st.builds(lambda table, key: f"/{name}/{table}/{key}.json", st.sampled_from(tables), word),
        st.builds(lambda key: f"/{name}/{key}.json", word),
    )  # fmt: skip
    query = st.lists(st.tuples(st.sampled_from(_PARAMETERS), word), max_size=4).map(
        lambda pairs: "&".join(f"{key}={value}" for key, value in pairs)
    )
    return st.builds(lambda path, query: f"{path}?{query}", path, query)
