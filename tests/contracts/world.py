"""Two organisations that share nothing, each with all that the back-office shows, and a word that betrays it."""

from dataclasses import dataclass, field
from datetime import date

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, get_resolver, reverse

from core import plugins
from core.comptes.cles import create_key
from core.comptes.journal import note
from core.comptes.models import DemandeCle, Evenement
from core.models import Famille, PorteOuverte, User
from exports.models import GroupePublie
from tests import factories as make
from workflows.lifecycle import MOVES
from workflows.models import Publication
from workflows.service import perform

A, B = "Alphazur", "Betavert"
APPS = ("core", "comptes", "workflows", "exports")
SLUGS = {
    "move": list(MOVES), "tab": ["a-valider", "reponses", "a-moi"], "famille": Famille.values, "app_label": APPS,
    "code": [p.code for p in plugins.programmes()], "nature": ["contact"], "key": ["A1", "E1", "L1"],
    "geste": ["renvoyer", "annuler"],
}  # fmt: skip
NOT_PAGES = {  # of one's own account (what one typed and did not save: tests/fiches), or public
    "login", "logout", "password_change", "password_change_done", "jsi18n", "saisie_oublier", "saisie_garder",
}  # fmt: skip
ROWS_OF = {  # not of their own model
    "session_en_ligne": "core.session",
    "site_en_ligne": "core.site",
    "site_certificat": "core.site",
    "donnees_copie": "core.contact",
    "donnees_effacer": "core.contact",
    "exports_diffusion_preview": "workflows.publication",
    "reconduire_campagne": "core.campagne",
    "dupliquer_session": "core.session",
    "reprendre_session": "core.session",
    "dupliquer_action": "core.action",
    "dupliquer_formation": "core.formation",
    "equipe_inviter": "core.etablissement",
    "voir_comme": "core.etablissement",
    "saisie_oublier": "saisie.saisie",  # tests of core/saisie
    "equipe_modifier": "core.membership",  # tests/comptes/equipe
    "equipe_mouvement": "core.membership",
    "equipe_invitation": "comptes.invitation",  # tests/comptes/equipe
}


@dataclass
class Corner:
    """What belongs to one organisation: its rows by model name, its account, and its neighbours' accounts."""

    word: str
    user: User
    mandataire: User
    dispensateur: User
    rows: dict[str, list[Model]] = field(default_factory=dict)

    def add(self, *rows):
        for row in rows:
            self.rows.setdefault(row._meta.label_lower, []).append(row)


def build() -> tuple[Corner, Corner]:
    first, second = make.programmes()[:2] if len(make.programmes()) > 1 else make.programmes() * 2
    return corner(A, first, 2026), corner(B, second, 2031)


def corner(word, programme, year) -> Corner:
    owner, lead, third = (
        make.etablissement(f"{word} {role}") for role in ("Organisme", "Mandataire", "Dispensateur")
    )
    attribution = make.attribution(
        owner, lead, programme=programme, annee=str(year), numero_lot=f"{word}-1", intitule_lot=f"Lot {word}",
        bon_de_commande=f"BC-{word}", date_debut_prevue=f"12/01/{year}", date_fin_prevue=f"18/12/{year}",
    )  # fmt: skip
    user = make.member(owner, local=f"of.{word.lower()}")
    User.objects.filter(pk=user.pk).update(nom=word)
    found = Corner(word, make.fresh(user), make.member(lead), make.member(third))
    said = {"objectifs": f"Objectifs {word}", "commentaire_duree": f"Durée {word}"}
    given = {
        "date_debut": date(year, 1, 12),
        "site_dispensateur": str(third.sites.get().pk),
        **said,
    }
    public = make.offer(owner, "online", by=found.user, attribution=attribution, **given)
    free = make.offer(owner, "reopened", by=found.user, intitule=f"Formation {word}", **said)
    make.save(free, by=found.user, resultats_attendus=f"Résultats {word}, en attente")
    asked = make.draft(
        owner, by=found.user, intitule=f"Autre formation {word}", dispositif=f"Dispositif {word}"
    )
    for who, name in ((found.user, "submit"), (make.staff(), "ask")):
        perform(asked, name, by=who, comment=f"Message {word}")
    for action in (public, free, make.fresh(asked)):
        found.add(*make.rows_of(action), *Publication.objects.of(action))
    found.add(
        owner, *owner.sites.all(), *(c for s in owner.sites.all() for c in s.contacts.all()), attribution,
        attribution.lot, attribution.lot.campagne, found.user, *Publication.objects.of(owner), open_day(owner, word),
        *GroupePublie.objects.filter(action__in=owner.actions_portees.values("pk")),
    )  # fmt: skip
    found.add(create_key(owner, by=make.staff())[0], request_of(owner, word))
    note(Evenement.Quoi.COMPTE_ACTIVE, par=found.user, compte=found.user, etablissement=owner)
    found.add(*Evenement.objects.filter(etablissement=owner))
    return found


def request_of(owner, word):
    return DemandeCle.objects.create(
        siret=owner.siret, nda="52440000044", raison_sociale=word, ville=word, nom=word
    )


def open_day(owner, word):
    return PorteOuverte.objects.create(
        libelle=f"Porte ouverte {word}",
        site=owner.sites.get(),
        nature="autre",
        date_debut=date(2026, 3, 1),
    )


# Addresses ------------------------------------------------------------------------------


def patterns():
    """Return each named address of the back-office with its model, if it is one of a model: [(name, params, model)]."""
    models = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}
    found = []
    for pattern in get_resolver("config.urls").url_patterns:
        if (
            getattr(pattern, "app_name", None) == "admin"
        ):  # the pages of one's own account: tests/comptes
            found += leaves(pattern)
    found = [p for p in found if p.name and p.name not in NOT_PAGES]
    owner = {
        p.name: next((m for prefix, m in models.items() if p.name.startswith(prefix + "_")), None)
        for p in found
    }
    return [(p.name, list(p.pattern.regex.groupindex), owner[p.name]) for p in found]


def leaves(pattern):
    if isinstance(pattern, URLPattern):
        return [pattern]
    return [leaf for one in pattern.url_patterns for leaf in leaves(one)]


def addresses_of(corner, *, without=()) -> list[str]:
    """Return every address of the rows of a corner; the endings `without` apart."""
    found = []
    for name, params, model in patterns():
        key = next((param for param in ("pk", "object_id") if param in params), None)
        if key is None or name == "view_on_site" or name.endswith(tuple(without)):
            continue
        for row in corner.rows.get(ROWS_OF.get(name) or model._meta.label_lower, ()):
            found += [
                reverse(f"admin:{name}", kwargs={key: row.pk, **more}) for more in slugs(params)
            ]
    return found


def addresses() -> list[str]:
    """Return every address that names no row."""
    return [
        reverse(f"admin:{name}", kwargs=more)
        for name, params, _ in patterns()
        if not {"pk", "object_id"} & set(params)
        for more in slugs(params)
    ]


def slugs(params):
    for param in params:
        if param in SLUGS:
            return [{param: value} for value in SLUGS[param]]
    return [{}]


def picture(without=()) -> dict[str, list]:
    """Return every row of the product, to tell whether anything changed; those of some models apart."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model not in (User, *without)  # last_login
    }
