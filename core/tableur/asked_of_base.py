"""What the dossiers of a file will ask of the base, read together."""

from core.dossiers.lookups import ReadTogether
from core.tableur.attaching import Attaching
from core.tableur.lexicon import Lexicon


def together(attaching: Attaching, lexicon: Lexicon, certifications: set) -> ReadTogether:
    """Return the answers; `certifications`: the codes that the file and the programme name."""
    actions = attaching.known.actions.values()
    attributions = attributions_of(attaching)
    named = {action.formation.certifinfo for action in actions}
    return ReadTogether(
        etablissements=[*lexicon.etablissements, *etablissements(attaching, attributions)],
        certifications={code for code in certifications | named if code},
        porteurs=porteurs(attaching, attributions),
        actions=list(actions),
        attributions=[attribution.pk for attribution in attributions],
    )


def attributions_of(attaching: Attaching) -> list:
    """Return the attributions that lines may describe, and those that known actions describe."""
    by_number = {attribution.pk: attribution for attribution in attaching.attributions}
    for action in attaching.known.actions.values():
        if action.attribution_id:
            by_number[action.attribution_id] = action.attribution
    return list(by_number.values())


def etablissements(attaching: Attaching, attributions) -> list:
    """Return the établissements that are read already: of attributions, of sessions, who enters."""
    rows = []
    for attribution in attributions:
        rows += [attribution.lot.mandataire, attribution.formateur]
    for sessions in attaching.known.sessions_of.values():
        for session in sessions:
            organisme = session.organisme_responsable
            if organisme:
                rows.append(organisme)
    return [*rows, *attaching.porteurs.values()]


def porteurs(attaching: Attaching, attributions) -> set[int]:
    """Return the établissements whose main site may be asked for: where no site is attributed."""
    numbers = {porteur.pk for porteur in attaching.porteurs.values()}
    for attribution in attributions:
        if not attribution.site_id:
            numbers |= {attribution.formateur_id, attribution.lot.mandataire_id}
    return numbers
