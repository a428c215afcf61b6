"""Small changes of a program, each of which makes it wrong in one place: what a test suite should notice."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_REPLACED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.Mod: ast.Mult,
}  # fmt: skip
# Several words in a row: a message. Where it should differ, it is chosen by a condition, which is changed.
_MESSAGE = re.compile(r"\W*\w+(?:[,;:'’]? [(`'‘]*\w+[)`'’]*){4,}\W*")
_SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any", "startswith": "endswith", "endswith": "startswith"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: the whole of its text, the line where it is, and what stood there before and after."""

    module: str
    line: int
    before: str
    after: str
    text: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: `{self.before}` → `{self.after}`"


def mutants(module: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a module's text, in the order of the text. Messages, docstrings, annotations and assertions are left alone."""
    lines = [line.encode("utf-8") for line in text.splitlines(keepends=True)]
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    raw = text.encode("utf-8")
    for node, role in _nodes(ast.parse(text)):
        begin, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[operator]
        before = raw[begin:end].decode("utf-8")
        changes = [*_changes(node), *([ast.UnaryOp(ast.Not(), node)] if role == "condition" else [])]
        for changed in changes:
            after = ast.unparse(changed)
            new = after if role == "statement" else f"({after})"
            yield Mutant(
                module, node.lineno, _short(before), _short(after), (raw[:begin] + new.encode("utf-8") + raw[end:]).decode("utf-8")
            )


def _short(code: str) -> str:
    words = " ".join(code.split())
    return words if len(words) <= 90 else words[:89] + "…"


def _nodes(tree: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """What may be changed, and what it is: a statement, a condition that can only be turned round, or another expression."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, (ast.JoinedStr, ast.Raise, ast.Import, ast.ImportFrom)) or _is_text(node) or _is_unseen(tree, node):
                continue
            if isinstance(node, ast.AnnAssign) and node.value is None:
                continue
            if isinstance(node, ast.stmt):
                yield node, "statement"
            elif isinstance(node, ast.expr):
                plain = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
                yield node, "condition" if plain and name in ("test", "ifs") else "expression"
            if isinstance(node, ast.AST):
                yield from _nodes(node)


def _is_text(node: object) -> bool:
    """Whether a node is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_unseen(parent: ast.AST, node: object) -> bool:
    """Whether a change of a node can do nothing but what no test should ask about: how an object shows itself, a message, an assertion that holds."""
    if isinstance(node, ast.keyword) and isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
        return (parent.func.id, node.arg) == ("zip", "strict")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _MESSAGE.fullmatch(node.value) is not None
    return isinstance(node, ast.FunctionDef) and node.name == "__repr__"


def _changes(node: ast.expr | ast.stmt) -> Iterator[ast.AST]:
    """The node, wrong in one way each."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            if type(operator) in _COMPARED:
                yield _with(node, ops=[*node.ops[:at], _COMPARED[type(operator)](), *node.ops[at + 1 :]])
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _REPLACED:
        yield _with(node, op=_REPLACED[type(node.op)]())
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.IfExp):
        yield _with(node, body=node.orelse, orelse=node.body)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_false(node.value):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Break):
        yield ast.Continue()
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.AugAssign) and type(node.op) in _REPLACED:
        yield _with(node, op=_REPLACED[type(node.op)]())
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str):
        yield ast.Constant(f"{node.value}X" if node.value else "X")


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    """Another function of the same form."""
    if isinstance(node.func, ast.Name) and node.func.id in _SWAPPED:
        yield _with(node, func=ast.Name(_SWAPPED[node.func.id]))
    elif isinstance(node.func, ast.Attribute) and node.func.attr in _SWAPPED:
        yield _with(node, func=_with(node.func, attr=_SWAPPED[node.func.attr]))


def _is_false(node: ast.expr) -> bool:
    """Whether a result is None, or False, which whoever asks cannot tell from None."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
