"""Faults in tables: something is missing from a declaration, or stands for something else."""

import itertools

from cosmic_ray.operators.operator import Example, Operator

from tests.mutation import members, syntax

# Calls whose arguments are a list of equals: each may be left out.
VARIADIC = {"Q", "each_by_its_index", "either", "exclude", "filter", "frozenset", "in_state"}


def ends(nodes):
    return nodes[0].start_pos, nodes[-1].end_pos


class RemoveElement(Operator):
    """An element of a literal is left out."""

    def mutation_positions(self, node):
        for nodes in syntax.elements(node):
            yield ends(nodes)

    def mutate(self, node, index):
        groups = syntax.elements(node)
        opening = node.children[0]
        if opening.value == "{" and len(groups) == len(groups[0]) == 1:
            return syntax.parsed(f"{opening.prefix}set()")
        return syntax.without(node, groups, index, last_comma=syntax.is_tuple(node))

    @classmethod
    def examples(cls):
        return (
            Example("x = [a, b]", "x = [ b]"),
            Example("x = (a, b)", "x = (a,)", occurrence=1),
            Example("x = {'a': 1, **b}", "x = {'a': 1}", occurrence=1),
            Example("x = {a}", "x = set()"),
        )


class RemoveArgument(Operator):
    """A keyword argument is left out of a call, or one of those that are a list of equals."""

    def _removable(self, node):
        groups = syntax.arguments(node)
        variadic = groups and syntax.called(node) in VARIADIC
        for position, nodes in enumerate(groups):
            name = syntax.keyword(nodes)
            if name in syntax.LABELS:
                continue
            if name or (variadic and nodes[0].type != "argument"):
                yield position, nodes

    def mutation_positions(self, node):
        for _, nodes in self._removable(node):
            yield ends(nodes)

    def mutate(self, node, index):
        position, _ = list(self._removable(node))[index]
        return syntax.without(node, syntax.arguments(node), position)

    @classmethod
    def examples(cls):
        return (
            Example("f(a, b=1)", "f(a)"),
            Example("either(a, b)", "either( b)"),
            Example("@move(A, sends=True)\ndef f(): ...", "@move(A)\ndef f(): ..."),
        )


class SwapMember(Operator):
    """A member of an enumeration is taken for another."""

    def _other(self, node):
        if node.type != "name" or node.is_definition():
            return None
        before = node.get_previous_leaf()
        if before is None or before.value != ".":
            return members.ALONE.get(node.value)
        return members.OF.get(before.get_previous_leaf().value, {}).get(node.value)

    def mutation_positions(self, node):
        if self._other(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        node.value = self._other(node)
        return node

    @classmethod
    def examples(cls):
        return (
            Example("f(N.REQUIRED)", "f(N.OPTIONAL)"),
            Example("x = {ORGANISME: 1}", "x = {GESTIONNAIRE: 1}"),
        )


class SwapPaths(Operator):
    """Two fields of a table that follow each other exchange their LHÉO paths."""

    def _pairs(self, node):
        paths = [path for nodes in syntax.elements(node) if (path := self._path(nodes))]
        for path, following in itertools.pairwise(paths):
            if path.value != following.value:
                yield path, following

    def _path(self, nodes):
        """Return the string after `lheo=` of a `Field`."""
        if nodes[0].get_first_leaf().value != "Field" or nodes[0].type != "atom_expr":
            return None
        for argument in syntax.arguments(nodes[0].children[-1]):
            if syntax.keyword(argument) == "lheo" and argument[0].children[2].type == "string":
                return argument[0].children[2]
        return None

    def mutation_positions(self, node):
        for path, following in self._pairs(node):
            yield path.start_pos, following.end_pos

    def mutate(self, node, index):
        path, following = list(self._pairs(node))[index]
        path.value, following.value = following.value, path.value
        return node

    @classmethod
    def examples(cls):
        return (
            Example(
                "T = (Field(lheo='a'), Field(lheo='b'))",
                "T = (Field(lheo='b'), Field(lheo='a'))",
            ),
        )
