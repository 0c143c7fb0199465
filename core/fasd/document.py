"""The table of the programmes as a page: programme, field, obligation, constraint, source.

Plain Python, no Django.
"""

from collections.abc import Iterator

from core.rules import OFFER, Field, FromCertifinfo, FromContexte, Kind, Need, Programme

HEADER = """# Programmes

<!-- Written by `manage.py programmes_table`: do not edit. A test fails when this page is stale. -->

What each programme asks, field by field, as the rules of the code say it; \
a campaign may ask more, never less.

| need | at submission |
|---|---|
| required | blocking when empty |
| default | proposed, may be changed; blocking when empty |
| fixed | the programme's value, nobody types it |
| received | from Certifinfo, the Région or the campaign, nobody types it |
| expected | advice when empty |
| optional | nothing |
| unused | not shown |

Sources: S1 to S4 are the Cariforef's procedures; \
B and D are the sections and decisions of the domain file; LHÉO is the language.
"""
FEW = 4  # choices that are written out
WHERE = {"lot": "the lot", "mandataire": "the lot", "libelle_programme": "the campaign"}


def page(programmes: list[Programme]) -> str:
    """Return the whole page, in Markdown."""
    lines = [HEADER]
    for programme in programmes:
        lines += section(programme)
    return "\n".join(lines)


def section(programme: Programme) -> Iterator[str]:
    """Yield the lines of one programme."""
    yield f"## {programme.label}\n"
    about = [f"`{programme.code}`"]
    if programme.region_code:
        about.append(f"`{programme.region_code}` in the Région file")
    if programme.procedure:
        about.append(programme.procedure)
    yield f"{' · '.join(about)}\n"
    if programme.a_confirmer:
        yield (
            "**Règles à confirmer**: only what is known is asked; "
            "a manager completes it in the campaign.\n"
        )
    for level in OFFER:
        yield f"### {programme.code}: {level.label}\n"
        yield "| field | label | need | value or constraint | source |\n|---|---|---|---|---|"
        yield from (row(field) for field in programme.fields.level(level))
        yield ""
    yield f"### {programme.code}: across fields\n"
    yield "| check | what it asks | source |\n|---|---|---|"
    yield from (check_row(check) for check in programme.checks)
    yield ""


def row(field: Field) -> str:
    return cells(f"`{field.name}`", field.label, str(field.need), constraint(field), field.source)


def check_row(check) -> str:
    asked, source = getattr(check, "regle", ((check.__doc__ or "").strip(), ""))
    return cells(f"`{check.__name__}`", asked, source)


def cells(*texts: str) -> str:
    escaped = [text.replace("|", "\\|").replace("\n", "<br>") for text in texts]
    return f"| {' | '.join(escaped)} |"


def constraint(field: Field) -> str:
    """Return the value that is given, and what a value must be."""
    if field.need is Need.UNUSED:
        return ""
    parts = [given(field), choices(field), bounds(field)]
    if field.columns:
        columns = [column_name(column) for column in field.columns]
        parts.append(f"rows: {', '.join(columns)}")
    return "; ".join(filter(None, parts))


def column_name(column: Field) -> str:
    return f"{column.label} (required)" if column.need is Need.REQUIRED else column.label


def given(field: Field) -> str:
    match field.value:
        case FromContexte(name=name):
            return f"from {WHERE.get(name, 'the Région file')}"
        case FromCertifinfo(lacking=lacking):
            return (
                f"from Certifinfo; {lacking} where our table lacks it "
                "(« non fourni par Certifinfo », D28)"
            )
        case None:
            return ""
        case bool():
            return "oui" if field.value else "non"
        case list() | tuple():
            return ", ".join(said(field, code) for code in field.value)
    return said(field, field.value)


def said(field: Field, code) -> str:
    """Return a value, a code with its label."""
    if field.table is not None:
        return field.table[code]
    if field.kind is Kind.LONG:
        return f"« {code} »"
    return str(code)


def choices(field: Field) -> str:
    possible = field.allowed or tuple(field.table or ())
    if not possible or field.need.locked:
        return ""
    if field.allowed or len(possible) <= FEW:
        return "one of: " + ", ".join(said(field, code) for code in possible)
    return f"one of the {len(possible)} of the table {field.table.name}"


def bounds(field: Field) -> str:
    if field.need.locked:
        return ""
    unit = f" {field.unit}" if field.unit else ""
    parts = [
        f"≤ {field.max_length} characters" if field.max_length else "",
        f"≤ {field.max_items} choices" if field.max_items else "",
        f"{field.minimum} to {field.maximum}{unit}" if field.maximum is not None else "",
        f"a code of the référentiel {field.famille}"
        if field.famille and field.value is None
        else "",
        {Kind.URL: "an address", Kind.EMAIL: "an e-mail address"}.get(field.kind, ""),
    ]
    return ", ".join(part for part in parts if part)
