"""What people typed is not looked for by `icontains`: accents would count."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("config", "core", "exports", "programmes", "workflows")
LOOKUP = re.compile(r"(?:^|__)(icontains|iexact|istartswith|iendswith|iregex)$")
CLASSES = {"IContains", "IExact", "IStartsWith", "IEndsWith", "IRegex"}
EXCEPTIONS: dict[str, str] = {}  # `path: lookup`, and the reason


def lookups_in(path):
    """Yield the lookups without case that a module writes: as a keyword, a text, or a class."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.keyword(arg=str(name)) | ast.Constant(value=str(name)):
                if LOOKUP.search(name):
                    yield name
            case ast.Name(id=name) | ast.Attribute(attr=name):
                if name in CLASSES:
                    yield name
            case ast.JoinedStr(values=[*_, ast.Constant(value=str(end))]):
                if LOOKUP.search(end):
                    yield end


def test_nothing_is_looked_for_without_case_by_the_base():
    written = [
        f"{path.relative_to(ROOT)}: {lookup}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for lookup in lookups_in(path)
    ]
    assert [line for line in written if line not in EXCEPTIONS] == []


def test_the_contract_sees_what_it_looks_for(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        "f(nom__icontains=x); Q(**{f'{a}__iexact': x}); IContains(x); f(nom__contains=x)"
    )
    assert set(lookups_in(module)) == {"nom__icontains", "__iexact", "IContains"}
