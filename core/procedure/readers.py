"""Whose procédures a person reads, and what is said of the rules of a campaign."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from core import plugins, policy
from core.models import Action, Attribution, Campagne
from core.models.versions import in_force, rules, versions
from core.procedure.content import Procedure, procedure
from core.procedure.names import from_base
from core.rights import scopes
from core.rules import Programme
from workflows.dates import en_mots


def campagnes(user):
    """Return the campaigns that concern a person: those of its attributions, or those that it configures."""
    mine = policy.rows(Campagne, user, "view") | Q(
        pk__in=Attribution.objects.allowed(user, "view").values("lot__campagne"),
    )
    return Campagne.objects.filter(mine).order_by("-annee", "programme")


def programmes(user) -> list[Programme]:
    """Return the programmes whose bare procédure a person may read: its own, and the ordinary offer for who enters offers."""
    if policy.is_staff(user):
        return plugins.programmes()
    codes = {
        *campagnes(user).values_list("programme", flat=True),
        *scopes.my_programmes(user),
    }
    if policy.may_add(user, Action):
        codes |= {p.code for p in plugins.programmes() if not p.regional}
    return [p for p in plugins.programmes() if p.code in codes]


def of_programme(programme: Programme) -> Procedure:
    """Return the procédure of a programme outside any campaign."""
    return procedure(
        programme,
        names=from_base(programme),
        jour=_today(),
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
        jour=_today(),
        saisie=saisie_of(campagne),
        contact=settings.CONTACT_OFFRE,
    )


def version_of(campagne: Campagne) -> str:
    """Return which version of the rules is in force, since when and by whom; nothing for those of the programme alone."""
    numero = in_force(campagne)
    if not numero:
        return ""
    row = versions(campagne)[numero]
    return f"version {numero}, en vigueur depuis le {en_mots(row.effet)} ({row.par_label})"


def saisie_of(campagne: Campagne) -> str:
    """Return when organisations enter their offers, or nothing when no date is set."""
    opens, closes = (
        en_mots(day) if day else "" for day in (campagne.ouverture, campagne.fermeture)
    )
    if opens and closes:
        return f"La saisie de cette campagne est ouverte du {opens} au {closes}."
    if opens:
        return f"La saisie de cette campagne est ouverte à partir du {opens}."
    return f"La saisie de cette campagne est ouverte jusqu’au {closes}." if closes else ""


def _today() -> str:
    return en_mots(timezone.localdate())
