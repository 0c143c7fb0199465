"""Which rules judge a dossier, and what changed since it was sent (D24)."""

from core.campagnes.words import changes
from core.dossiers.answers import plugin_changed_since_sent
from core.models.subject import JUDGED
from core.models.versions import in_force, pinned, versions
from workflows.dates import en_mots


def rules_of(action) -> dict | None:
    """Return what the page of a dossier says of its rules; nothing where they never changed."""
    campagne = action.campagne
    if campagne is None or not campagne.derniere_version:
        return None
    sent = pinned(action.rules_version)
    now = in_force(campagne)
    if action.state in JUDGED and sent is not None:
        version = said(campagne, sent)
        sentence = f"Ce dossier est jugé par les règles de son dernier envoi : {version}."
    else:
        sentence = f"Ce dossier est jugé par les règles en vigueur : {said(campagne, now)}."
    if action.rules_version and plugin_changed_since_sent(action):
        sentence += " Le programme lui-même a changé depuis l’envoi."
    rule_changes = []
    if sent is not None and sent != now:
        rule_changes = changes(action.rules(sent), action.rules(now))
    return {"sentence": sentence, "changes": rule_changes}


def said(campagne, numero) -> str:
    version = versions(campagne).get(numero)
    if version is None:
        return "celles du programme"
    return f"version {numero} de la campagne, en vigueur depuis le {en_mots(version.effet)}"
