"""The graph of imports between modules has no circle, and what a module needs stands at its top."""

import ast
from pathlib import Path

import grimp
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("config", "core", "exports", "programmes", "workflows")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)


def circles(imported: dict[str, set[str]]) -> list[set[str]]:
    """Return the groups of modules that reach one another, as Tarjan finds them."""
    numbers, lowest = {}, {}
    stack, found = [], []

    def visit(module):
        numbers[module] = lowest[module] = len(numbers)
        stack.append(module)
        for other in imported[module]:
            if other not in numbers:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], numbers[other])
        if lowest[module] == numbers[module]:
            place = stack.index(module)
            found.append(set(stack[place:]))
            del stack[place:]

    for module in imported:
        if module not in numbers:
            visit(module)
    return [group for group in found if len(group) > 1]


def test_a_circle_is_found():
    imported = {"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": set()}
    assert circles(imported) == [{"a", "b", "c"}]


def test_no_modules_import_one_another_in_a_circle(graph):
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imported) > 100
    assert [sorted(group) for group in circles(imported)] == []


def imports_of(function) -> list:
    return [node for node in ast.walk(function) if isinstance(node, (ast.Import, ast.ImportFrom))]


def deferred(path: Path) -> list[str]:
    """Return the imports of a file that stand inside a function, but those that give a reason."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = set()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if path.name == "apps.py" and node.name == "ready":
            continue
        for line in imports_of(node):
            _, _, reason = lines[line.lineno - 1].partition("#")
            if not reason.strip() or reason.strip().startswith("noqa"):
                found.add(f"{path.relative_to(ROOT)}:{line.lineno}: {ast.unparse(line)}")
    return sorted(found)


def test_no_import_stands_inside_a_function_without_a_reason():
    files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    assert len(files) > 100
    assert [fault for path in files for fault in deferred(path)] == []
