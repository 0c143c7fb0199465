"""The life of the rules of a campaign: a projet is written, then saved as a version.

A campaign is cloned to the next year.
"""

import hashlib
from dataclasses import replace
from datetime import date
from itertools import chain

from django.db import transaction
from django.utils import timezone

from core import plugins
from core.models import Campagne, VersionRegles
from core.models.versions import ajustements_of, line_of, versions
from core.rules.ajustements import Ajustement
from core.rules.bounds import loosenings
from workflows.service import Refused


def projet_of(campagne) -> VersionRegles | None:
    """Return the version that is being written, if there is one."""
    rows = VersionRegles.objects.filter(campagne=campagne, numero=None)
    projet = rows.prefetch_related("lignes").first()
    if projet:
        projet.campagne = campagne
    return projet


def latest(campagne) -> VersionRegles | None:
    """Return the last saved version: the one a projet starts from, in force or to come."""
    return versions(campagne).get(campagne.derniere_version)


def written(campagne) -> list[Ajustement]:
    """Return the ajustements as a manager has them before him.

    Those of the projet, or of the last version.
    """
    return ajustements_of(projet_of(campagne) or latest(campagne))


def digest(ajustements) -> str:
    """Return a fingerprint of a projet: what was simulated is what is saved."""
    rules = [replace(ajustement, par="", depuis=None) for ajustement in ajustements]
    return hashlib.sha1(repr(rules).encode(), usedforsecurity=False).hexdigest()


def locked(campagne) -> Campagne:
    return Campagne.objects.select_for_update().get(pk=campagne.pk)


@transaction.atomic
def write(campagne, champ: str, ajustement: Ajustement | None, *, by) -> None:
    """Set one line of the projet, or take it away; the projet is made when there is none."""
    campagne = locked(campagne)
    by_field = {rule.champ: rule for rule in written(campagne)}
    if ajustement is not None and ajustement.same_rule(by_field.get(champ)):
        return
    projet = projet_of(campagne) or _new_projet(campagne)
    projet.lignes.filter(champ=champ).delete()
    if ajustement is not None:
        line_of(projet, ajustement, by=str(by), at=timezone.now()).save()
    _drop_if_idle(campagne, projet)


def _new_projet(campagne) -> VersionRegles:
    """Start a projet from the last version, with who set each line, and when."""
    projet = VersionRegles.objects.create(campagne=campagne)
    last = latest(campagne)
    if last:
        for line in last.lignes.all():
            line.pk = None
            line.version = projet
            line.save(force_insert=True)
    return projet


def _drop_if_idle(campagne, projet):
    """A projet that asks what the last version asks is no projet."""
    projet = VersionRegles.objects.get(pk=projet.pk)
    projet.campagne = campagne
    if digest(ajustements_of(projet)) == digest(ajustements_of(latest(campagne))):
        projet.delete()


def give_up(campagne) -> None:
    """Throw the projet away; saved versions stay."""
    VersionRegles.objects.filter(campagne=campagne, numero=None).delete()


@transaction.atomic
def save(campagne, *, effet: date, motif: str, by, seen: str) -> VersionRegles:
    """Make the projet a version that takes effect on a day.

    `seen` is the digest of what was simulated.
    """
    campagne = locked(campagne)
    projet = projet_of(campagne)
    if projet is None:
        raise Refused("Rien n’a changé : il n’y a pas de projet à enregistrer.")
    ajustements = ajustements_of(projet)
    if digest(ajustements) != seen:
        raise Refused(
            "Le projet a changé depuis la simulation : relisez ses effets, puis enregistrez.",
        )
    wrong = obsolete(plugins.programme(campagne.programme), ajustements)
    if wrong:
        raise Refused(" ".join(chain.from_iterable(wrong.values())))
    if effet < timezone.localdate():
        raise Refused(
            "La date d’effet est passée : une règle ne s’applique pas avant d’être connue.",
        )
    if not motif.strip():
        raise Refused(
            "Dites pourquoi les règles changent : les organismes et vos collègues le liront.",
        )
    campagne.derniere_version += 1
    campagne.save(update_fields=["derniere_version"])
    projet.numero = campagne.derniere_version
    projet.effet = effet
    projet.motif = motif.strip()
    projet.par = by
    projet.par_label = str(by)
    projet.le = timezone.now()
    projet.save()
    return projet


# To the next year -------------------------------------------------------------------------


def next_year(day: date | None) -> date | None:
    """Return the same day a year later; 28 February for the 29th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def shifted(ajustement: Ajustement) -> Ajustement:
    """Return an ajustement with its dates a year later."""
    later = {}
    for name in ("value", "minimum", "maximum"):
        value = getattr(ajustement, name)
        if isinstance(value, date):
            later[name] = next_year(value)
    return replace(ajustement, **later)


def clone_of(campagne) -> Campagne | None:
    """Return the campaign of the next year, if the Région's file or somebody made it."""
    return Campagne.objects.filter(programme=campagne.programme, annee=campagne.annee + 1).first()


def refused_clone(campagne) -> str:
    """Return why a campaign cannot be cloned, or nothing."""
    target = clone_of(campagne)
    if target and (target.derniere_version or projet_of(target)):
        return f"La campagne « {target} » a déjà ses règles : modifiez-les sur sa page."
    return ""


@transaction.atomic
def clone(campagne, *, by) -> Campagne:
    """Carry dates and rules to the next year, as a projet to read again.

    The lots come from the Région's file.
    """
    campagne = locked(campagne)
    reason = refused_clone(campagne)
    if reason:
        raise Refused(reason)
    target = clone_of(campagne) or Campagne(programme=campagne.programme, annee=campagne.annee + 1)
    target.ouverture = target.ouverture or next_year(campagne.ouverture)
    target.fermeture = target.fermeture or next_year(campagne.fermeture)
    if target.ouverture and target.fermeture and target.fermeture < target.ouverture:
        raise Refused(
            f"La campagne « {target} » a déjà une date, qui ne va pas avec celles-ci : corrigez-la "
            "d’abord.",
        )
    target.save()
    ajustements = [shifted(ajustement) for ajustement in ajustements_of(latest(campagne))]
    if ajustements:
        projet = VersionRegles.objects.create(campagne=target)
        for ajustement in ajustements:
            line_of(projet, ajustement, by=str(by), at=timezone.now()).save()
    return target


def obsolete(programme, ajustements) -> dict[str, list[str]]:
    """Return the lines that no longer hold, as a clone may bring, with the reason of each."""
    reasons = {}
    for ajustement in ajustements:
        sentences = loosenings(programme.fields[ajustement.champ], ajustement)
        if sentences:
            reasons[ajustement.champ] = sentences
    return reasons
