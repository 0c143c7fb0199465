"""Addresses of the annuaire that are not those of a row."""

from core.admin import (
    annuaire_communes,
    annuaire_compteur,
    annuaire_files,
    annuaire_import,
    annuaire_personnes,
    annuaire_sentinelle,
    annuaire_termes,
)

PARTS = (
    annuaire_termes, annuaire_files, annuaire_communes, annuaire_compteur, annuaire_sentinelle, annuaire_import,
    annuaire_personnes,
)  # fmt: skip


def urls(site):
    return [page for part in PARTS for page in part.urls(site)]
