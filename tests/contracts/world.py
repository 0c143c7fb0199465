"""Two organisations that share nothing, each with all that the back-office shows.

And a word that betrays it.
"""

from dataclasses import dataclass, field
from datetime import date

from django.apps import apps
from django.db.models import Model

from core.comptes.cles import create_key
from core.comptes.journal import note
from core.comptes.models import DemandeCle, Evenement
from core.models import PorteOuverte, User
from exports.models import GroupePublie
from tests import factories as make
from workflows.models import Publication
from workflows.service import perform

A, B = "Alphazur", "Betavert"
APPS = ("core", "comptes", "workflows", "exports")


@dataclass
class Corner:
    """What belongs to one organisation.

    Its rows by model name, its account, and its neighbours' accounts.
    """

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
        owner,
        lead,
        programme=programme,
        annee=str(year),
        numero_lot=f"{word}-1",
        intitule_lot=f"Lot {word}",
        bon_de_commande=f"BC-{word}",
        date_debut_prevue=f"12/01/{year}",
        date_fin_prevue=f"18/12/{year}",
    )
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
        owner,
        *owner.sites.all(),
        *(c for s in owner.sites.all() for c in s.contacts.all()),
        attribution,
        attribution.lot,
        attribution.lot.campagne,
        found.user,
        *Publication.objects.of(owner),
        open_day(owner, word),
        *GroupePublie.objects.filter(action__in=owner.actions_portees.values("pk")),
    )
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


def picture(without=()) -> dict[str, list]:
    """Return every row of the product, to tell whether anything changed.

    Those of some models apart.
    """
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model not in (User, *without)  # last_login
    }
