"""The mutants of a target: where each operator applies, and the code that it then makes."""

import difflib
import hashlib
from collections.abc import Iterator

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.work_item import MutationSpec, WorkItem

from tests.mutation import provider, syntax
from tests.mutation.equivalents import EQUIVALENTS
from tests.mutation.targets import ROOT, Target


def of_target(target: Target) -> list[WorkItem]:
    """Return the mutants of a target, in an order that depends on nothing but their code."""
    items = [item for file in target.files() for item in _of_file(file)]
    return sorted(items, key=lambda item: item.job_id)


def _of_file(file) -> Iterator[WorkItem]:
    source = file.read_text()
    path = file.relative_to(ROOT)
    version = hashlib.sha256(source.encode()).hexdigest()
    nodes = list(ast_nodes(get_ast(source)))
    for name in provider.NAMES:
        for occurrence, node, (start, end) in _positions(nodes, provider.operator(name)):
            if syntax.is_worth_nothing(node):
                continue
            key = f"{path} {version} {name} {occurrence}"
            spec = MutationSpec(
                module_path=path,
                operator_name=name,
                occurrence=occurrence,
                start_pos=start,
                end_pos=end,
            )
            yield WorkItem.single(hashlib.sha256(key.encode()).hexdigest()[:16], spec)


def _positions(nodes, operator) -> Iterator[tuple]:
    """Yield what cosmic-ray counts as occurrences; of a number in a table, one and not two."""
    occurrence = 0
    for node in nodes:
        for index, place in enumerate(operator.mutation_positions(node)):
            if not (node.type == "number" and index and _in_a_table(node)):
                yield occurrence, node, place
            occurrence += 1


def _in_a_table(node) -> bool:
    while node is not None and node.type not in ("funcdef", "lambdef"):
        node = node.parent
    return node is None


def code(item: WorkItem) -> tuple[str, str]:
    """Return the source of a module, and what the mutant makes of it."""
    [spec] = item.mutations
    source = (ROOT / spec.module_path).read_text()
    mutated = mutate_code(source, provider.operator(spec.operator_name), spec.occurrence)
    return source, mutated


def is_python(text: str) -> bool:
    """Whether it compiles: parso reads `match` as an error, in which operators still apply."""
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def path(item: WorkItem) -> str:
    return item.mutations[0].module_path.as_posix()


def line(item: WorkItem) -> int:
    return item.mutations[0].start_pos[0]


def diff(item: WorkItem) -> list[str]:
    """Return the lines that go, then those that come, with a sign."""
    source, mutated = code(item)
    lines = difflib.unified_diff(source.splitlines(), mutated.splitlines(), n=0, lineterm="")
    return [text for text in list(lines)[2:] if not text.startswith("@@")]


def reason_of_equivalence(item: WorkItem) -> str:
    """Return why this mutant changes nothing; empty when nobody said so."""
    candidates = [known for known in EQUIVALENTS if known.path == path(item)]
    if not candidates:
        return ""
    lines = diff(item)
    before = _side(lines, "-")
    after = _side(lines, "+")
    for known in candidates:
        if (known.before, known.after) == (before, after):
            return known.reason
    return ""


def _side(lines, sign) -> str:
    return " ".join(text[1:].strip() for text in lines if text.startswith(sign)).strip()
