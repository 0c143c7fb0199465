"""What a move, or a contact, changes in the read model. Connected by `exports.apps`."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from core import plugins
from core.models import Action, Contact, Etablissement, Site
from core.rules import Issue
from exports import tasks
from exports.models import Mention
from exports.online import projection
from workflows.signals import publishing, unpublishing

NAMED = 20  # offers named in a refusal


@receiver(publishing, sender=Action)
def offer_goes_online(sender, subject, publication, **kwargs):
    """Render the offer inside the move: an issue refuses it."""
    issues = projection.publish(publication)
    if issues:
        return issues
    # What its plugin writes in LHÉO may have failed.
    return plugins.stopped(publication.programme, f"{subject.key}.")


@receiver(unpublishing, sender=Action)
def offer_goes_offline(sender, subject, **kwargs):
    projection.withdraw([subject.pk])


@receiver(unpublishing, sender=Etablissement)
def offers_need_their_etablissement(sender, subject, **kwargs):
    return named_by_online_offers(f"E{subject.pk}")


@receiver(unpublishing, sender=Site)
def offers_need_their_site(sender, subject, **kwargs):
    return named_by_online_offers(f"L{subject.pk}")


def named_by_online_offers(key):
    """Refuse that a fiche goes offline while online offers name it: they would silently go too."""
    mentions = Mention.objects.filter(key=key, publication__online=True)
    named = Action.objects.filter(pk__in=mentions.values("publication__object_id"))
    actions = named.select_related("formation").order_by("pk")[:NAMED]
    return [
        Issue(
            "annuaire.utilise",
            f"{action.key}.",
            f"L’offre {action.title()} est en ligne et la nomme : retirez-la d’abord.",
        )
        for action in actions
    ]


@receiver([publishing, unpublishing], sender=Etablissement)
def etablissement_changes(sender, subject, **kwargs):
    _later(f"E{subject.pk}")


@receiver([publishing, unpublishing], sender=Site)
def site_changes(sender, subject, **kwargs):
    # It may now speak for its établissement.
    _later(f"L{subject.pk}", f"E{subject.etablissement_id}")


@receiver(pre_save, sender=Contact)
def contact_will_change(sender, instance, raw=False, **kwargs):
    """Note whose contact it was.

    Who leaves for another établissement is no longer named by the first.
    """
    kept = Contact.objects.filter(pk=instance.pk)
    before = kept.values_list("site__etablissement", flat=True).first()
    instance.left = None if raw else before


@receiver([post_save, post_delete], sender=Contact)
def contact_changes(sender, instance, raw=False, **kwargs):
    """A contact is live at once (D1)."""
    if not raw:
        whose = {instance.site.etablissement_id, getattr(instance, "left", None)} - {None}
        _later(f"C{instance.pk}", *(f"E{pk}" for pk in sorted(whose)))


def _later(*keys):
    transaction.on_commit(lambda: tasks.render_offers_naming.enqueue(list(keys)))
