"""What is taught, and to whom it is open: domains, conditions, methods, equipment, blocks."""

from core.fasd import codes
from core.rules import Fiche
from exports.lheo.annuaire import Annuaire
from exports.lheo.element import Marked, marked
from exports.lheo.organismes import formacode, formacodes

WITHOUT_CONDITION = "aucune"
EDITION_MODALITES = "V10"  # of the Formacodes of `core.fasd.codes`
MODALITES_AT_MOST = 5


def domaines(f: Fiche, annuaire: Annuaire) -> dict:
    """Formacodes, the principal one first and marked; NSF; ROME with its edition."""
    principal = f["formacode_principal"]
    others = [code for code in f["formacodes"] or () if code != principal]
    domains = formacodes(others, annuaire)
    if principal:
        first = formacode(principal, annuaire)
        domains.insert(0, marked(first.content, **first.attributes, tag="principal"))
    return {
        "code-FORMACODE": domains,
        "code-NSF": f["nsf"],
        "code-ROME": [rome(code, annuaire) for code in f["rome"] or ()],
    }


def rome(code, annuaire: Annuaire) -> Marked:
    edition = annuaire.terme("rome", code).edition
    return marked(code, ref=edition or None)


def conditions(a: Fiche, annuaire: Annuaire) -> str:
    """The labels of the pré-requis, then the comment."""
    labels = [annuaire.terme("prerequis", code).libelle or code for code in a["prerequis"] or ()]
    texts = [", ".join(labels), a["commentaire_prerequis"]]
    return "\n".join(filter(None, texts)) or WITHOUT_CONDITION


def labels(table: codes.Table, values) -> str:
    return ", ".join(table[value] for value in values or ())


def modalites_pedagogiques(s: Fiche) -> list:
    """The teaching methods and the times of day that have a Formacode; five at most."""
    formacodes_of = codes.MODALITES_PEDAGOGIQUES.lheo
    methods = [formacodes_of.get(value) for value in s["modalites_pedagogiques"] or ()]
    times = s["periodes_formation"] or ()
    given = [code for code in (*methods, *times) if code]
    return [marked(code, ref=EDITION_MODALITES) for code in given[:MODALITES_AT_MOST]]


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
