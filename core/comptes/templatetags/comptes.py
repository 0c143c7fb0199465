"""Texts that staff edit, shown on the public pages."""

from django import template

from core.comptes.models import Texte

register = template.Library()


@register.simple_tag
def textes(place):
    """Return the texts of a place: `connexion` or `pied`."""
    return list(Texte.objects.filter(**{place: True}))
