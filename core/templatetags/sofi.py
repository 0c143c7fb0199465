"""Words of the screens."""

from django import template

from core import policy
from workflows.dates import en_mots
from workflows.labels import label

register = template.Library()


@register.simple_tag(takes_context=True)
def state_label(context, subject):
    """Return the state of a subject, in the voice of who reads."""
    return label(subject, staff=policy.is_staff(context["request"].user))


@register.filter(name="en_mots")
def day_in_words(moment, forme="j F Y"):
    """Return a day in words; nothing for no day."""
    return en_mots(moment, forme) if moment else ""
