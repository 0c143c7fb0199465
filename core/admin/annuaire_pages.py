"""Addresses of the annuaire that are not those of a row."""

from core.admin import annuaire_files, annuaire_termes


def urls(site):
    return [page for part in (annuaire_termes, annuaire_files) for page in part.urls(site)]
