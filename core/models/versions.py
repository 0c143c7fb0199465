"""The rules of a campaign as the base keeps them.

Which version, since when, and the programme that they make.
"""

from datetime import date

from django.utils import timezone

from core import plugins
from core.models.regles import LigneAjustement, VersionRegles
from core.rules import Kind, Need, Programme
from core.rules.ajustements import Ajustement, apply, fingerprint
from core.rules.payload import decode, encode


def ajustement_of(line: LigneAjustement, programme: Programme) -> Ajustement | None:
    """Return a kept line as the rules read it; nothing when the programme has lost the field."""
    if line.champ not in programme.fields:
        return None
    field = programme.fields[line.champ]
    bounds = field if field.kind in (Kind.AMOUNT, Kind.DATE) else None
    return Ajustement(
        champ=line.champ,
        need=Need(line.obligation) if line.obligation else None,
        value=decode(field, line.valeur),
        allowed=tuple(line.admis),
        minimum=decode(bounds, line.minimum) if bounds else line.minimum,
        maximum=decode(bounds, line.maximum) if bounds else line.maximum,
        message=line.message,
        source=line.source,
        par=line.par_label,
        depuis=timezone.localdate(line.le),
    )


def line_of(version: VersionRegles, ajustement: Ajustement, *, by, at) -> LigneAjustement:
    """Return the row that keeps an ajustement; not saved."""
    return LigneAjustement(
        version=version,
        champ=ajustement.champ,
        obligation=ajustement.need or "",
        valeur=encode(ajustement.value),
        admis=list(ajustement.allowed),
        minimum=encode(ajustement.minimum),
        maximum=encode(ajustement.maximum),
        message=ajustement.message,
        source=ajustement.source,
        par_label=by,
        le=at,
    )


def ajustements_of(version: VersionRegles | None) -> list[Ajustement]:
    """Return the ajustements of a version, in the order of the FASD."""
    if version is None:
        return []
    programme = plugins.programme(version.campagne.programme)
    by_field = {line.champ: ajustement_of(line, programme) for line in version.lignes.all()}
    ajustements = [by_field.get(field.name) for field in programme.fields]
    return [ajustement for ajustement in ajustements if ajustement]


def versions(campagne) -> dict[int, VersionRegles]:
    """Return the saved versions of a campaign by number, read once for this row.

    None is asked of the base when it has none.
    """
    if not campagne.derniere_version:
        return {}
    by_number = campagne.__dict__.setdefault("_versions", {})
    if campagne.derniere_version not in by_number:
        rows = VersionRegles.objects.filter(campagne=campagne, numero__isnull=False)
        by_number.clear()
        for row in rows.prefetch_related("lignes"):
            row.campagne = campagne
            by_number[row.numero] = row
    return by_number


def in_force(campagne, day: date | None = None) -> int:
    """Return the number of the version in force on a day (today); 0: the programme's own rules."""
    day = day or timezone.localdate()
    begun = [numero for numero, row in versions(campagne).items() if row.effet <= day]
    return max(begun, default=0)


def rules(campagne, numero: int | None = None) -> Programme:
    """Return the programme as a version of its campaign asks it.

    The one in force unless another is named.
    """
    by_number = versions(campagne)
    if numero is None or (numero and numero not in by_number):
        numero = in_force(campagne)
    if not numero:
        return plugins.programme(campagne.programme)
    made = campagne.__dict__.setdefault("_rules", {})
    if numero not in made:
        made[numero] = merged(campagne, ajustements_of(by_number[numero]))
    return made[numero]


def merged(campagne, ajustements) -> Programme:
    """Return the programme of a campaign with these ajustements."""
    programme = plugins.programme(campagne.programme)
    return apply(programme, ajustements, source=f"Campagne {campagne.annee}")


def stamp(numero: int, programme: Programme) -> str:
    """Return what is pinned at a submission.

    The version of the campaign, and the fingerprint of the rules it makes.
    """
    return f"{numero}.{fingerprint(programme)}"


def pinned(stamped: str) -> int | None:
    """Return the version of the campaign that a stamp names; nothing when it names none."""
    numero, dot, _ = stamped.partition(".")
    return int(numero) if dot and numero.isdecimal() else None
