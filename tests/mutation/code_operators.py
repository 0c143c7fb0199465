"""Faults in functions that cosmic-ray's own operators do not make."""

from cosmic_ray.operators.operator import Example, Operator

from tests.mutation import syntax


class RemoveStatement(Operator):
    """A call, a change of an attribute, a refusal or an issue is left out."""

    def _instead(self, node):
        """Return what stands in place of the statement; None where nothing is worth removing."""
        if node.type != "simple_stmt" or node.parent.type == "file_input":
            return None
        statement = node.children[0]
        if statement.type == "raise_stmt":
            return "pass"
        if statement.type == "yield_expr":
            return "yield from ()"
        if statement.type == "atom_expr":
            return "pass" if syntax.arguments(statement.children[-1]) else None
        if statement.type == "expr_stmt":
            return "pass" if self._changes_something(statement) else None
        return None

    def _changes_something(self, statement) -> bool:
        """Whether an attribute, a key or a sum changes: not a name, which others need."""
        target, change = statement.children[:2]
        summed = change.type == "operator" and change.value != "="
        return target.type == "atom_expr" or summed

    def mutation_positions(self, node):
        if self._instead(node) and node.get_first_leaf().value != "log":
            yield node.start_pos, node.children[0].end_pos

    def mutate(self, node, index):
        statement = node.children[0]
        prefix = statement.get_first_leaf().prefix
        node.children[0] = syntax.parsed(prefix + self._instead(node))
        return node

    @classmethod
    def examples(cls):
        return (
            Example("def f(self):\n    self.x = 1\n", "def f(self):\n    pass\n"),
            Example("def f():\n    yield 1\n", "def f():\n    yield from ()\n"),
            Example("if x:\n    raise E(1)\n", "if x:\n    pass\n"),
        )


class SwapIn(Operator):
    """`in` is taken for `not in`."""

    def mutation_positions(self, node):
        if node.type == "comparison" and self._is_in(node.children[1]):
            yield node.children[1].start_pos, node.children[1].end_pos

    def _is_in(self, node):
        return node.get_code(include_prefix=False) in ("in", "not in")

    def mutate(self, node, index):
        negative = node.children[1].type == "comp_op"
        node.children[1] = syntax.parsed(" in" if negative else " not in")
        return node

    @classmethod
    def examples(cls):
        return (
            Example("x = a in b", "x = a not in b"),
            Example("x = a not in b", "x = a in b"),
        )


class ChangeWord(Operator):
    """A code that is compared, or given by keyword, is another; LHÉO paths are swapped."""

    def mutation_positions(self, node):
        if node.type == "string" and syntax.WORD.fullmatch(node.value) and self._matters(node):
            yield node.start_pos, node.end_pos

    def _matters(self, node) -> bool:
        if node.parent.type == "argument":
            return syntax.keyword([node.parent]) not in {"lheo", *syntax.LABELS}
        return node.parent.type == "comparison"

    def mutate(self, node, index):
        node.value = f"{node.value[:-1]}x{node.value[-1]}"
        return node

    @classmethod
    def examples(cls):
        return (
            Example("x = a == 'view'", "x = a == 'viewx'"),
            Example("f(famille='commune')", "f(famille='communex')"),
        )
