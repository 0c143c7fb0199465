"""What a fiche tells beside its fields: the unit, who asks and why.

And what `static/sofi/aides.js` needs, as data-*.
"""

from core.fasd.sources import full, pourquoi
from core.rules import Level
from core.rules.ajustements import set_by_campaign

PERIODES = {"date_fin": "date_debut"}  # an end, and the start that it follows
SUMS = {  # shown under the last of the parts
    "duree_entreprise": ("Durée totale", ("duree_centre", "duree_entreprise"), "h"),
}


def told(form_field, field, programme):
    """Return a form field with its unit, who asks for it, and why."""
    form_field.unite = field.unit
    form_field.demande_par = full(field.source)
    form_field.pourquoi = pourquoi(field, tightened=bool(set_by_campaign(programme, field.name)))
    return form_field


def together(declared, row):
    """Tell the browser which fields go together: an end after its start, durations that add up."""
    for end, start in PERIODES.items():
        if start in declared and is_typed(end, declared):
            attrs = declared[end].widget.attrs
            attrs["data-debut"] = f"id_{start}"
            if days := usual_days(row):
                attrs["data-jours"] = str(days)
    for last, (name, parts, unit) in SUMS.items():
        if all(is_typed(part, declared) for part in parts):
            attrs = declared[last].widget.attrs
            attrs["data-somme"] = " ".join(f"id_{part}" for part in parts)
            attrs["data-somme-nom"] = name
            attrs["data-somme-unite"] = unit


def is_typed(name, declared) -> bool:
    """Whether the form has this field, and lets it be typed."""
    return name in declared and not declared[name].disabled


def usual_days(row) -> int | None:
    """Return how long a session is expected to last.

    What the Région planned, or else as its latest sister.
    """
    if row.level is not Level.SESSION or not row.action_id:
        return None
    dates = planned(row.action.attribution) or of_latest_sister(row)
    if dates is None:
        return None
    start, end = dates
    days = (end - start).days
    return days if days > 0 else None


def planned(attribution):
    """Return the dates that the Région planned."""
    if attribution is None:
        return None
    if attribution.date_debut_prevue is None or attribution.date_fin_prevue is None:
        return None
    return attribution.date_debut_prevue, attribution.date_fin_prevue


def of_latest_sister(session):
    """Return the dates of the latest other session of the action."""
    sisters = session.action.sessions.exclude(pk=session.pk)
    dated = sisters.filter(date_debut__isnull=False, date_fin__isnull=False)
    return dated.order_by("-pk").values_list("date_debut", "date_fin").first()
