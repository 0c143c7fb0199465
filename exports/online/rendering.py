"""A publication becomes rows of the read model, not saved yet, or issues that keep it in."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from core import plugins
from core.dossiers.rows import parse
from core.rules import Fiche, FieldTable, Issue
from core.texts.plain import plain
from exports.lheo import build
from exports.lheo.build import Group
from exports.lheo.coordonnees import departement_of_site
from exports.lheo.profiles import DEFAULT, PROFILES
from exports.lheo.writer import ForbiddenCharacter
from exports.models import GroupePublie, Mention, SessionPubliee
from exports.online import verdict
from exports.online.resolve import Resolution, resolve
from workflows.models import Publication


@dataclass(frozen=True, slots=True)
class Offer:
    """A publication of an action, read."""

    publication: Publication
    root: Fiche
    fields: FieldTable


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a publication gives: groups per profile, or issues; and the annuaire fiches it names."""

    offer: Offer
    groups: dict[str, list[Group]] = field(default_factory=dict)  # by version of LHÉO
    issues: list[Issue] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)


def offer_of(publication) -> Offer:
    fields = plugins.programme(publication.programme).fields
    return Offer(publication, parse(publication.payload, fields), fields)


def render(publications) -> list[tuple[Rendering, Resolution]]:
    """Return what each publication gives, reading the annuaire once for all."""
    offers = [offer_of(publication) for publication in publications]
    resolution = resolve((offer.root, offer.fields) for offer in offers)
    return [(_render(offer, resolution), resolution) for offer in offers]


def _render(offer: Offer, resolution: Resolution) -> Rendering:
    root = offer.root
    fields = offer.fields
    annuaire = resolution.annuaire
    mentions = resolution.keys(root, fields)
    issues = [
        *verdict.not_online(root, fields, annuaire),
        *verdict.too_many_funders(root),
        *verdict.forbidden_characters(root, fields),
    ]
    groups = {}
    if not issues:
        try:
            for version, profile in PROFILES.items():
                groups[version] = build.groups(
                    offer.publication.payload,
                    annuaire,
                    profile,
                    prefix=settings.CARIF_PREFIX,
                    published=day(offer.publication),
                )
                issues += verdict.against_the_schema(groups[version], root, fields, profile)
        except ForbiddenCharacter as refusal:
            # In the annuaire: the offer's own texts were read above.
            issues.append(verdict.forbidden(refusal, root.children[0].path("")))
    return Rendering(offer, groups, issues, mentions)


def day(publication):
    return timezone.localdate(publication.published_at)


def rows(
    rendering: Rendering,
    resolution: Resolution,
) -> tuple[list[GroupePublie], list[SessionPubliee], list[Mention]]:
    """Return the rows of a rendering, the sessions holding their group.

    Mentions alone when it has issues.
    """
    publication = rendering.offer.publication
    mentions = [Mention(publication=publication, key=key) for key in rendering.mentions]
    if rendering.issues:
        return [], [], mentions
    groups = []
    sessions = []
    for place, group in enumerate(rendering.groups[DEFAULT.version]):
        same = {version: found[place] for version, found in rendering.groups.items()}
        row = GroupePublie(
            publication=publication,
            action=publication.object_id,
            numero=group.numero,
            programme=publication.programme,
            intitule=intitule(rendering.offer.root),
        )
        for version, written in same.items():
            setattr(row, PROFILES[version].column("head"), written.head)
            setattr(row, PROFILES[version].column("tail"), written.tail)
        groups.append(row)
        for rank, (session, _) in enumerate(group.sessions):
            session_row = _session(rendering, resolution, row, session)
            for version, written in same.items():
                _, fragment = written.sessions[rank]
                setattr(session_row, PROFILES[version].column("fragment"), fragment)
            sessions.append(session_row)
    return groups, sessions, mentions


def _session(rendering, resolution, group, session) -> SessionPubliee:
    root = rendering.offer.root
    annuaire = resolution.annuaire
    types = [dispositif["type_dispositif"] for dispositif in session.children]
    place = annuaire.sites[session["site_lieu"]]
    return SessionPubliee(
        group=group,
        session=int(session.key[1:]),
        code="-".join(fiche.key[1:] for fiche in (root, root.children[0], session)),
        active_until=session["date_fin"],
        date_debut=session["date_debut"],
        date_fin=session["date_fin"],
        commune=place.values["commune"] or "",
        departement=departement_of_site(place),
        programme=group.programme,
        cadre=root["cadre"] or "",
        formacodes=root["formacodes"] or [],
        types_dispositif=list(dict.fromkeys(filter(None, types))),
        modalites_enseignement=session["modalites_enseignement"] or "",
        recherche=searchable(*_said(rendering.offer, annuaire, session)),
    )


def _said(offer: Offer, annuaire, session):
    """Yield what a person may search a session by."""
    root = offer.root
    action = root.children[0]
    yield session.key[1:]
    yield root["intitule"]
    yield action["complement_intitule"]
    yield root["certifinfo"]
    for code in root["formacodes"] or ():
        yield annuaire.terme("formacode", code).libelle
    place = annuaire.sites[session["site_lieu"]].values
    yield place["nom_usage"]
    yield place["bureau_distributeur"]
    yield place["code_postal"]
    dispensateur = annuaire.organisme_of(action["site_dispensateur"])
    responsable = annuaire.organismes.get(session["organisme_responsable"])
    for organisme in (dispensateur, responsable):
        if organisme:
            yield organisme.values["raison_sociale"]
    for dispositif in session.children:
        yield dispositif["dispositif"]


def searchable(*texts) -> str:
    """Return the words of texts without accents, each after a space.

    A search looks for " debut".
    """
    words = re.findall(r"[a-z0-9]+", plain(" ".join(text for text in texts if text)))
    return "".join(f" {word}" for word in dict.fromkeys(words))


def intitule(root: Fiche) -> str:
    texts = [root["intitule"], root.children[0]["complement_intitule"]]
    return " - ".join(filter(None, texts))
