"""What a fiche tells beside its fields: the unit, who asks and why; and what `static/sofi/aides.js` needs, as data-*."""

from core.fasd.sources import full, pourquoi
from core.rules import Level
from core.rules.ajustements import set_by_campaign

PERIODES = {"date_fin": "date_debut"}  # an end, and the start that it follows
SUMS = {
    "duree_entreprise": ("Durée totale", ("duree_centre", "duree_entreprise"), "h"),
}  # shown under the last


def told(form_field, field, programme):
    """Return a form field with its unit, who asks for it, and why."""
    form_field.unite = field.unit
    form_field.demande_par = full(field.source)
    form_field.pourquoi = pourquoi(field, tightened=bool(set_by_campaign(programme, field.name)))
    return form_field


def together(declared, row):
    """Tell the browser which fields go together: an end after its start, durations that add up."""
    for end, start in PERIODES.items():
        if end in declared and start in declared and not declared[end].disabled:
            attrs = declared[end].widget.attrs
            attrs["data-debut"] = f"id_{start}"
            if days := usual_days(row):
                attrs["data-jours"] = str(days)
    for last, (name, parts, unit) in SUMS.items():
        if all(part in declared and not declared[part].disabled for part in parts):
            ids = " ".join(f"id_{part}" for part in parts)
            declared[last].widget.attrs.update(
                {"data-somme": ids, "data-somme-nom": name, "data-somme-unite": unit},
            )


def usual_days(row) -> int | None:
    """Return how long a session is expected to last: what the Région planned, or else as its latest sister."""
    if row.level is not Level.SESSION or not row.action_id:
        return None
    attribution = row.action.attribution
    if attribution and attribution.date_debut_prevue and attribution.date_fin_prevue:
        days = (attribution.date_fin_prevue - attribution.date_debut_prevue).days
    else:
        dated = row.action.sessions.exclude(pk=row.pk).filter(
            date_debut__isnull=False,
            date_fin__isnull=False,
        )
        sister = dated.order_by("-pk").values_list("date_debut", "date_fin").first()
        days = (sister[1] - sister[0]).days if sister else 0
    return days if days > 0 else None
