"""The read model follows the publications.

One door for a move, a change of the annuaire and a rebuild.
"""

import logging
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from core.models import Action
from core.rules import Issue
from exports.models import GroupePublie, Mention, SessionPubliee
from exports.online.rendering import Rendering, render, rows
from exports.online.resolve import Resolution
from workflows.models import Publication

log = logging.getLogger("sofi.exports")
CHUNK = 200  # publications rendered at once: bounds memory, and how long a transaction lasts


@dataclass(slots=True)
class Count:
    """How much was rendered; `refused` are online publications that do not go out."""

    publications: int = 0
    groups: int = 0
    sessions: int = 0
    refused: int = 0


def online():
    """Return the online publications of actions."""
    return Publication.objects.filter(
        content_type=ContentType.objects.get_for_model(Action),
        online=True,
    )


def publish(publication) -> list[Issue]:
    """Replace the rows of an action by those of this publication; return its issues.

    With an issue, nothing is replaced.
    """
    [(rendering, resolution)] = render([publication])
    if not rendering.issues:
        _replace([(rendering, resolution)])
    return rendering.issues


def withdraw(actions) -> None:
    """Remove the rows of actions."""
    SessionPubliee.objects.filter(group__action__in=actions).delete()
    GroupePublie.objects.filter(action__in=actions).delete()
    content_type = ContentType.objects.get_for_model(Action)
    Mention.objects.filter(
        publication__content_type=content_type,
        publication__object_id__in=actions,
    ).delete()


def refresh(keys) -> Count:
    """Render again the online offers that name one of these fiches of the annuaire, as `E12`."""
    named = Mention.objects.filter(key__in=keys).values("publication")
    return _render_all(online().filter(pk__in=named))


def rebuild(programme: str = "", tell=lambda count: None) -> Count:
    """Render every online offer again, or those of one programme.

    Remove what is no longer online.
    """
    wanted = online().filter(programme=programme) if programme else online()
    count = _render_all(wanted, tell)
    gone = GroupePublie.objects.exclude(publication__in=online().values("pk"))
    SessionPubliee.objects.filter(group__in=gone.values("pk")).delete()
    gone.delete()
    Mention.objects.exclude(publication__in=online().values("pk")).delete()
    return count


def _render_all(wanted, tell=lambda count: None) -> Count:
    count = Count()
    ahead = wanted.order_by("pk").values_list("pk", flat=True)
    pks = list(ahead[:CHUNK])
    while pks:
        _render_chunk(pks, count)
        tell(count)
        pks = list(ahead.filter(pk__gt=pks[-1])[:CHUNK])
    return count


def _render_chunk(pks, count: Count) -> None:
    """Render some publications, holding the rows of their actions: no move comes in between."""
    with transaction.atomic():
        actions = online().filter(pk__in=pks).values("object_id")
        list(
            Action._base_manager.select_for_update()
            .filter(pk__in=actions)
            .order_by("pk")
            .values_list("pk"),
        )
        rendered = render(online().filter(pk__in=pks).order_by("pk"))
        _replace(rendered, count)
    for rendering, _ in rendered:
        if rendering.issues:
            log.warning(
                "offer left out",
                extra={
                    "publication": rendering.offer.publication.pk,
                    "action": rendering.offer.publication.object_id,
                    "issues": [issue.message for issue in rendering.issues],
                },
            )


def _replace(rendered: list[tuple[Rendering, Resolution]], count: Count | None = None) -> None:
    groups = []
    sessions = []
    mentions = []
    for rendering, resolution in rendered:
        its_groups, its_sessions, its_mentions = rows(rendering, resolution)
        groups += its_groups
        sessions += its_sessions
        mentions += its_mentions
        if count is not None:
            count.publications += 1
            count.groups += len(its_groups)
            count.sessions += len(its_sessions)
            count.refused += bool(rendering.issues)
    withdraw([rendering.offer.publication.object_id for rendering, _ in rendered])
    GroupePublie.objects.bulk_create(groups)
    SessionPubliee.objects.bulk_create(sessions, batch_size=500)
    Mention.objects.bulk_create(mentions, batch_size=1000)
