"""Addresses of the annuaire that are not those of a row."""

from core.admin import (
    annuaire_communes,
    annuaire_files,
    annuaire_import,
    annuaire_personnes,
    annuaire_sentinelle,
    annuaire_termes,
)


def urls(site):
    return [
        page
        for part in (annuaire_termes, annuaire_files, annuaire_communes, annuaire_sentinelle, annuaire_import, annuaire_personnes)
        for page in part.urls(site)
    ]
