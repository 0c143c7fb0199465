"""An offer and an annuaire as plain data: no database."""

from datetime import date, time

from lxml import etree

from core.dossiers.rows import payload
from core.rules import Contexte, Fiche, Level
from exports.lheo import build
from exports.lheo.annuaire import Annuaire, Contact, Organisme, Site, Terme
from exports.lheo.profiles import DEFAULT

SIRET, AUTRE_SIRET = "13000511900032", "26850242400297"
ACCUEIL = Contact("Martin", "Anne", "02 40 20 40 21", "accueil@e2c.example", ("accueil",))
REFERENT = Contact("Petit", "Luc", "06 11 22 33 44", "handicap@e2c.example", ("handicap",))
SITE = {
    "nom_usage": "E2C Loire-Atlantique",
    "actif": True,
    "ligne1": "12 rue de l’Étoile",
    "ligne2": "Bâtiment B",
    "ligne3": "",
    "code_postal": "44200",
    "bureau_distributeur": "NANTES",
    "commune": "44109",
    "longitude": None,
    "latitude": None,
    "telephone_fixe": "02 40 20 40 20",
    "telephone_mobile": "",
    "email": "contact@e2c.example",
    "site_web": "https://e2c.example",
    "qualite": "qualiopi",
    "qualiopi_fin": date(2027, 6, 30),
    "modalite_accueil": "sur rendez-vous",
    "perimetre": "3",
}
ETABLISSEMENT = {
    "siret": SIRET,
    "siege": "",
    "raison_sociale": "ÉCOLE DE LA DEUXIÈME CHANCE",
    "nda": "52440000044",
    "uai": "",
    "domaines": ["15061"],
}


def annuaire(
    *, etablissement=None, site=None, contacts=(ACCUEIL, REFERENT), termes=None
) -> Annuaire:
    """Return an annuaire of two établissements, each with a site: 36364 and 36365."""
    first = Site(36364, SIRET, SITE | (site or {}), tuple(contacts))
    second = Site(
        36365, AUTRE_SIRET, SITE | {"nom_usage": "E2C Vendée", "commune": "85191"}, tuple(contacts)
    )
    autre = ETABLISSEMENT | {"siret": AUTRE_SIRET, "raison_sociale": "E2C VENDÉE"}
    return Annuaire(
        organismes={
            SIRET: Organisme(7, ETABLISSEMENT | (etablissement or {}), first, tuple(contacts)),
            AUTRE_SIRET: Organisme(8, autre, second, tuple(contacts)),
        },
        sites={"36364": first, "36365": second},
        contacts={"1": REFERENT},
        termes={
            ("formacode", "15061"): Terme("Accompagnement vers emploi", "V14"),
            ("formacode", "14201"): Terme("Culture civilisation", "V13"),
            ("prerequis", "motivation"): Terme("Motivation"),
        }
        | (termes or {}),
    )


def dispositif(number=1, **values) -> Fiche:
    base = {
        "type_dispositif": "3",
        "publics": ["80006"],
        "frais_certification": False,
        "frais_pris_en_charge": False,
    }
    return Fiche(Level.DISPOSITIF, f"D{number}", base | values)


def session(number=3, *dispositifs, **values) -> Fiche:
    base = {
        "site_lieu": "36364",
        "date_debut": date(2026, 1, 12),
        "date_fin": date(2026, 12, 18),
        "entrees_sorties": "dates_fixes",
        "rythmes": ["temps_plein"],
        "periodes_formation": ["96414"],
        "type_parcours": "collectif",
        "modalites_pedagogiques": ["etablissement"],
        "modalites_enseignement": "0",
        "duree_centre": 140,
        "duree_entreprise": 0,
        "organisme_responsable": SIRET,
        "etat_recrutement": "1",
        "modalites_recrutement": ["8"],
        "informations_collectives": [],
        "periodes_inscription": [],
    }
    return Fiche(Level.SESSION, f"S{number}", base | values, dispositifs or (dispositif(),))


def offre(*sessions, formation=None, action=None, programme="ordinaire") -> dict:
    """Return the payload of an offer of the ordinary programme."""
    texts = {
        "cadre": "continue",
        "intitule": "Culture et métier",
        "formacodes": ["14201", "15061"],
        "formacode_principal": "15061",
    }
    one = {"site_dispensateur": "36364", "niveau_entree": "1", "prerequis": [], "equipements": []}
    a = Fiche(Level.ACTION, "A2", one | (action or {}), sessions or (session(),))
    root = Fiche(
        Level.FORMATION,
        "F1",
        texts | (formation or {}),
        (a,),
        Contexte(aujourdhui=date(2025, 12, 1)),
    )
    return payload(root, programme)


def groups(content, named=None):
    return build.groups(content, named or annuaire(), prefix="52")


def document(content, named=None) -> str:
    """Return the whole document of an offer, as an export writes it."""
    written = "".join(
        g.head + "".join(text for _, text in g.sessions) + g.tail for g in groups(content, named)
    )
    return f'<lheo xmlns="{DEFAULT.grammar.namespace}"><offres>{written}</offres></lheo>'


class Lheo:
    """A document, asked by paths without namespace."""

    def __init__(self, content, named=None):
        self.root = etree.fromstring(document(content, named).encode())

    def all(self, path) -> list:
        steps = "/".join(f"l:{step}" if step[0].isalpha() else step for step in path.split("/"))
        return self.root.xpath(f"//{steps}", namespaces={"l": DEFAULT.grammar.namespace})

    def texts(self, path) -> list[str]:
        return [found.text for found in self.all(path)]

    def text(self, path) -> str | None:
        return next(iter(self.texts(path)), None)

    def attribute(self, path, name) -> str | None:
        return next((found.get(name) for found in self.all(path)), None)

    def extra(self, group, name) -> str | None:
        return self.text(f"extras[@info='{group}']/extra[@info='{name}']")


MEETING = {
    "date": date(2026, 1, 6),
    "heure_debut": time(14, 15),
    "heure_fin": time(16),
    "lieu": "36365",
    "a_distance": False,
    "url": "",
    "places": 15,
    "commentaire": "Apportez un CV.",
}
