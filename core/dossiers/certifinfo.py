"""What a dossier is given by Certifinfo, and what it is told of its code."""

from core.dossiers.lookups import ONE_BY_ONE, Lookups
from core.rules import Issue
from workflows.lifecycle import State

# The table still has the levels of before 2019; those that stand for two levels of today are left
# out.
NIVEAUX = {"9": "1", "5": "13", "4": "14", "3": "15", "2": "16"}


AS_THEY_STAND = ("formacodes", "formacode_principal", "objectif", "programme")


WRITING = (State.DRAFT, State.QUESTIONED)


def given_by_certifinfo(code: str, rows: Lookups = ONE_BY_ONE) -> dict:
    """Return what the table holds for a code: it may be less than Certifinfo knows (D28)."""
    terme = rows.certification(code)
    if terme is None:
        return {}
    known = {name: terme.donnees.get(name) for name in AS_THEY_STAND}
    known |= {
        "intitule": terme.libelle,
        "type_certification": terme.donnees.get("type_libelle"),
        "niveau_sortie": NIVEAUX.get(terme.donnees.get("niveau_code")),
    }
    return {name: value for name, value in known.items() if value}


def issues(action, root, known: Lookups = ONE_BY_ONE) -> list[Issue]:
    """Return that the code of a formation is archived.

    To mend while it is written, said only afterwards.
    """
    field = action.programme.fields["certifinfo"]
    code = root["certifinfo"]
    if not code or field.need.locked:
        return []
    archived = known.archived(code)
    if not archived:
        return []
    return [
        Issue(
            "certifinfo.archive",
            root.path("certifinfo"),
            archived.sentence,
            action.state in WRITING,
            "Certifinfo",
        ),
    ]
