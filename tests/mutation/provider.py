"""The operators that are used: those of cosmic-ray that matter here, and ours."""

from cosmic_ray import plugins
from cosmic_ray.mutating import mutate_code

from tests.mutation import code_operators, table_operators

STOCK = (
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ExceptionReplacer",
    "NumberReplacer",
    "RemoveDecorator",
    "ZeroIterationForLoop",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_Invert",
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    # A bound that moves by one, and a comparison that is turned over.
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_Lt_GtE",
    "ReplaceComparisonOperator_LtE_Gt",
    "ReplaceComparisonOperator_Gt_LtE",
    "ReplaceComparisonOperator_GtE_Lt",
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_IsNot_Is",
)
OURS = {
    operator.__name__: operator
    for operator in (
        table_operators.RemoveElement,
        table_operators.RemoveArgument,
        table_operators.SwapMember,
        table_operators.SwapPaths,
        code_operators.RemoveStatement,
        code_operators.SwapIn,
        code_operators.ChangeWord,
    )
}
NAMES = [f"core/{name}" for name in STOCK] + [f"sofi/{name}" for name in OURS]

plugins.OPERATOR_PROVIDERS["sofi"] = OURS


def operator(name: str):
    """Return an operator, from its name with its provider's."""
    return plugins.get_operator(name)()


def check():
    """Refuse to start when an operator of ours does not do what its examples say."""
    for ours in OURS.values():
        for example in ours.examples():
            mutated = mutate_code(example.pre_mutation_code, ours(), example.occurrence)
            if mutated != example.post_mutation_code:
                raise AssertionError(f"{ours.__name__}: {example}, and not {mutated!r}")
