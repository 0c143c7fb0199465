"""The annuaire's own table, in the terms of the same engine: the pseudo-programme « annuaire ».

Fields are those of the fiche Établissement (S0, S1); lengths are LHÉO's.
"""

from core.fasd.etablissement import ETABLISSEMENT
from core.fasd.identifiants import nda_problem, siret_problem, uai_problem
from core.fasd.site import SITE
from core.rules import Fiche, FieldTable, Issue, Programme

ANNUAIRE_FIELDS = FieldTable((*ETABLISSEMENT, *SITE))
NUMBERS = {"siret": siret_problem, "siege": siret_problem, "nda": nda_problem, "uai": uai_problem}


def numbers_have_their_key(fiche: Fiche):
    """SIRET, NDA and UAI carry the key that their publisher gives them."""
    for name, problem in NUMBERS.items():
        if (value := fiche[name]) and (sentence := problem(value)):
            yield Issue("cle", fiche.path(name), sentence, source="INSEE")


def qualiopi_has_an_end(fiche: Fiche):
    """A Qualiopi certificate is worth what its end date says (S1)."""
    if fiche["qualite"] == "qualiopi" and not fiche["qualiopi_fin"]:
        yield Issue(
            "qualiopi.fin",
            fiche.path("qualiopi_fin"),
            "Indiquez la date de fin de la certification Qualiopi.",
            source="S1",
        )
    if fiche["qualite"] == "qualiopi" and not fiche["certification"]:
        yield Issue(
            "qualiopi.fichier",
            fiche.path("certification"),
            "Joignez le certificat Qualiopi (PDF ou image) : "
            "le Cariforef le demande pour valider le site.",
            blocking=False,
            source="S1",
        )


ANNUAIRE = Programme(
    code="annuaire",
    label="Annuaire",
    fields=ANNUAIRE_FIELDS,
    checks=(numbers_have_their_key, qualiopi_has_an_end),
    live_fields=("telephone_fixe", "telephone_mobile", "email", "site_web"),
)
