"""Private sessions added to a public offer (D5): in a companion action of its dispensateur, which reads the public text."""

import logging

from django.db import transaction

from core import policy
from core.dossiers.given import write_given
from core.dossiers.rows import read
from core.dossiers.saving import changing
from core.fasd.ordinaire import PRIVE
from core.models import Action, Dispositif, Session
from core.offres.copies.rows import copy_session
from core.rules.payload import encode
from workflows.lifecycle import State
from workflows.service import NotAllowed, Refused, perform

log = logging.getLogger("sofi.compagnon")
REASON = "Le texte de l’offre publique a changé."


def dispensateur_of(public):
    """Return the établissement that gives a public offer."""
    return (
        public.site_dispensateur.etablissement
        if public.site_dispensateur_id
        else public.attribution.formateur
    )


@transaction.atomic
def add_private_session(public, source, *, by) -> Session:
    """Add a private session, copied from a session of a public offer, to its companion action, created once.

    Raises `Refused` with the reason.
    """
    public = Action.objects.select_for_update().get(pk=public.pk)
    if not policy.can(by, "add_private", public):
        raise NotAllowed(
            "Les sessions à financement privé s’ajoutent à une offre publique en ligne, par son dispensateur.",
        )
    action = public.ajouts_prives.filter(porteur=dispensateur_of(public)).order_by("pk").first()
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
    """Create the companion of a public offer; the site that gives it is copied, for lists and rights."""
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
        type_dispositif=PRIVE,
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
    """Publish again the companions that are online, with the text of the public offer that has just gone online."""
    for action in public.ajouts_prives.filter(online_number__isnull=False).order_by("pk"):
        online = action.publications().filter(online=True).first().payload
        root = read(action)
        tree = online["fiche"]
        above, own = encode(dict(root.values)), encode(dict(root.children[0].values))
        if (tree["values"], tree["children"][0]["values"]) == (above, own):
            continue
        children = [{**tree["children"][0], "values": own}]
        payload = {**online, "fiche": {**tree, "values": above, "children": children}}
        try:
            with transaction.atomic():
                perform(
                    action,
                    "update_live",
                    by=publication.published_by,
                    comment=REASON,
                    payload=payload,
                )
        except (
            Refused
        ) as refusal:  # held, or lacking something: it keeps its text until it is sent again
            log.warning(
                "companion left as it is",
                extra={"action": action.pk, "reason": refusal.message},
            )
