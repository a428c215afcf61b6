"""What the rule that is named in a row does, in words for people."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.config import load_yaml
from pipeline.extract.rulebook import RULES, Rule, load_rulebook


def describe(rule: str) -> str:
    """One line about a rule of relations, a pattern, or a construction of statements. Raises KeyError for an unknown name."""
    for entry in load_rulebook().rules:
        if entry.id == rule:
            return _of_frame(entry)
    patterns = _patterns()
    for section in ("relations", "viewpoints", "review"):
        if rule in patterns[section]:
            return str(patterns[section][rule])
    construction, role = rule.rsplit("-", 1)
    return f"{patterns['statements'][construction]}; the object of the triple is {patterns['roles'][role]}"


def _of_frame(rule: Rule) -> str:
    words = ", ".join(sorted(rule.lemmas)[:8]) + (", ..." if len(rule.lemmas) > 8 else "")
    conclusions = " or ".join(c.predicate + (" (ends exchanged)" if c.inverse else "") for c in rule.conclusions)
    line = f"the {rule.trigger} {words}: {' or '.join(rule.subject)} {conclusions} {' or '.join(rule.object)}"
    examples = [f"; for example “{e.text}” gives {'; '.join(e.gives)}" for e in rule.examples if e.gives]
    return line + (examples[0] if examples else "")


@cache
def _patterns() -> dict[str, Any]:
    return dict(load_yaml(RULES / "patterns.yaml", "patterns"))
