"""Settings written by people: YAML that is loaded safely, checked against a JSON Schema, and blamed by line.

One way for every such file (sources, package, rules, review decisions): `load_yaml(path, schema)` gives plain data or raises
a DataError that names the file, the line, the value and what is allowed. `load_located` also tells where each value stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml

from pipeline.compiled_schema import compiled
from pipeline.errors import DataError

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
MAX_BYTES = 20_000_000
_DEEPEST = 50
_LONGEST_NUMBER = 300
_SHOWN = 300
_KEYS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe, and without YAML 1.1's traps for word lists and dates: `on`, `no` and `2011-04-05` stay text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def load_yaml(path: Path, schema: str) -> Any:
    """The data of the YAML file `path`, valid against `schemas/config/<schema>.json`.

    Only plain scalars, lists and mappings load: tags that build objects, anchors and repeated keys are refused.
    Raises DataError (file, line, value, remedy).
    """
    return load_located(path, schema)[0]


def load_located(path: Path, schema: str) -> tuple[Any, Callable[..., str]]:
    """As `load_yaml`, with a function from the keys and indexes that lead to a value to its place, as `file:line`."""
    text = _text_of(path)
    try:
        _refuse_traps(path, text)
        loader = _Loader(text)
        node = loader.get_single_node()
        _refuse_keys(path, node)
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise DataError(f"{path}{line}: not valid YAML: {error.problem}; mend the line") from error
    except yaml.reader.ReaderError as error:
        number = text.count("\n", 0, error.position) + 1
        raise DataError(
            f"{path}:{number}: not valid YAML: the character U+{ord(text[error.position]):04X} is not allowed; remove it"
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise DataError(f"{path}: not valid YAML: {error}; mend the file") from error

    def locate(*place: str | int) -> str:
        return f"{path}:{line_of(node, place)}"

    check_data(data, schema, locate)
    return data, locate


def _text_of(path: Path) -> str:
    """The content of the file, of which never more is read than it may have."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check that the file is there") from error
    if len(raw) > MAX_BYTES:
        raise DataError(f"{path}: more than the {MAX_BYTES:,} bytes that a settings file may have; split it")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{line}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def _refuse_traps(path: Path, text: str) -> None:
    """Refuse what could unfold without end, build objects, or be nested so deep that the loader breaks down: looked at piece by piece, before it is loaded."""
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "anchors and aliases are not allowed; write the value out"
        elif getattr(event, "tag", None):
            problem = f"tags such as {event.tag[:40]} are not allowed; write a plain value"
        elif depth > _DEEPEST:
            problem = f"nested deeper than {_DEEPEST} levels; no settings file needs that"
        elif isinstance(event, yaml.ScalarEvent) and not event.style and len(event.value) > _LONGEST_NUMBER and event.value.isdigit():
            problem = f"a number of {len(event.value):,} digits; put a text into quotes"
        else:
            continue
        raise DataError(f"{path}:{event.start_mark.line + 1}: {problem}")


def _refuse_keys(path: Path, root: Any) -> None:
    """Keys are texts, and none stands twice: the first value would be lost."""
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.tag not in _KEYS:
                        raise DataError(f"{path}:{key.start_mark.line + 1}: the key '{key.value[:40]}' is no text; put it into quotes")
                    if key.value in seen:
                        raise DataError(f"{path}:{key.start_mark.line + 1}: the key '{key.value[:40]}' stands twice; keep one")
                    seen.add(key.value)
                stack += [key, value]
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value


def check_data(data: Any, schema: str, locate: Callable[..., str]) -> None:
    """Raise DataError where `data` is not valid against `schemas/config/<schema>.json`; `locate` tells where a value was written."""
    if _surely_valid(data, schema):
        return
    error = min(
        _validator(schema).iter_errors(data),
        key=lambda error: (len(error.absolute_path), list(map(str, error.absolute_path))),
        default=None,
    )
    if error is not None:
        place = "/".join(map(str, error.absolute_path)) or "the whole file"
        raise DataError(f"{locate(*error.absolute_path)}: {place}: {_explain(error)}")


def _surely_valid(data: Any, schema: str) -> bool:
    """What the compiled schema says: it is quick, and the reference validator, which can tell what is wrong, is seldom needed then."""
    import fastjsonschema

    validate = _compiled(schema)
    if validate is None:
        return False
    try:
        validate(data)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


@cache
def _compiled(schema: str) -> Callable[[Any], Any] | None:
    try:
        return compiled(_schema(schema))
    except ValueError:
        return None


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    return extend(Draft202012Validator, {"pattern": _matches})(_schema(schema))  # type: ignore[no-untyped-call]


@cache
def _schema(name: str) -> dict[str, Any]:
    file = SCHEMAS / "config" / f"{name}.json"
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"{file}: not a readable JSON Schema ({error}); restore it from the repository") from error
    return found


def _matches(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[Any]:
    """As JSON Schema means `$`: the end, where Python also stops before a last line break."""
    from jsonschema import ValidationError

    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _explain(error: Any) -> str:
    if error.validator == "additionalProperties":
        allowed = ", ".join(sorted(error.schema.get("properties", ())))
        return f"{error.message[:_SHOWN]}; allowed are {allowed}"
    hint = error.schema.get("description") if isinstance(error.schema, dict) else None
    return f"{error.message[:_SHOWN]}" + (f"; expected: {hint}" if hint else "")


def line_of(node: Any, place: Sequence[str | int]) -> int:
    """The line (from 1) of the value at `place` below a composed YAML node, or of its nearest parent that is there."""
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if getattr(key, "value", None) == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
        else:
            found = None
        if found is None:
            break
        node = found
    return int(node.start_mark.line) + 1 if node is not None else 1
