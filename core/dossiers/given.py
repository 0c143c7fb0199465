"""What nobody types: what the programme fixes or proposes, the campaign or Certifinfo give."""

from functools import partial

from core.dossiers.contexte import contexte_of_lot, table_of
from core.dossiers.lookups import ONE_BY_ONE, Lookups
from core.dossiers.rows import value_of, values_of, write
from core.rules import Field, Level, Need
from core.rules.completeness import empty


def write_given(row, action, *, new=False, known: Lookups = ONE_BY_ONE) -> None:
    """Set a row's fixed and received values; the proposed ones too when the row is new.

    Does not save.
    """
    table = action.programme.fields
    contexte = contexte_of_lot(action, known)
    fields = table.level(row.level)
    values = given_values(fields, partial(value_of, row), contexte, new=new)
    write(row, fields, values, known)
    if row.level is Level.FORMATION:
        _received_from_certifinfo(row, table, known)


def given_values(fields, value_of, contexte, *, new=False) -> dict:
    """Return the fixed and received values of fields.

    When the fiche is new, the proposed ones too where it has none.
    """
    values = {}
    for field in fields:
        given = field.given(contexte)
        imposed = field.need.locked and not empty(given)
        proposed = new and field.need is Need.DEFAULT and empty(value_of(field))
        if imposed or proposed:
            values[field.name] = given
    return values


def typable(row, action, known: Lookups = ONE_BY_ONE) -> list[Field]:
    """Return the fields of a row that its programme leaves to type."""
    return [
        field
        for field in table_of(action, known).level(row.level)
        if not field.need.locked and field.need is not Need.UNUSED
    ]


def write_all_given(action) -> None:
    """Write and save what is given to every fiche of a dossier.

    The Région's file may have changed since.
    """
    action = type(action)._base_manager.get(pk=action.pk)
    rows = []
    if not action.action_publique_id:  # the text of a public offer is not ours (D5)
        rows += [action.formation, action]
    for session in action.sessions.filter(retiree_le=None):
        rows += [session, *session.dispositifs.all()]
    for row in rows:
        table = action.programme.fields.level(row.level)
        before = values_of(row, table)
        write_given(row, action)
        if values_of(row, table) != before:
            row.save()


def _received_from_certifinfo(formation, table, known):
    """Fill what Certifinfo gives; leave what our référentiel lacks to the organisation (D28)."""
    field = table["type_certification"]
    if field.need is not Need.RECEIVED or field.value is not None:
        return
    terme = known.certification(formation.certifinfo)
    formation.type_certification = terme.donnees.get("type_libelle", "") if terme else ""
    if terme and not formation.intitule:
        formation.intitule = terme.libelle[:255]
