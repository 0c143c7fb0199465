"""What is taught, and to whom it is open: domains, conditions, methods, equipment, blocks."""

from core.fasd import codes
from core.rules import Fiche
from exports.lheo.annuaire import Annuaire
from exports.lheo.element import marked
from exports.lheo.organismes import formacodes

WITHOUT_CONDITION = "aucune"
EDITION_MODALITES = "V10"  # of the Formacodes of `core.fasd.codes`
MODALITES_AT_MOST = 5


def domaines(f: Fiche, annuaire: Annuaire) -> dict:
    """Formacodes, the principal one first and marked; NSF; ROME with its edition."""
    principal = f["formacode_principal"]
    others = [code for code in f["formacodes"] or () if code != principal]
    first = [
        marked(code.content, **code.attributes, tag="principal")
        for code in formacodes([principal], annuaire)
    ]
    return {
        "code-FORMACODE": [*(first if principal else ()), *formacodes(others, annuaire)],
        "code-NSF": f["nsf"],
        "code-ROME": [
            marked(code, ref=annuaire.terme("rome", code).edition or None)
            for code in f["rome"] or ()
        ],
    }


def conditions(a: Fiche, annuaire: Annuaire) -> str:
    """The labels of the pré-requis, then the comment."""
    prerequis = ", ".join(
        annuaire.terme("prerequis", code).libelle or code for code in a["prerequis"] or ()
    )
    return (
        "\n".join(text for text in (prerequis, a["commentaire_prerequis"]) if text)
        or WITHOUT_CONDITION
    )


def labels(table: codes.Table, values) -> str:
    return ", ".join(table[value] for value in values or ())


def modalites_pedagogiques(s: Fiche) -> list:
    """The teaching methods and the times of day that have a Formacode; five at most."""
    methods = [
        codes.MODALITES_PEDAGOGIQUES.lheo.get(value) for value in s["modalites_pedagogiques"] or ()
    ]
    found = [code for code in (*methods, *(s["periodes_formation"] or ())) if code]
    return [marked(code, ref=EDITION_MODALITES) for code in found[:MODALITES_AT_MOST]]


def equipement(row) -> dict:
    return {
        "type-equipement": row["type"],
        "cout-indicatif-equipement": row["cout"],
        "commentaire": row["commentaire"],
    }


def heures_total(s: Fiche) -> int | None:
    heures = [h for h in (s["duree_centre"], s["duree_entreprise"]) if h is not None]
    return sum(heures) if heures else None


def blocs(f: Fiche) -> dict | None:
    """The blocks of competences that have a code, which LHÉO wants, and how they are validated."""
    described = [
        {"libelle-bloc": row["intitule"], "code-bloc": row["code"]}
        for row in f["blocs"] or ()
        if row["code"]
    ]
    if not described or not f["validation"]:
        return None
    reference = {"reference-code-CERTIFINFO": f["certifinfo"]}
    return {
        "validation-blocs": f["validation"],
        "reference-certification": reference,
        "bloc-competences": described,
    }
