"""The annuaire's own table, in the terms of the same engine: the pseudo-programme « annuaire ».

Fields are those of the fiche Établissement (S0, S1); lengths are LHÉO's.
"""

from core.fasd import codes
from core.fasd.identifiants import nda_problem, siret_problem, uai_problem
from core.rules import Fiche, Field, FieldTable, Issue, Kind, Level, Need, Programme

E, L = Level.ETABLISSEMENT, Level.SITE
K, N = Kind, Need

# fmt: off
ANNUAIRE_FIELDS = FieldTable((
    Field("siret", "SIRET", E, K.TEXT, N.REQUIRED, "Établissement", max_length=14, lheo="SIRET", source="S1"),
    Field("siege", "Siège INSEE", E, K.TEXT, N.OPTIONAL, "Établissement", max_length=14, source="S1"),
    Field("raison_sociale", "Raison sociale ou enseigne INSEE", E, K.TEXT, N.REQUIRED, "Établissement", max_length=250,
          lheo="raison-sociale", source="S1"),
    Field("nda", "Numéro de déclaration d’activité", E, K.TEXT, N.EXPECTED, "Établissement", max_length=11,
          lheo="numero-activite", help="Obligatoire pour publier une offre de formation continue.", source="S4, LHÉO"),
    Field("uai", "Code UAI", E, K.TEXT, N.OPTIONAL, "Établissement", max_length=8, source="LHÉO"),
    Field("domaines", "Domaine formation", E, K.CODES, N.REQUIRED, "Description", max_items=25, famille="formacode",
          lheo="potentiel/code-FORMACODE", source="S1"),
    Field("nom_usage", "Nom d’usage", L, K.TEXT, N.REQUIRED, "Site", max_length=250, lheo="nom-organisme", source="S1"),
    Field("actif", "Actif", L, K.BOOLEAN, N.DEFAULT, "Site", value=True, source="S1"),
    Field("ligne1", "Ligne 1", L, K.TEXT, N.REQUIRED, "Coordonnées", max_length=50, lheo="adresse/ligne", source="S1"),
    Field("ligne2", "Ligne 2", L, K.TEXT, N.OPTIONAL, "Coordonnées", max_length=50, lheo="adresse/ligne", source="S1"),
    Field("ligne3", "Ligne 3", L, K.TEXT, N.OPTIONAL, "Coordonnées", max_length=50, lheo="adresse/ligne", source="S1"),
    Field("code_postal", "Code postal", L, K.TEXT, N.REQUIRED, "Coordonnées", max_length=5, lheo="adresse/codepostal", source="S1"),
    Field("bureau_distributeur", "Bureau distributeur", L, K.TEXT, N.REQUIRED, "Coordonnées", max_length=50,
          lheo="adresse/ville", source="S1"),
    Field("commune", "Commune INSEE", L, K.CODE, N.REQUIRED, "Coordonnées", famille="commune",
          lheo="adresse/code-INSEE-commune", source="S1"),
    Field("longitude", "Longitude", L, K.COORDINATE, N.OPTIONAL, "Coordonnées", minimum=-180, maximum=180,
          lheo="adresse/geolocalisation/longitude", source="S1"),
    Field("latitude", "Latitude", L, K.COORDINATE, N.OPTIONAL, "Coordonnées", minimum=-90, maximum=90,
          lheo="adresse/geolocalisation/latitude", source="S1"),
    Field("telephone_fixe", "Téléphone fixe", L, K.PHONE, N.OPTIONAL, "Coordonnées", max_length=25, lheo="telfixe/numtel", source="S1"),
    Field("telephone_mobile", "Téléphone mobile", L, K.PHONE, N.OPTIONAL, "Coordonnées", max_length=25, lheo="portable/numtel", source="S1"),
    Field("email", "Email", L, K.EMAIL, N.EXPECTED, "Coordonnées", max_length=160, lheo="courriel", source="S1"),
    Field("site_web", "Site web", L, K.URL, N.OPTIONAL, "Coordonnées", max_length=400, lheo="web/urlweb", source="S1"),
    Field("qualite", "Qualité", L, K.CHOICE, N.OPTIONAL, "Complément OF", table=codes.QUALITE,
          lheo="renseignements-specifiques", source="S1"),
    Field("certification", "Certification (fichier)", L, K.FILE, N.OPTIONAL, "Complément OF",
          help="Le certificat Qualiopi : PDF, PNG ou JPEG, 5 Mo au plus. Il n’est pas public.", source="S1"),
    Field("qualiopi_fin", "Fin de certification Qualiopi", L, K.DATE, N.OPTIONAL, "Complément OF",
          lheo="renseignements-specifiques", source="S1"),
    Field("modalite_accueil", "Modalité d’accueil", L, K.TEXT, N.OPTIONAL, "Complément OF", max_length=250,
          lheo="renseignements-specifiques", source="S1"),
    Field("perimetre", "Périmètre géographique", L, K.CHOICE, N.OPTIONAL, "Complément OF", table=codes.PERIMETRE,
          lheo="code-perimetre-recrutement", source="S1"),
))
# fmt: on

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
        message = "Joignez le certificat Qualiopi (PDF ou image) : le Cariforef le demande pour valider le site."
        yield Issue(
            "qualiopi.fichier",
            fiche.path("certification"),
            message,
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
