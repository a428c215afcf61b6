"""JSON Schemas compiled to functions, which check the right in a tenth of the reference validator's time.

The compiler knows JSON Schema up to draft 7. The schemas here only use words that mean the same in 2020-12; the words that draft 7 lacks
are refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

# What 2020-12 added to draft 7 and the compiler would silently pass over.
NEWER = frozenset(
    {"dependentRequired", "dependentSchemas", "prefixItems", "minContains", "maxContains", "unevaluatedItems", "unevaluatedProperties"}
)


def compiled(schema: Mapping[str, Any]) -> Callable[[Any], Any]:
    """The schema as a function of a value, which raises fastjsonschema.JsonSchemaValueException where the value is not valid.

    `format` is not looked at. Raises ValueError where the schema has a word of `NEWER`.
    """
    return _compiled(json.dumps(schema))  # by its text, as a mapping has no hash to be kept by


@cache
def _compiled(text: str) -> Callable[[Any], Any]:
    import fastjsonschema

    schema = json.loads(text)
    if newer := NEWER & set(_words(schema)):
        raise ValueError(f"draft 7 does not know {', '.join(sorted(newer))}; use the reference validator")
    known = {key: value for key, value in schema.items() if key != "$schema"}
    validate: Callable[[Any], Any] = fastjsonschema.compile(known, use_formats=False)
    return validate


def _words(schema: Any) -> list[str]:
    """The keys at any depth."""
    if isinstance(schema, Mapping):
        return [*schema, *(word for value in schema.values() for word in _words(value))]
    return [word for value in schema for word in _words(value)] if isinstance(schema, list) else []
