"""What the operators ask of a parso tree: elements, arguments, and what is not worth a mutant."""

import re
from collections.abc import Iterator

import parso

WORD = re.compile(r"""(["'])[A-Za-z0-9_:./-]+\1""")  # an identifier or a code, never a sentence
CLOSED = {"[": "]", "(": ")", "{": "}"}
COMPREHENSIONS = ("comp_for", "sync_comp_for")
# What a person reads, and what changes nothing that can be seen.
LABELS = {
    "done",
    "extra",
    "frozen",
    "help",
    "label",
    "labels",
    "message",
    "sentence",
    "slots",
    "source",
    "unit",
    "usedforsecurity",
}


def parsed(code: str):
    """Return nodes that give this very code back: all that cosmic-ray asks of them."""
    return parso.parse(code)


def elements(node) -> list[list]:
    """Return the elements of a literal list, tuple, set or dict, each as its nodes."""
    if node.type != "atom" or len(node.children) != 3 or node.children[0].value not in CLOSED:
        return []
    inner = node.children[1]
    if inner.type in ("testlist_comp", "dictorsetmaker"):
        if any(child.type in COMPREHENSIONS for child in inner.children):
            return []
        return between_commas(inner.children)
    return [] if is_tuple(node) else [[inner]]  # (x) is no tuple


def is_tuple(node) -> bool:
    return node.children[0].value == "("


def arguments(node) -> list[list]:
    """Return the arguments of a call, from its parentheses, each as its nodes."""
    if node.type != "trailer" or node.children[0].value != "(" or len(node.children) != 3:
        return []
    inner = node.children[1]
    if inner.type == "arglist":
        return between_commas(inner.children)
    return [[inner]]


def between_commas(nodes) -> list[list]:
    groups = [[]]
    for node in nodes:
        if node.type == "operator" and node.value == ",":
            groups.append([])
        else:
            groups[-1].append(node)
    return [group for group in groups if group]


def without(node, groups, index, *, last_comma=False):
    """Return the node, brackets included, less one of its elements or arguments."""
    opening, closing = node.children[0], node.children[-1]
    rest = groups[:index] + groups[index + 1 :]
    code = ",".join("".join(part.get_code() for part in group) for group in rest)
    needed = last_comma and len(rest) == 1
    comma = "," if rest and (needed or _ends_with_a_comma(node)) else ""
    return parsed(opening.get_code() + code + comma + closing.get_code())


def _ends_with_a_comma(node) -> bool:
    return node.children[-1].get_previous_leaf().value == ","


def keyword(nodes) -> str:
    """Return the name of a keyword argument; empty for any other argument."""
    [node, *_] = nodes
    named = node.type == "argument" and node.children[1].type == "operator"
    return node.children[0].value if named and node.children[1].value == "=" else ""


def called(trailer) -> str:
    """Return the last name of what is called: `exclude` in `Action.objects.exclude(…)`."""
    before = trailer.get_previous_leaf()
    return before.value if before is not None and before.type == "name" else ""


def calls(node) -> Iterator:
    """Yield the parentheses of the calls under a node, itself included."""
    if node.type == "trailer":
        yield node
    for child in getattr(node, "children", ()):
        yield from calls(child)


def is_worth_nothing(node) -> bool:
    """Whether a node is an import, an annotation, a label, `__all__`, a log, or inside one."""
    child = node
    parent = node.parent
    while parent is not None:
        if parent.type in ("import_from", "import_name", "annassign"):
            return True
        if parent.type == "argument" and keyword([parent]) in LABELS:
            return True
        if parent.type == "tfpdef" or (parent.type == "funcdef" and child is parent.annotation):
            return True
        if parent.type == "expr_stmt" and parent.get_first_leaf().value == "__all__":
            return True
        if parent.type == "atom_expr" and parent.get_first_leaf().value == "log":
            return True
        child = parent
        parent = parent.parent
    return False
