"""Settings written by people: YAML that is loaded safely, checked against a JSON Schema, and blamed by line.

One way for every such file (sources, package, rules, review decisions): `load_yaml(path, schema)` gives plain data or raises
a DataError that names the file, the line, the value and what is allowed. `load_located` also tells where each value stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml

from pipeline.errors import DataError

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
MAX_BYTES = 20_000_000


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
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check that the file is there") from error
    if len(raw) > MAX_BYTES:
        raise DataError(f"{path}: {len(raw):,} bytes are more than the {MAX_BYTES:,} that a settings file may have; split it")
    try:
        node = yaml.compose(raw.decode("utf-8-sig"), Loader=_Loader)
        _refuse_traps(path, node)
        data = yaml.load(raw.decode("utf-8-sig"), Loader=_Loader)  # noqa: S506 - a safe loader
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise DataError(f"{path}{line}: not valid YAML: {error.problem}; mend the line") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DataError(f"{path}: not valid YAML: {error}; mend the file") from error

    def locate(*place: str | int) -> str:
        return f"{path}:{line_of(node, place)}"

    check_data(data, schema, locate)
    return data, locate


def _refuse_traps(path: Path, root: Any) -> None:
    """No anchor (a small file could unfold without end) and no key twice (the first value would be lost)."""
    seen: set[int] = set()
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        if id(node) in seen:
            raise DataError(f"{path}:{node.start_mark.line + 1}: anchors and aliases are not allowed; write the value out")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode) and keys.count(key.value) > 1:
                    raise DataError(f"{path}:{key.start_mark.line + 1}: the key '{key.value}' stands twice; keep one")
                stack += [key, value]
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value


def check_data(data: Any, schema: str, locate: Callable[..., str]) -> None:
    """Raise DataError where `data` is not valid against `schemas/config/<schema>.json`; `locate` tells where a value was written."""
    errors = sorted(_validator(schema).iter_errors(data), key=lambda error: (len(error.absolute_path), list(map(str, error.absolute_path))))
    if errors:
        error = errors[0]
        place = "/".join(map(str, error.absolute_path)) or "the whole file"
        raise DataError(f"{locate(*error.absolute_path)}: {place}: {_explain(error)}")


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator

    file = SCHEMAS / "config" / f"{schema}.json"
    try:
        return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise DataError(f"{file}: not a readable JSON Schema ({error}); restore it from the repository") from error


def _explain(error: Any) -> str:
    if error.validator == "additionalProperties":
        allowed = ", ".join(sorted(error.schema.get("properties", ())))
        return f"{error.message}; allowed are {allowed}"
    hint = error.schema.get("description") if isinstance(error.schema, dict) else None
    return f"{error.message[:300]}" + (f"; expected: {hint}" if hint else "")


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
