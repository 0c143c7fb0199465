"""An offer in LHÉO: a payload in, groups out. No database, no HTTP.

From the screen to the XML: a field is a line of `core.fasd`; what is typed in it is frozen by
a publication; a line below gives its LHÉO element; `element` writes children in the order of the
grammar, and nothing empty. SOFI's tree is not LHÉO's: one LHÉO `formation` is an action of one
responsable in one type de parcours, one LHÉO `action` is a session of ours (domaine.md, D12).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import plugins
from core.fasd import codes
from core.fasd.checks import COMBINED
from core.rules import Fiche
from core.rules.payload import parse
from exports.lheo import contenu, extensions, financement, organismes, recrutement
from exports.lheo.annuaire import Annuaire
from exports.lheo.coordonnees import contacts
from exports.lheo.element import Marked, element, extras, marked, split
from exports.lheo.profiles import DEFAULT, Profile
from exports.lheo.writer import Node

NOT_SAID = "-"  # a text that LHÉO wants and the procedure leaves free (D21)
LEVEL_NOT_GIVEN = "0"
CERTIFICATION = "6"  # objectif général
TOGETHER = {first: (second, joint) for first, second, _, _, joint in COMBINED}


@dataclass(frozen=True, slots=True)
class Offre:
    """What every function below reads."""

    payload: Mapping[str, Any]
    root: Fiche
    annuaire: Annuaire
    prefix: str  # of the national ids (D13)
    published: date | None = None

    @property
    def action(self) -> Fiche:
        return self.root.children[0]

    def together(self, name) -> str:
        """Return a text of the formation and the one that completes it in the action."""
        second, joint = TOGETHER[name]
        texts = [text for text in (self.root[name], self.action[second]) if text]
        return joint.join(texts) or NOT_SAID


@dataclass(frozen=True, slots=True)
class Group:
    """A LHÉO `formation`.

    What stands before and after its actions, and the LHÉO `action` of each session.
    """

    numero: str
    head: Node
    tail: Node
    sessions: tuple[tuple[Fiche, Node], ...]


def groups(
    payload,
    annuaire: Annuaire,
    profile: Profile = DEFAULT,
    *,
    prefix: str,
    published: date | None = None,
) -> list[Group]:
    """Return the LHÉO formations of a published action.

    An active subset of their sessions stays valid.
    """
    root = parse(payload, plugins.programme(payload["programme"]).fields)
    offre = Offre(payload, root, annuaire, prefix, published)
    shared: dict[tuple, list[Fiche]] = {}
    for session in offre.action.children:
        key = (session["organisme_responsable"], session["type_parcours"])
        shared.setdefault(key, []).append(session)
    return [_group(offre, profile, *key, sessions) for key, sessions in shared.items()]


def _group(offre, profile, siret, parcours, sessions) -> Group:
    content = formation(offre, siret, parcours)
    head, tail = split("formation", content, "action", profile.grammar)
    written = tuple(
        (session, element("action", action(offre, session), profile.grammar))
        for session in sessions
    )
    return Group(content.attributes["numero"], head, tail, written)


def formation(offre: Offre, siret, parcours) -> Marked:
    """The formation and the action of SOFI, and who answers for them."""
    f, a, annuaire = offre.root, offre.action, offre.annuaire
    responsable = annuaire.organismes.get(siret)
    dispensateur = annuaire.organisme_of(a["site_dispensateur"])
    site = annuaire.sites.get(a["site_dispensateur"])
    people = [source.contacts for source in (site, dispensateur, responsable) if source]
    code_parcours = codes.TYPE_PARCOURS.lheo_code(parcours)
    responsable_id = responsable.id if responsable else 0
    return marked(
        {
            "domaine-formation": contenu.domaines(f, annuaire),
            "intitule-formation": offre.together("intitule"),
            "objectif-formation": offre.together("objectif"),
            "resultats-attendus": a["resultats_attendus"] or NOT_SAID,
            "contenu-formation": offre.together("programme"),
            "certifiante": bool(f["certifinfo"]) or f["objectif_general"] == CERTIFICATION,
            "contact-formation": contacts(*people, site=site),
            "parcours-de-formation": code_parcours,
            "code-niveau-entree": a["niveau_entree"] or LEVEL_NOT_GIVEN,
            "objectif-general-formation": f["objectif_general"],
            "certification": {"code-CERTIFINFO": f["certifinfo"]},
            "code-niveau-sortie": f["niveau_sortie"],
            "organisme-formation-responsable": organismes.responsable(
                siret,
                annuaire,
                cadre=f["cadre"],
                prefix=offre.prefix,
            ),
            "extras": extras("FLUX-CARIF", {"numero-CARIF": offre.prefix}),
        },
        numero=f"{offre.prefix}_{f.key[1:]}-{a.key[1:]}-{responsable_id}-{code_parcours}",
        datemaj=offre.published and f"{offre.published:%Y%m%d}",
    )


def action(offre: Offre, s: Fiche) -> Marked:
    """A session of SOFI, with its dispositifs, as a LHÉO action."""
    a, annuaire, prefix, dispositifs = offre.action, offre.annuaire, offre.prefix, s.children
    dispensateur = annuaire.sites.get(a["site_dispensateur"])
    return marked(
        {
            "rythme-formation": contenu.labels(codes.RYTHMES, s["rythmes"]) or NOT_SAID,
            "code-public-vise": financement.publics(dispositifs, annuaire),
            "niveau-entree-obligatoire": False,  # not asked in SOFI
            "modalites-alternance": s["cycle_alternance"] or NOT_SAID,
            "modalites-enseignement": s["modalites_enseignement"],
            "conditions-specifiques": contenu.conditions(a, annuaire),
            "prise-en-charge-frais-possible": any(d["frais_pris_en_charge"] for d in dispositifs),
            "lieu-de-formation": organismes.lieu(s["site_lieu"], annuaire, prefix=prefix),
            "modalites-entrees-sorties": codes.ENTREES_SORTIES.lheo_code(s["entrees_sorties"]),
            "url-action": {
                "urlweb": [
                    marked(a[f"url_{info}"], info=info) for info in ("action", "pdf", "video")
                ],
            },
            "session": session(offre, s),
            "modalites-recrutement": recrutement.modalites(s),
            "modalites-pedagogiques": contenu.labels(
                codes.MODALITES_PEDAGOGIQUES,
                s["modalites_pedagogiques"],
            ),
            "code-modalite-pedagogique": contenu.modalites_pedagogiques(s),
            "equipement": [contenu.equipement(row) for row in a["equipements"] or ()],
            "code-perimetre-recrutement": dispensateur and dispensateur.values["perimetre"],
            "prix-total-TTC": financement.prix_total(dispositifs),
            "duree-indicative": s["commentaire_duree"],
            "nombre-heures-centre": s["duree_centre"],
            "nombre-heures-entreprise": s["duree_entreprise"],
            "nombre-heures-total": contenu.heures_total(s),
            "detail-conditions-prise-en-charge": financement.conditions_de_prise_en_charge(
                dispositifs,
            ),
            "conventionnement": any(
                d["type_dispositif"] == codes.PROGRAMME_REGIONAL for d in dispositifs
            )
            or None,
            "organisme-formateur": organismes.formateur(
                a["site_dispensateur"],
                annuaire,
                prefix=prefix,
            ),
            "organisme-financeur": [
                financement.financeur(d, annuaire, prefix=prefix) for d in dispositifs
            ],
            "extras": extensions.of_session(offre.payload, offre.root, s, prefix=prefix),
        },
        numero=f"{prefix}_{s.key[1:]}",
        datemaj=offre.published and f"{offre.published:%Y%m%d}",
    )


def session(offre: Offre, s: Fiche) -> Marked:
    """Dates and recruitment; LHÉO asks where to enrol and SOFI does not: the place is repeated."""
    inscription, _ = recrutement.periodes_inscription(s)
    return marked(
        {
            "periode": recrutement.periode(s["date_debut"], s["date_fin"]),
            "adresse-inscription": organismes.adresse_of(s["site_lieu"], offre.annuaire),
            "periode-inscription": inscription,
            "etat-recrutement": s["etat_recrutement"],
            "recrutement": recrutement.recrutements(s, offre.annuaire),
            "contact-session": recrutement.referents(s, offre.annuaire),
            "blocs-competences": contenu.blocs(offre.root),
        },
        numero=s.key[1:],
    )
