"""Texts that staff edit, shown on the public pages."""

from django import template

from core import policy
from core.comptes.models import Texte
from core.models import Etablissement

register = template.Library()


@register.simple_tag
def textes(place):
    """Return the texts of a place: `connexion` or `pied`."""
    return list(Texte.objects.filter(**{place: True}))


@register.simple_tag
def peut_voir_comme(user, subject):
    """Whether this person may look at the back-office as the organisation of this fiche."""
    return isinstance(subject, Etablissement) and policy.may_open(user, "voir_comme")
