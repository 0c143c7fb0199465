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
    """Return the ill-shaped answers of a fiche in the order of its page: its fields, then its small tables."""
    found = [
        ToMend(field.label, anchor(field.name))
        for _, fields in groups
        for field in fields
        if field.errors
    ]
    for inline in inlines:
        table = inline.opts.fasd
        names = {column.name: column.label for column in table.columns}
        if inline.formset.non_form_errors():
            found.append(ToMend(table.label, anchor(table.name)))
        for rank, line in enumerate(inline.formset.forms, 1):
            where = f"{table.label}, ligne {rank}"
            found += [
                ToMend(f"{where} : {names[name]}", f"#{line[name].auto_id}")
                if name in names
                else ToMend(where, anchor(table.name))
                for name in line.errors
                if name in names or name == NON_FIELD_ERRORS
            ]
    return found
