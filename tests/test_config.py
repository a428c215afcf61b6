"""Settings files are input like any other: what is broken or hostile gets one clear line with file, line and what is allowed, and nothing runs or unfolds."""

from pathlib import Path

import pytest

from pipeline.config import load_yaml
from pipeline.errors import DataError

TEXT = "sources:\n  - path: a.txt\n"

# Name -> (schema, content, the whole message but for the path).
BROKEN: dict[str, tuple[str, str | bytes, str]] = {
    "nothing": ("sources", "", ":1: the whole file: None is not of type 'object'; expected: sources.yaml beside the texts: what each source text is and what is known of its terms."),
    "no UTF-8": ("sources", b"sources:\n  - path: caf\xe9", ":2: byte 22 is not UTF-8; save the file as UTF-8"),
    "UTF-16": ("sources", TEXT.encode("utf-16"), ":1: byte 0 is not UTF-8; save the file as UTF-8"),
    "NUL": ("sources", "sources:\n  - path: a\x00.txt", ":2: not valid YAML: the character U+0000 is not allowed; remove it"),
    "a tab": ("sources", "sources:\n\t- path: a.txt", ":2: not valid YAML: found character that cannot start any token; mend the line"),
    "two documents": ("sources", TEXT + "---\n" + TEXT, ":3: not valid YAML: but found another document; mend the line"),
    "half a pair": ("sources", TEXT + '    title: "\\ud800"', ":3: not valid YAML: found invalid Unicode character escape code; mend the line"),
    "a list as a key": ("sources", "? [a]\n: b", ":1: not valid YAML: found unhashable key; mend the line"),
    "a number as a key": ("sources", "2011: b", ":1: the key '2011' is no text; put it into quotes"),
    "a key twice": ("sources", TEXT + "    path: b.txt", ":3: the key 'path' stands twice; keep one"),
    "an object": ("sources", "sources: !!python/object/apply:os.system ['true']", ":1: tags such as tag:yaml.org,2002:python/object/apply:os are not allowed; write a plain value"),
    "bytes": ("sources", TEXT + "    title: !!binary aGk=", ":3: tags such as tag:yaml.org,2002:binary are not allowed; write a plain value"),
    "a tag of one's own": ("package", "name: !secret wells", ":1: tags such as !secret are not allowed; write a plain value"),
    "an alias": ("sources", "sources: &all\n  - path: a.txt\n  - *all", ":1: anchors and aliases are not allowed; write the value out"),
    "a billion laughs": (
        "sources", "a: &a [x, x]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)),
        ":1: anchors and aliases are not allowed; write the value out",
    ),
    "100,000 opened brackets": ("sources", "sources: " + "[" * 100_000, ":1: nested deeper than 50 levels; no settings file needs that"),
    "100,000 opened braces": ("sources", "sources: " + "{a: " * 100_000, ":1: nested deeper than 50 levels; no settings file needs that"),
    "100,000 dashes": ("sources", "sources:\n" + "- " * 100_000 + "a", ":2: nested deeper than 50 levels; no settings file needs that"),
    "a number of 6,000 digits": ("sources", "sources:\n  - path: " + "9" * 6_000, ":2: a number of 6,000 digits; put a text into quotes"),
    "a huge file": ("sources", b"# " + b"x" * 20_000_000, ": more than the 20,000,000 bytes that a settings file may have; split it"),
    "another field": (
        "sources", TEXT + "    author: x",
        ":2: sources/0: Additional properties are not allowed ('author' was unexpected); allowed are id, language, licence, note, origin, path, title",
    ),
    "an id with a line end": (
        "sources", TEXT + '    id: "water\\n"',
        ":3: sources/0/id: 'water\\n' does not match '^[a-z0-9]+(-[a-z0-9]+)*$'; expected: the document's id: small letters, digits, single hyphens",
    ),
    "a name that leaves the folder": (
        "package", "name: ../../etc\ntitle: x\nversion: 1.0.0",
        ":1: name: '../../etc' does not match '^[a-z0-9]+(-[a-z0-9]+)*$'; expected: the package's name, which also names the database: small letters, digits, single hyphens",
    ),
    "a version that is a number": ("package", "name: x\ntitle: x\nversion: 1.0", ":3: version: 1.0 is not of type 'string'; expected: the version of the data, as MAJOR.MINOR.PATCH"),
    "an action that is none": (
        "decisions", "document: wells\ndecisions:\n- {action: approve}",
        ":3: decisions/0/action: 'approve' is not one of ['confirm', 'reject', 'add', 'merge', 'split', 'rename', 'retype', 'realias']; expected: confirm, reject",
    ),
    "a rule without an id": (
        "relation_rules", "rules:\n- predicate: regulates\n  verb: [oversee]\n  subject: actor\n  object: patient\n  examples: []",
        ":2: rules/0: 'id' is a required property",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_gives_this_line(name: str, tmp_path: Path) -> None:
    schema, content, message = BROKEN[name]
    file = tmp_path / "settings.yaml"
    file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    with pytest.raises(DataError) as caught:
        load_yaml(file, schema)
    told = str(caught.value)
    assert told.startswith(str(file))
    assert told.removeprefix(str(file))[: len(message)] == message
    assert len(told) < 1000


def test_a_title_cannot_drive_the_terminal_and_a_base_cannot_leave_its_brackets(tmp_path: Path) -> None:
    file = tmp_path / "package.yaml"
    for line in ('title: "\\e[2J"', "title: x\nbase: http://a/>/", 'title: x\nhomepage: "http://a/\\"onload=x"'):
        file.write_text(f"name: x\nversion: 1.0.0\n{line}\n", encoding="utf-8")
        with pytest.raises(DataError, match="does not match"):
            load_yaml(file, "package")


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.yaml: cannot be read \(No such file or directory\); check that the file is there"):
        load_yaml(tmp_path / "nowhere.yaml", "sources")
