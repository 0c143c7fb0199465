"""Private sessions added to a public offer (D5).

They are in a companion action of its dispensateur, which reads the public text.
"""

import logging

from django.db import transaction

from core import policy
from core.dossiers.given import write_given
from core.dossiers.rows import read
from core.dossiers.saving import changing
from core.fasd.codes import FINANCEMENT_PRIVE
from core.models import Action, Dispositif, Session
from core.offres.copies.rows import copy_session
from core.rules.payload import encode
from workflows.lifecycle import State
from workflows.service import NotAllowed, Refused, perform

log = logging.getLogger("sofi.compagnon")
REASON = "Le texte de l’offre publique a changé."


def dispensateur_of(public):
    """Return the établissement that gives a public offer."""
    if public.site_dispensateur_id:
        return public.site_dispensateur.etablissement
    return public.attribution.formateur


@transaction.atomic
def add_private_session(public, source, *, by) -> Session:
    """Add a private session, copied from a session of a public offer, to its companion action.

    The companion is created once. Raises `Refused` with the reason.
    """
    public = Action.objects.select_for_update().get(pk=public.pk)
    if not policy.can(by, "add_private", public):
        raise NotAllowed(
            "Les sessions à financement privé s’ajoutent à une offre publique en ligne, "
            "par son dispensateur.",
        )
    companions = public.ajouts_prives.filter(porteur=dispensateur_of(public))
    action = companions.order_by("pk").first()
    if action is None:
        return _copied(_companion(public), source)
    if not policy.can(by, "change", action):
        raise NotAllowed(_closed(action))
    with changing(action, by=by) as tell:
        session = _copied(action, source)
        tell(
            session.key,
            f"Session {session.pk}",
            f"copiée de la session {source.pk} de l’offre publique",
        )
    return session


def _companion(public) -> Action:
    """Create the companion of a public offer; its site is copied, for lists and rights."""
    return Action.objects.create(
        formation=public.formation,
        action_publique=public,
        porteur=dispensateur_of(public),
        site_dispensateur=public.site_dispensateur,
    )


def _copied(action, source) -> Session:
    session = copy_session(source, action, alone=True)
    session.organisme_responsable = action.porteur  # answers for what it gives on its own account
    session.save()
    first = source.dispositifs.order_by("pk").first()
    dispositif = Dispositif(
        session=session,
        type_dispositif=FINANCEMENT_PRIVE,
        publics=first.publics if first else [],
    )
    write_given(dispositif, action, new=True)
    dispositif.save()
    return session


def _closed(action) -> str:
    """Say why no session can be added to a companion, and what opens it."""
    who = f"L’action {action.code} porte déjà les sessions à financement privé de cette offre"
    match action.state:
        case State.DRAFT | State.QUESTIONED:
            return f"{who} : {action.porteur} la complète."
        case State.SUBMITTED:
            return f"{who} : elle est en attente de validation. Reprenez d’abord sa saisie."
        case State.ARCHIVED:
            return f"{who} : elle est archivée. Rétablissez-la d’abord."
    return f"{who} : elle est validée. Ouvrez-la d’abord par « Modifier »."


def follow(public, publication) -> None:
    """Publish again the companions that are online.

    They take the text of the public offer that has just gone online.
    """
    companions = public.ajouts_prives.filter(online_number__isnull=False)
    for action in companions.order_by("pk"):
        payload = _with_the_public_text(action)
        if payload is not None:
            _publish_again(action, payload, by=publication.published_by)


def _with_the_public_text(action) -> dict | None:
    """Return what a companion has online, under its new text; None when that has not changed."""
    online = action.publications().filter(online=True).first().payload
    root = read(action)
    tree = online["fiche"]
    tree_of_action = tree["children"][0]
    formation_values = encode(dict(root.values))
    action_values = encode(dict(root.children[0].values))
    online_values = (tree["values"], tree_of_action["values"])
    if online_values == (formation_values, action_values):
        return None
    new_action = {**tree_of_action, "values": action_values}
    new_tree = {**tree, "values": formation_values, "children": [new_action]}
    return {**online, "fiche": new_tree}


def _publish_again(action, payload, *, by) -> None:
    """Publish a companion.

    One that is held, or lacks something, keeps its text until it is sent again.
    """
    try:
        with transaction.atomic():
            perform(action, "update_live", by=by, comment=REASON, payload=payload)
    except Refused as refusal:
        log.warning(
            "companion left as it is",
            extra={"action": action.pk, "reason": refusal.message},
        )
