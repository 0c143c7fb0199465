"""What a page that refuses a save asks to mend: the name and the address of each answer."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS

from core.backoffice.addresses import anchor


@dataclass(frozen=True, slots=True)
class ToMend:
    """An answer that cannot be saved, and where it is on the page."""

    label: str
    url: str


def answers_to_mend(groups, inlines) -> list[ToMend]:
    """Return the ill-shaped answers of a fiche, in the order of its page.

    Its fields, then its small tables.
    """
    to_mend = []
    for _, fields in groups:
        for field in fields:
            if field.errors:
                to_mend.append(ToMend(field.label, anchor(field.name)))
    for inline in inlines:
        to_mend += in_small_table(inline.opts.fasd, inline.formset)
    return to_mend


def in_small_table(table, formset):
    """Yield the ill-shaped answers of a small table."""
    if formset.non_form_errors():
        yield ToMend(table.label, anchor(table.name))
    labels = {column.name: column.label for column in table.columns}
    for rank, line in enumerate(formset.forms, 1):
        where = f"{table.label}, ligne {rank}"
        for name in line.errors:
            if name in labels:
                yield ToMend(f"{where} : {labels[name]}", f"#{line[name].auto_id}")
            elif name == NON_FIELD_ERRORS:
                yield ToMend(where, anchor(table.name))
