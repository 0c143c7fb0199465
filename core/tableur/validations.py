"""What a spreadsheet checks as people type: it warns, and leaves SOFI to judge."""

from openpyxl.worksheet.datavalidation import DataValidation

from core.rules import Field, Kind
from core.tableur.columns import Column

LONGEST_KEY = 60  # characters
FIRST_DAY, LAST_DAY = "36526", "73415"  # 2000-01-01 and 2100-12-31, as a spreadsheet counts days
LAST_INSTANT = "0.99999"  # of a day
GREATEST = 9_999_999


def validation_of(column: Column, where: str | None) -> DataValidation | None:
    """Return the validation of a column; `where`: the range of its list."""
    rule = _rule(column, where)
    if rule is None:
        return None
    rule.errorStyle = "warning"
    rule.showErrorMessage = not _holds_several(column)
    rule.errorTitle = "SOFI"
    rule.error = f"« {column.title} »"[:100] + " : cette valeur ne semble pas convenir."
    if column.help:
        rule.showInputMessage = True
        rule.promptTitle = column.title[:32]
        rule.prompt = column.help[:250]
    return rule


def _holds_several(column: Column) -> bool:
    return column.field is not None and column.field.kind in (Kind.CHOICES, Kind.CODES)


def _rule(column: Column, where: str | None) -> DataValidation | None:
    if where:
        return DataValidation("list", formula1=where, allow_blank=True)
    if column.field is None:
        return at_most(LONGEST_KEY)
    return _rule_of_field(column.field)


def _rule_of_field(field: Field) -> DataValidation | None:
    match field.kind:
        case Kind.DATE:
            return between("date", FIRST_DAY, LAST_DAY)
        case Kind.TIME:
            return between("time", "0", LAST_INSTANT)
        case Kind.INTEGER:
            return between("whole", *bounds(field))
        case Kind.AMOUNT:
            return between("decimal", *bounds(field))
        case Kind.TEXT | Kind.LONG if field.max_length:
            return at_most(field.max_length)
    return None


def bounds(field: Field) -> tuple[str, str]:
    highest = GREATEST if field.maximum is None else field.maximum
    return str(field.minimum or 0), str(highest)


def between(shape: str, low: str, high: str) -> DataValidation:
    return DataValidation(
        shape,
        operator="between",
        formula1=low,
        formula2=high,
        allow_blank=True,
    )


def at_most(length: int) -> DataValidation:
    return DataValidation(
        "textLength",
        operator="lessThanOrEqual",
        formula1=str(length),
        allow_blank=True,
    )
