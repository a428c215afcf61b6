"""The mutants of `make soak`: each is a program, wrong in one place, and the sample is the same every time."""

import ast
from pathlib import Path

import pytest

from tests.soak.mutants import mutants
from tests.soak.mutation import TARGETS, sample

ROOT = Path(__file__).parents[1]

CASES = [
    ("x = a < b", ["x = (a <= b)"]),
    ("x = a and b", ["x = (a or b)"]),
    ("if a: b()", ["if (not a): b()", "if a: pass"]),
    ("if not a: pass", ["if (a): pass"]),
    ("x = a[1:]", ["x = a[(2):]"]),
    ("x = {'k': True}", ["x = {('kX'): True}", "x = {'k': (False)}"]),
    ("x = min(a)", ["x = (max(a))"]),
    ("def f(a: int = 1) -> int:\n    '''Text.'''\n    return a", ["def f(a: int = (2)) -> int:\n    '''Text.'''\n    return a",
                                                                "def f(a: int = 1) -> int:\n    '''Text.'''\n    return None"]),
    ("raise ValueError('message')", []),
    ("x = {'k': 'is no file; take it away'}", ["x = {('kX'): 'is no file; take it away'}"]),
    ("x = 'a-b, c'", ["x = ('a-b, cX')"]),
    ("x = zip(a, b, strict=True)", []),
    ("x = f(a, strict=True)", ["x = f(a, strict=(False))"]),
    ("def f():\n    return False", ["def f():\n    return (True)"]),
    ("class A:\n    def __repr__(self):\n        return self.a[1]", []),
    ("x = f'{a < b}'", []),
    ("é = 'é' + x", ["é = ('é' - x)", "é = ('éX') + x"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_made_wrong(text: str, expected: list[str]) -> None:
    assert [mutant.text for mutant in mutants("m.py", text)] == expected


def test_every_mutant_is_a_program_of_its_own() -> None:
    text = (ROOT / "pipeline" / "ids.py").read_text(encoding="utf-8")
    made = [mutant.text for mutant in mutants("pipeline/ids.py", text)]
    assert len(made) > 20 and text not in made
    assert all(ast.dump(ast.parse(mutant)) != ast.dump(ast.parse(text)) for mutant in made)


def test_the_sample_is_the_same_every_time_and_its_tests_are_there() -> None:
    assert sample(9) == sample(9) and len(sample(9)) == 9
    assert all((ROOT / test).is_file() for tests in TARGETS.values() for test in tests)
