"""Whose procédures a person reads, and what is said of the rules of a campaign."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from core import plugins, policy
from core.models import Action, Attribution, Campagne
from core.models.versions import in_force, rules, versions
from core.procedure.chapters import Procedure
from core.procedure.content import procedure
from core.procedure.names import from_base
from core.rights import scopes
from core.rules import Programme
from workflows.dates import en_mots


def campagnes(user):
    """Return the campaigns that concern a person: of its attributions, or that it configures."""
    attributions = Attribution.objects.allowed(user, "view")
    attributed = Q(pk__in=attributions.values("lot__campagne"))
    configured = policy.rows(Campagne, user, "view")
    return Campagne.objects.filter(configured | attributed).order_by("-annee", "programme")


def programmes(user) -> list[Programme]:
    """Return the programmes whose bare procédure a person may read.

    Its own, and the ordinary offer for who enters offers.
    """
    if policy.is_staff(user):
        return plugins.programmes()
    codes = set(campagnes(user).values_list("programme", flat=True))
    codes |= set(scopes.my_programmes(user))
    enters_offers = policy.may_add(user, Action)
    return [
        programme
        for programme in plugins.programmes()
        if programme.code in codes or (enters_offers and not programme.regional)
    ]


def of_programme(programme: Programme) -> Procedure:
    """Return the procédure of a programme outside any campaign."""
    return procedure(
        programme,
        names=from_base(programme),
        day=_today(),
        contact=settings.CONTACT_OFFRE,
    )


def of_campagne(campagne: Campagne) -> Procedure:
    """Return the procédure of a campaign, by the rules in force today."""
    programme = rules(campagne)
    return procedure(
        programme,
        names=from_base(programme),
        annee=campagne.annee,
        version=version_of(campagne),
        day=_today(),
        saisie=saisie_of(campagne),
        contact=settings.CONTACT_OFFRE,
    )


def version_of(campagne: Campagne) -> str:
    """Return which version of the rules is in force, since when and by whom.

    Nothing for those of the programme alone.
    """
    number = in_force(campagne)
    if not number:
        return ""
    version = versions(campagne)[number]
    since = en_mots(version.effet)
    return f"version {number}, en vigueur depuis le {since} ({version.par_label})"


def saisie_of(campagne: Campagne) -> str:
    """Return when organisations enter their offers, or nothing when no date is set."""
    opens = in_words(campagne.ouverture)
    closes = in_words(campagne.fermeture)
    if opens and closes:
        return f"La saisie de cette campagne est ouverte du {opens} au {closes}."
    if opens:
        return f"La saisie de cette campagne est ouverte à partir du {opens}."
    if closes:
        return f"La saisie de cette campagne est ouverte jusqu’au {closes}."
    return ""


def in_words(day) -> str:
    return en_mots(day) if day else ""


def _today() -> str:
    return en_mots(timezone.localdate())
