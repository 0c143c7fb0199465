"""Texts that staff edit, shown on the public pages."""

from django import template

register = template.Library()
