"""Addresses of the annuaire that are not those of a row."""

from core.admin import annuaire_termes


def urls(site):
    return [*annuaire_termes.urls(site)]
