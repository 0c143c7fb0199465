"""Keeps connections in the log, and lets plugins hear of moves.

What a plugin raises stops nothing.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver

from core import plugins
from core.models import Action, Formation
from core.offres.compagnon import follow
from core.referentiels import certifinfo
from core.rules import Level
from core.rules.payload import parse
from workflows.signals import moved, publishing, unpublishing


@receiver(publishing, sender=Action)
def sessions_go_online(sender, subject, publication, **kwargs):
    """Note which sessions are online: those of the publication, and no other."""
    root = parse(publication.payload, subject.programme.fields)
    numbers = [int(fiche.key[1:]) for fiche in root.each(Level.SESSION)]
    others = subject.sessions.exclude(pk__in=numbers)
    others.filter(en_ligne=True).update(en_ligne=False)
    published = subject.sessions.filter(pk__in=numbers)
    published.update(en_ligne=True, a_ete_en_ligne=True)


@receiver(publishing, sender=Action)
def private_additions_follow(sender, subject, publication, **kwargs):
    """Give the new text of a public offer to the private sessions added to it (D5)."""
    if subject.attribution_id:
        follow(subject, publication)


@receiver(post_save, sender=Formation)
def certification_may_have_changed(sender, instance, created, raw=False, **kwargs):
    if not created and not raw:
        certifinfo.flag(Action.objects.filter(formation=instance))


@receiver(unpublishing, sender=Action)
def sessions_go_offline(sender, subject, **kwargs):
    subject.sessions.filter(en_ligne=True).update(en_ligne=False)


@receiver(moved)
def tell_plugins(sender, subject, log: object, **kwargs):
    """Call each plugin's `after_transition`, one at a time.

    The move is made, whatever they raise.
    """
    answers = plugins.ask(
        "after_transition",
        stops=False,
        subject=subject,
        name=log.name,
        by=log.by,
    )
    list(answers)  # they are asked as they are read
